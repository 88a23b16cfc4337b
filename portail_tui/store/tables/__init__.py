"""The tables, one module an aggregate. Importing this package declares them all."""

from portail_tui.store.tables.accounts import (
    AccountTable,
    EmailChangeTable,
    LoginThrottleTable,
    TemporaryPasswordTable,
)
from portail_tui.store.tables.activities import (
    ActivityOpeningTable,
    ActivityTable,
    ActivityTypeTable,
    ClosureTable,
    TariffGridTable,
    UnitTable,
)
from portail_tui.store.tables.bookings import BookingTable
from portail_tui.store.tables.document_types import ActivityDocumentTable, DocumentTypeTable
from portail_tui.store.tables.documents import DocumentFileTable, DocumentTable
from portail_tui.store.tables.encrypted import ChildHealthTable, DataKeyTable
from portail_tui.store.tables.enrolments import EnrolmentTable
from portail_tui.store.tables.families import (
    ChildSchoolingTable,
    ChildTable,
    FamilyAidTable,
    FamilyCategoryTable,
    FamilyChildTable,
    FamilyQuotientTable,
    FamilyResidenceTable,
    FamilyTable,
    GuardianTable,
)
from portail_tui.store.tables.household_requests import (
    AddressChangeTable,
    AuthorisedPersonTable,
    ConsentTable,
    ErasureRequestTable,
)
from portail_tui.store.tables.invoices import (
    InvoiceCounterTable,
    InvoiceLineTable,
    InvoicePaperTable,
    InvoicePaymentTable,
    InvoiceTable,
)
from portail_tui.store.tables.ledger import LedgerAccountTable, LedgerEntryTable, LedgerMovementTable
from portail_tui.store.tables.news import NewsItemTable
from portail_tui.store.tables.operations_audit_outbox import (
    AuditEventTable,
    LeaseTable,
    OperationTable,
    OutboxMailTable,
    StoreMetaTable,
)
from portail_tui.store.tables.slots import SlotTable
from portail_tui.store.tables.town import (
    PublicHolidayTable,
    RegieTable,
    SchoolHolidayTable,
    SchoolTable,
    SchoolYearTable,
    TownFileTextTable,
    TownTable,
)
from portail_tui.store.tables.upload_links import UploadLinkTable

__all__ = [
    "AccountTable",
    "ActivityDocumentTable",
    "ActivityOpeningTable",
    "ActivityTable",
    "ActivityTypeTable",
    "AddressChangeTable",
    "AuditEventTable",
    "AuthorisedPersonTable",
    "BookingTable",
    "ChildHealthTable",
    "ChildSchoolingTable",
    "ChildTable",
    "ClosureTable",
    "ConsentTable",
    "DataKeyTable",
    "DocumentFileTable",
    "DocumentTable",
    "DocumentTypeTable",
    "EmailChangeTable",
    "EnrolmentTable",
    "ErasureRequestTable",
    "FamilyAidTable",
    "FamilyCategoryTable",
    "FamilyChildTable",
    "FamilyQuotientTable",
    "FamilyResidenceTable",
    "FamilyTable",
    "GuardianTable",
    "InvoiceCounterTable",
    "InvoiceLineTable",
    "InvoicePaperTable",
    "InvoicePaymentTable",
    "InvoiceTable",
    "LeaseTable",
    "LedgerAccountTable",
    "LedgerEntryTable",
    "LedgerMovementTable",
    "LoginThrottleTable",
    "NewsItemTable",
    "OperationTable",
    "OutboxMailTable",
    "PublicHolidayTable",
    "RegieTable",
    "SchoolHolidayTable",
    "SchoolTable",
    "SchoolYearTable",
    "SlotTable",
    "StoreMetaTable",
    "TariffGridTable",
    "TemporaryPasswordTable",
    "TownFileTextTable",
    "TownTable",
    "UnitTable",
    "UploadLinkTable",
]
