"""The tables, one module an aggregate. Importing this package declares them all."""

from portail_tui.store.tables.accounts import Account, EmailChange, LoginThrottle, TemporaryPassword
from portail_tui.store.tables.activities import (
    Activity,
    ActivityOpening,
    ActivityType,
    Closure,
    TariffGrid,
    Unit,
)
from portail_tui.store.tables.bookings import Booking
from portail_tui.store.tables.document_types import ActivityDocument, DocumentType
from portail_tui.store.tables.documents import Document, DocumentFile
from portail_tui.store.tables.encrypted import ChildHealth, DataKey
from portail_tui.store.tables.enrolments import Enrolment
from portail_tui.store.tables.families import (
    Child,
    ChildSchooling,
    Family,
    FamilyAid,
    FamilyCategory,
    FamilyChild,
    FamilyQuotient,
    FamilyResidence,
    Guardian,
)
from portail_tui.store.tables.household_requests import (
    AddressChange,
    AuthorisedPerson,
    Consent,
    ErasureRequest,
)
from portail_tui.store.tables.invoices import (
    Invoice,
    InvoiceCounter,
    InvoiceLine,
    InvoicePaper,
    InvoicePayment,
)
from portail_tui.store.tables.ledger import LedgerAccount, LedgerEntry, LedgerMovement
from portail_tui.store.tables.news import NewsItem
from portail_tui.store.tables.operations_audit_outbox import (
    AuditEvent,
    Lease,
    Operation,
    OutboxMail,
    StoreMeta,
)
from portail_tui.store.tables.slots import Slot
from portail_tui.store.tables.town import (
    PublicHoliday,
    Regie,
    School,
    SchoolHoliday,
    SchoolYear,
    Town,
    TownFileText,
)
from portail_tui.store.tables.upload_links import Deposit

__all__ = [
    "Account",
    "Activity",
    "ActivityDocument",
    "ActivityOpening",
    "ActivityType",
    "AddressChange",
    "AuditEvent",
    "AuthorisedPerson",
    "Booking",
    "Child",
    "ChildHealth",
    "ChildSchooling",
    "Closure",
    "Consent",
    "DataKey",
    "Deposit",
    "Document",
    "DocumentFile",
    "DocumentType",
    "EmailChange",
    "Enrolment",
    "ErasureRequest",
    "Family",
    "FamilyAid",
    "FamilyCategory",
    "FamilyChild",
    "FamilyQuotient",
    "FamilyResidence",
    "Guardian",
    "Invoice",
    "InvoiceCounter",
    "InvoiceLine",
    "InvoicePaper",
    "InvoicePayment",
    "Lease",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerMovement",
    "LoginThrottle",
    "NewsItem",
    "Operation",
    "OutboxMail",
    "PublicHoliday",
    "Regie",
    "School",
    "SchoolHoliday",
    "SchoolYear",
    "Slot",
    "StoreMeta",
    "TariffGrid",
    "TemporaryPassword",
    "Town",
    "TownFileText",
    "Unit",
]
