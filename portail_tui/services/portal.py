"""The Portal that screens are given: a method for each service, checked by mypy against its Protocols."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Concatenate, Generic, ParamSpec, TypeVar

from portail_tui.portal import Portal
from portail_tui.services.accounts.change_email import ask_email_change, confirm_email_change
from portail_tui.services.accounts.change_password import change_password, choose_password
from portail_tui.services.accounts.first_visit_hints import dismiss_hints
from portail_tui.services.accounts.log_in import log_in
from portail_tui.services.accounts.reset_password import ask_new_password, give_password
from portail_tui.services.bookings.activity_choices import show_choices
from portail_tui.services.bookings.book_days import book_days, book_together
from portail_tui.services.bookings.booking_list import show_bookings
from portail_tui.services.bookings.booking_sheet import bookings_sheet
from portail_tui.services.bookings.calendar_month import show_month
from portail_tui.services.bookings.enrolments import ask_enrolment, decide_enrolment, enrolment_queue
from portail_tui.services.bookings.family_month import show_family_month
from portail_tui.services.bookings.review_bookings import decide_booking, pending_queue
from portail_tui.services.bookings.sibling_plan import plan_together
from portail_tui.services.bookings.weekly_plan import plan_regular, regular_form
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.documents.documents import check_file, send_document, show_documents, show_file
from portail_tui.services.documents.phone_upload import open_upload_link, upload_link_state
from portail_tui.services.documents.review_documents import decide_document, document_queue
from portail_tui.services.families.data_export import own_data
from portail_tui.services.families.family_page import find_families, show_family
from portail_tui.services.families.health import save_health, show_health
from portail_tui.services.families.home_page import show_contact, show_home, show_notices
from portail_tui.services.families.pickup_and_consents import (
    add_collector,
    remove_collector,
    save_consents,
    show_collectors,
    show_consents,
)
from portail_tui.services.families.profile import (
    ask_erasure,
    declare_address,
    save_adult,
    show_profile,
    withdraw_erasure,
)
from portail_tui.services.families.review_requests import (
    address_queue,
    answer_erasure,
    decide_address,
    erasure_queue,
)
from portail_tui.services.money.accept_quotient import accept_quotient
from portail_tui.services.money.activate_wallet import activate_account
from portail_tui.services.money.invoice_pages import invoice_paper, show_invoice, show_invoices
from portail_tui.services.money.issue_invoices import issue_invoice, undo_invoice
from portail_tui.services.money.price_list import show_tariffs
from portail_tui.services.money.refunds_and_corrections import record_correction, record_refund
from portail_tui.services.money.top_up import top_up
from portail_tui.services.money.wallet import export_wallet, show_wallet
from portail_tui.services.ops.send_mail import dead_letters

P = ParamSpec("P")
R = TypeVar("R")


class Service(Generic[P, R]):
    """A method of the portal: the service of that name, given the portal's own context first."""

    def __init__(self, do: Callable[Concatenate[ServiceContext, P], R]) -> None:
        self.do = do

    def __get__(self, portal: ServicePortal, _owner: type[ServicePortal]) -> Callable[P, R]:
        return partial(self.do, portal.context)


class ServicePortal:
    """All that a person can ask of the town hall. Each service decides who may ask."""

    def __init__(self, context: ServiceContext) -> None:
        self.context = context

    log_in = Service(log_in)
    ask_new_password = Service(ask_new_password)
    choose_password = Service(choose_password)
    change_password = Service(change_password)
    give_password = Service(give_password)
    town_contact = Service(show_contact)
    notices = Service(show_notices)
    home = Service(show_home)
    dismiss_hints = Service(dismiss_hints)
    choices = Service(show_choices)
    calendar_month = Service(show_month)
    family_month = Service(show_family_month)
    book_days = Service(book_days)
    book_together = Service(book_together)
    ask_enrolment = Service(ask_enrolment)
    regular_form = Service(regular_form)
    plan_regular = Service(plan_regular)
    plan_together = Service(plan_together)
    bookings = Service(show_bookings)
    bookings_sheet = Service(bookings_sheet)
    wallet = Service(show_wallet)
    wallet_export = Service(export_wallet)
    activate_account = Service(activate_account)
    top_up = Service(top_up)
    tariffs = Service(show_tariffs)
    family = Service(show_family)
    health = Service(show_health)
    save_health = Service(save_health)
    collectors = Service(show_collectors)
    add_collector = Service(add_collector)
    remove_collector = Service(remove_collector)
    consents = Service(show_consents)
    save_consents = Service(save_consents)
    profile = Service(show_profile)
    save_adult = Service(save_adult)
    declare_address = Service(declare_address)
    ask_email_change = Service(ask_email_change)
    confirm_email_change = Service(confirm_email_change)
    own_data = Service(own_data)
    ask_erasure = Service(ask_erasure)
    withdraw_erasure = Service(withdraw_erasure)
    address_queue = Service(address_queue)
    decide_address = Service(decide_address)
    erasure_queue = Service(erasure_queue)
    answer_erasure = Service(answer_erasure)
    find_families = Service(find_families)
    check_file = Service(check_file)
    documents = Service(show_documents)
    send_document = Service(send_document)
    open_upload_link = Service(open_upload_link)
    upload_link_state = Service(upload_link_state)
    document_file = Service(show_file)
    document_queue = Service(document_queue)
    decide_document = Service(decide_document)
    pending_queue = Service(pending_queue)
    decide_booking = Service(decide_booking)
    enrolment_queue = Service(enrolment_queue)
    decide_enrolment = Service(decide_enrolment)
    accept_quotient = Service(accept_quotient)
    invoices = Service(show_invoices)
    invoice = Service(show_invoice)
    invoice_paper = Service(invoice_paper)
    issue_invoice = Service(issue_invoice)
    undo_invoice = Service(undo_invoice)
    record_refund = Service(record_refund)
    record_correction = Service(record_correction)
    dead_letters = Service(dead_letters)


def open_to_screens(context: ServiceContext) -> Portal:
    """The portal on this context."""
    return ServicePortal(context)
