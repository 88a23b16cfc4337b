"""The services behind the one door that screens know (``portail_tui.portal.Portal``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

from portail_tui.portal import Portal
from portail_tui.services.accounts import (
    change_email,
    change_password,
    first_visit_hints,
    log_in,
    reset_password,
)
from portail_tui.services.bookings import (
    activity_choices,
    book_days,
    booking_list,
    booking_sheet,
    calendar_month,
    enrolments,
    family_month,
    review_bookings,
    sibling_plan,
    weekly_plan,
)
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.documents import documents, phone_upload, review_documents
from portail_tui.services.families import (
    data_export,
    family_page,
    health,
    home_page,
    pickup_and_consents,
    profile,
    review_requests,
)
from portail_tui.services.money import (
    accept_quotient,
    activate_wallet,
    invoice_pages,
    issue_invoices,
    price_list,
    refunds_and_corrections,
    top_up,
    wallet,
)
from portail_tui.services.ops import send_mail

SERVICES: Mapping[str, Callable[..., Any]] = {
    "log_in": log_in.log_in,
    "ask_new_password": reset_password.ask_new_password,
    "choose_password": change_password.choose_password,
    "change_password": change_password.change_password,
    "give_password": reset_password.give_password,
    "town_contact": home_page.show_contact,
    "notices": home_page.show_notices,
    "home": home_page.show_home,
    "dismiss_hints": first_visit_hints.dismiss_hints,
    "choices": activity_choices.show_choices,
    "calendar_month": calendar_month.show_month,
    "family_month": family_month.show_family_month,
    "book_days": book_days.book_days,
    "book_together": book_days.book_together,
    "ask_enrolment": enrolments.ask_enrolment,
    "regular_form": weekly_plan.regular_form,
    "plan_regular": weekly_plan.plan_regular,
    "plan_together": sibling_plan.plan_together,
    "bookings": booking_list.show_bookings,
    "bookings_sheet": booking_sheet.bookings_sheet,
    "wallet": wallet.show_wallet,
    "wallet_export": wallet.export_wallet,
    "activate_account": activate_wallet.activate_account,
    "top_up": top_up.top_up,
    "tariffs": price_list.show_tariffs,
    "family": family_page.show_family,
    "health": health.show_health,
    "save_health": health.save_health,
    "collectors": pickup_and_consents.show_collectors,
    "add_collector": pickup_and_consents.add_collector,
    "remove_collector": pickup_and_consents.remove_collector,
    "consents": pickup_and_consents.show_consents,
    "save_consents": pickup_and_consents.save_consents,
    "profile": profile.show_profile,
    "save_adult": profile.save_adult,
    "declare_address": profile.declare_address,
    "ask_email_change": change_email.ask_email_change,
    "confirm_email_change": change_email.confirm_email_change,
    "own_data": data_export.own_data,
    "ask_erasure": profile.ask_erasure,
    "withdraw_erasure": profile.withdraw_erasure,
    "address_queue": review_requests.address_queue,
    "decide_address": review_requests.decide_address,
    "erasure_queue": review_requests.erasure_queue,
    "answer_erasure": review_requests.answer_erasure,
    "find_families": family_page.find_families,
    "check_file": documents.check_file,
    "documents": documents.show_documents,
    "send_document": documents.send_document,
    "open_deposit": phone_upload.open_deposit,
    "deposit_state": phone_upload.deposit_state,
    "document_file": documents.show_file,
    "document_queue": review_documents.document_queue,
    "decide_document": review_documents.decide_document,
    "pending_queue": review_bookings.pending_queue,
    "decide_booking": review_bookings.decide_booking,
    "enrolment_queue": enrolments.enrolment_queue,
    "decide_enrolment": enrolments.decide_enrolment,
    "accept_quotient": accept_quotient.accept_quotient,
    "invoices": invoice_pages.show_invoices,
    "invoice": invoice_pages.show_invoice,
    "invoice_paper": invoice_pages.invoice_paper,
    "issue_invoice": issue_invoices.issue_invoice,
    "undo_invoice": issue_invoices.undo_invoice,
    "record_refund": refunds_and_corrections.record_refund,
    "record_correction": refunds_and_corrections.record_correction,
    "dead_letters": send_mail.dead_letters,
}
"""The service behind each method of the portal: it takes the context first, and decides who may ask."""


def town_hall(context: ServiceContext) -> Portal:
    """The portal whose methods are the services, given this context."""
    return cast(
        Portal, SimpleNamespace(**{name: partial(service, context) for name, service in SERVICES.items()})
    )
