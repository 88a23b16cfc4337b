"""Every record of the store's JSON, by the name of its samples."""

from __future__ import annotations

from typing import Any

from portail_tui.services.accounts import change_password, first_visit_hints, reset_password
from portail_tui.services.bookings import book_days, enrolments, review_bookings
from portail_tui.services.core.write import ROW_ID
from portail_tui.services.documents import documents, phone_upload, review_documents
from portail_tui.services.families import health, pickup_and_consents, profile, review_requests
from portail_tui.services.money import (
    accept_quotient,
    activate_wallet,
    issue_invoices,
    refunds_and_corrections,
    top_up,
)
from portail_tui.store.json_records import JsonRecord
from portail_tui.store.queries.bookings.frozen_prices import PRICE
from portail_tui.store.queries.families.health import HEALTH
from portail_tui.store.queries.money.invoice_contents import CONTENT

ANSWERS: dict[str, JsonRecord[Any]] = {
    "accept_quotient": accept_quotient.ANSWER,
    "activate_account": activate_wallet.ANSWER,
    "add_collector": ROW_ID,
    "answer_erasure": ROW_ID,
    "ask_enrolment": enrolments.ASKED,
    "ask_erasure": ROW_ID,
    "book_days": book_days.ANSWER,
    "book_together": book_days.ANSWER,
    "change_password": change_password.ANSWER,
    "decide_address": review_requests.ADDRESS_DECIDED,
    "decide_booking": review_bookings.ANSWER,
    "decide_document": review_documents.ANSWER,
    "decide_enrolment": enrolments.DECIDED,
    "declare_address": ROW_ID,
    "dismiss_hints": first_visit_hints.ANSWER,
    "give_password": reset_password.ANSWER,
    "issue_invoice": issue_invoices.ANSWER,
    "open_deposit": phone_upload.OPENED,
    "record_correction": refunds_and_corrections.ANSWER,
    "record_refund": refunds_and_corrections.ANSWER,
    "remove_collector": ROW_ID,
    "save_adult": profile.TELEPHONE,
    "save_consents": pickup_and_consents.CONSENTS_CHANGED,
    "save_health": health.ANSWER,
    "send_document": documents.SENT,
    "top_up": top_up.ANSWER,
    "undo_invoice": issue_invoices.ANSWER,
    "withdraw_erasure": ROW_ID,
}
"""What an operation answered, by its kind."""
RECORDS: dict[str, JsonRecord[Any]] = {**ANSWERS, "health": HEALTH, "invoice": CONTENT, "price": PRICE}
