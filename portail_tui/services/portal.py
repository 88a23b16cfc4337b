"""The services behind the one door that screens know (``portail_tui.portal.Portal``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

from portail_tui.portal import Portal
from portail_tui.services.accounts import change_email as email_changes
from portail_tui.services.accounts import change_password as new_passwords
from portail_tui.services.accounts import first_visit_hints as hints
from portail_tui.services.accounts import log_in as logging_in
from portail_tui.services.accounts import reset_password as lost_passwords
from portail_tui.services.bookings import activity_choices as choosing
from portail_tui.services.bookings import book_days as booking
from portail_tui.services.bookings import booking_list as booked
from portail_tui.services.bookings import booking_sheet as sheets
from portail_tui.services.bookings import calendar_month as calendars
from portail_tui.services.bookings import enrolments
from portail_tui.services.bookings import family_month as overview
from portail_tui.services.bookings import review_bookings as validating
from portail_tui.services.bookings import sibling_plan as siblings
from portail_tui.services.bookings import weekly_plan as planning
from portail_tui.services.core.context import Office
from portail_tui.services.documents import documents
from portail_tui.services.documents import phone_upload as deposits
from portail_tui.services.documents import review_documents as checking_documents
from portail_tui.services.families import data_export as own_data
from portail_tui.services.families import family_page as families
from portail_tui.services.families import health, profile
from portail_tui.services.families import home_page as home
from portail_tui.services.families import pickup_and_consents as collecting
from portail_tui.services.families import review_requests as treating
from portail_tui.services.money import accept_quotient as quotients
from portail_tui.services.money import activate_wallet as activation
from portail_tui.services.money import invoice_pages as invoices
from portail_tui.services.money import issue_invoices as invoicing
from portail_tui.services.money import price_list as tariffs
from portail_tui.services.money import refunds_and_corrections as refunding
from portail_tui.services.money import top_up as top_ups
from portail_tui.services.money import wallet as wallets
from portail_tui.services.ops import send_mail as mailing

SERVICES: Mapping[str, Callable[..., Any]] = {
    "log_in": logging_in.log_in,
    "ask_new_password": lost_passwords.ask_new_password,
    "choose_password": new_passwords.choose_password,
    "change_password": new_passwords.change_password,
    "give_password": lost_passwords.give_password,
    "town_contact": home.show_contact,
    "notices": home.show_notices,
    "home": home.show_home,
    "dismiss_hints": hints.dismiss_hints,
    "choices": choosing.show_choices,
    "calendar_month": calendars.show_month,
    "family_month": overview.show_family_month,
    "book_days": booking.book_days,
    "book_together": booking.book_together,
    "ask_enrolment": enrolments.ask_enrolment,
    "regular_form": planning.regular_form,
    "plan_regular": planning.plan_regular,
    "plan_together": siblings.plan_together,
    "bookings": booked.show_bookings,
    "bookings_sheet": sheets.bookings_sheet,
    "wallet": wallets.show_wallet,
    "wallet_export": wallets.export_wallet,
    "activate_account": activation.activate_account,
    "top_up": top_ups.top_up,
    "tariffs": tariffs.show_tariffs,
    "family": families.show_family,
    "health": health.show_health,
    "save_health": health.save_health,
    "collectors": collecting.show_collectors,
    "add_collector": collecting.add_collector,
    "remove_collector": collecting.remove_collector,
    "consents": collecting.show_consents,
    "save_consents": collecting.save_consents,
    "profile": profile.show_profile,
    "save_adult": profile.save_adult,
    "declare_address": profile.declare_address,
    "ask_email_change": email_changes.ask_email_change,
    "confirm_email_change": email_changes.confirm_email_change,
    "own_data": own_data.own_data,
    "ask_erasure": profile.ask_erasure,
    "withdraw_erasure": profile.withdraw_erasure,
    "address_queue": treating.address_queue,
    "decide_address": treating.decide_address,
    "erasure_queue": treating.erasure_queue,
    "answer_erasure": treating.answer_erasure,
    "find_families": families.find_families,
    "check_file": documents.check_file,
    "documents": documents.show_documents,
    "send_document": documents.send_document,
    "open_deposit": deposits.open_deposit,
    "deposit_state": deposits.deposit_state,
    "document_file": documents.show_file,
    "document_queue": checking_documents.document_queue,
    "decide_document": checking_documents.decide_document,
    "pending_queue": validating.pending_queue,
    "decide_booking": validating.decide_booking,
    "enrolment_queue": enrolments.enrolment_queue,
    "decide_enrolment": enrolments.decide_enrolment,
    "accept_quotient": quotients.accept_quotient,
    "invoices": invoices.show_invoices,
    "invoice": invoices.show_invoice,
    "invoice_paper": invoices.invoice_paper,
    "issue_invoice": invoicing.issue_invoice,
    "undo_invoice": invoicing.undo_invoice,
    "record_refund": refunding.record_refund,
    "record_correction": refunding.record_correction,
    "dead_letters": mailing.dead_letters,
}
"""The service behind each method of the portal: it takes the office first, and decides who may ask."""


def town_hall(office: Office) -> Portal:
    """The portal whose methods are the services, given this office."""
    return cast(
        Portal, SimpleNamespace(**{name: partial(service, office) for name, service in SERVICES.items()})
    )
