"""The services behind the one door that screens know (``portail_tui.portal.Portal``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

from portail_tui.portal import Portal
from portail_tui.services import (
    activation,
    booked,
    booking,
    calendars,
    checking_documents,
    choosing,
    collecting,
    documents,
    email_changes,
    enrolments,
    families,
    health,
    hints,
    home,
    invoices,
    invoicing,
    logging_in,
    lost_passwords,
    mailing,
    new_passwords,
    overview,
    own_data,
    planning,
    profile,
    quotients,
    refunding,
    sheets,
    siblings,
    tariffs,
    top_ups,
    treating,
    validating,
    wallets,
)
from portail_tui.services.office import Office

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
