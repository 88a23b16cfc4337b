"""The content of an invoice, frozen when it was issued: what its digest is made of and its paper shows."""

from __future__ import annotations

from portail_tui.domain.money.invoices import InvoiceContent
from portail_tui.store.json_records import JsonRecord, unchanged

CONTENT = JsonRecord(InvoiceContent, upgrades={0: unchanged})
