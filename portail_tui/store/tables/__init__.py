"""The tables, one module an aggregate. Importing this package declares them all."""

from portail_tui.store.tables.account import Account, EmailChange, LoginThrottle, TemporaryPassword
from portail_tui.store.tables.activity import (
    Activity,
    ActivityDocument,
    ActivityOpening,
    ActivityType,
    Closure,
    DocumentType,
    Slot,
    TariffGrid,
    Unit,
)
from portail_tui.store.tables.booking import Booking, Enrolment
from portail_tui.store.tables.content import Deposit, Document, DocumentFile, NewsItem
from portail_tui.store.tables.family import (
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
from portail_tui.store.tables.invoice import (
    Invoice,
    InvoiceCounter,
    InvoiceLine,
    InvoicePaper,
    InvoicePayment,
)
from portail_tui.store.tables.ledger import LedgerAccount, LedgerEntry, LedgerMovement
from portail_tui.store.tables.people import AddressChange, AuthorisedPerson, Consent, ErasureRequest
from portail_tui.store.tables.record import AuditEvent, Lease, Operation, OutboxMail, StoreMeta
from portail_tui.store.tables.sealed import ChildHealth, DataKey
from portail_tui.store.tables.town import (
    PublicHoliday,
    Regie,
    School,
    SchoolHoliday,
    SchoolYear,
    Town,
    TownFileText,
)

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
