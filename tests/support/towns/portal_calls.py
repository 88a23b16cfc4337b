"""Every method of the portal that an account may be denied, and a request for each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.bookings.views import ChildPicks, Pick, PickAction
from portail_tui.domain.bookings.weekly_pattern import WeeklyPattern
from portail_tui.domain.money.wallet import StatementFilter
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.staff.decisions import RefundMeans
from portail_tui.portal import Portal
from tests.support.towns.invoices import written_by_hand
from tests.support.towns.people_requests import people_calls
from tests.support.towns.small_town import Home, LittleTown
from tests.support.towns.town_activities import DAY, YEAR

OPEN_TO_ALL = {"log_in", "ask_new_password", "choose_password", "town_contact", "notices"}
"""Asked before anyone is known."""
OF_ONESELF = {"change_password", "ask_email_change", "confirm_email_change"}
"""Of one's own account alone, whatever the family (test_changing_passwords.py, test_email_changes.py)."""
OF_NO_FAMILY = {
    "find_families",
    "pending_queue",
    "decide_booking",
    "enrolment_queue",
    "decide_enrolment",
    "accept_quotient",
    "dead_letters",
    "document_queue",
    "decide_document",
    "address_queue",
    "decide_address",
    "erasure_queue",
    "answer_erasure",
}
"""Asked without naming one."""
STORED_NAMES = {"open_upload_link": "open_deposit", "upload_link_state": "deposit_state"}
"""Methods whose operations and denials are stored under another name, which older rows have."""
STAFF_ONLY = OF_NO_FAMILY | {
    "record_refund",
    "record_correction",
    "issue_invoice",
    "undo_invoice",
    "give_password",
}

Call = Callable[[Portal, Actor, int], Any]


def portal_calls(town: LittleTown, homes: tuple[Home, Home]) -> dict[str, Call]:
    """For each method of the portal, how to ask it something for a family. A new method must be added."""
    town.makes_its_key()
    sheet = town.document_type()
    canteen = town.activity()
    slot = town.slot(canteen)
    children = {home.id: home.child for home in homes}
    deposits = {home.id: town.open_address(home, sheet) for home in homes}
    files = {home.id: town.sent_file(home, sheet) for home in homes}
    invoices = {home.id: written_by_hand(town, home, number, canteen) for number, home in enumerate(homes, 1)}
    return {
        **people_calls(town, homes),
        "home": lambda portal, actor, family: portal.home(actor=actor, family_id=family),
        "choices": lambda portal, actor, family: portal.choices(actor=actor, family_id=family),
        "calendar_month": lambda portal, actor, family: portal.calendar_month(
            actor=actor,
            family_id=family,
            child_id=children.get(family, 1),
            activity_id=canteen,
            year=DAY.year,
            month=DAY.month,
        ),
        "family_month": lambda portal, actor, family: portal.family_month(
            actor=actor, family_id=family, year=DAY.year, month=DAY.month
        ),
        "book_days": lambda portal, actor, family: portal.book_days(
            operation_id=f"book-{actor.account_id}-{family}",
            actor=actor,
            family_id=family,
            child_id=children.get(family, 1),
            activity_id=canteen,
            picks=(Pick(slot_id=slot, action=PickAction.BOOK, shown_cents=300),),
        ),
        "book_together": lambda portal, actor, family: portal.book_together(
            operation_id=f"together-{actor.account_id}-{family}",
            actor=actor,
            family_id=family,
            activity_id=canteen,
            children=(
                ChildPicks(
                    children.get(family, 1), (Pick(slot_id=slot, action=PickAction.BOOK, shown_cents=300),)
                ),
            ),
            is_regular=False,
            all_or_none=True,
        ),
        "regular_form": lambda portal, actor, family: portal.regular_form(
            actor=actor, family_id=family, child_id=children.get(family, 1), activity_id=canteen
        ),
        "plan_regular": lambda portal, actor, family: portal.plan_regular(
            actor=actor,
            family_id=family,
            child_id=children.get(family, 1),
            activity_id=canteen,
            pattern=WeeklyPattern.every_week([(DAY.weekday(), canteen * 10)]),
            first_on=DAY,
            last_on=DAY,
            waits=False,
        ),
        "plan_together": lambda portal, actor, family: portal.plan_together(
            actor=actor,
            family_id=family,
            activity_id=canteen,
            child_ids=(children.get(family, 1),),
            picks=(Pick(slot_id=slot, action=PickAction.BOOK, shown_cents=300),),
            is_regular=False,
            all_or_none=True,
            waits=False,
        ),
        "bookings": lambda portal, actor, family: portal.bookings(actor=actor, family_id=family),
        "bookings_sheet": lambda portal, actor, family: portal.bookings_sheet(
            actor=actor, family_id=family, first_on=DAY, last_on=DAY
        ),
        "wallet": lambda portal, actor, family: portal.wallet(actor=actor, family_id=family),
        "wallet_export": lambda portal, actor, family: portal.wallet_export(
            actor=actor, family_id=family, wanted=StatementFilter()
        ),
        "activate_account": lambda portal, actor, family: portal.activate_account(
            operation_id=f"activate-{actor.account_id}-{family}",
            actor=actor,
            family_id=family,
            rules_accepted=True,
        ),
        "top_up": lambda portal, actor, family: portal.top_up(
            operation_id=f"pay-{actor.account_id}-{family}",
            actor=actor,
            family_id=family,
            amount_cents=2000,
        ),
        "dismiss_hints": lambda portal, actor, family: portal.dismiss_hints(
            operation_id=f"hints-{actor.account_id}-{family}", actor=actor, family_id=family
        ),
        "tariffs": lambda portal, actor, family: portal.tariffs(actor=actor, family_id=family),
        "family": lambda portal, actor, family: portal.family(actor=actor, family_id=family),
        "check_file": lambda portal, actor, family: portal.check_file(
            actor=actor, family_id=family, name="a.pdf", content=b""
        ),
        "documents": lambda portal, actor, family: portal.documents(actor=actor, family_id=family),
        "send_document": lambda portal, actor, family: portal.send_document(
            operation_id=f"send-{actor.account_id}-{family}",
            actor=actor,
            family_id=family,
            child_id=children.get(family, 1),
            type_id=sheet,
            school_year_id=YEAR,
            name="a.pdf",
            content=b"",
        ),
        "open_upload_link": lambda portal, actor, family: portal.open_upload_link(
            operation_id=f"deposit-{actor.account_id}-{family}",
            actor=actor,
            family_id=family,
            child_id=children.get(family, 1),
            type_id=sheet,
            school_year_id=YEAR,
            secret=f"secret-{actor.account_id}-{family}",
        ),
        "upload_link_state": lambda portal, actor, family: portal.upload_link_state(
            actor=actor, family_id=family, deposit_id=deposits.get(family, 1)
        ),
        "document_file": lambda portal, actor, family: portal.document_file(
            actor=actor, family_id=family, document_id=files.get(family, 1)
        ),
        "document_queue": lambda portal, actor, family: portal.document_queue(actor=actor),
        "decide_document": lambda portal, actor, family: portal.decide_document(
            operation_id=f"paper-{actor.account_id}", actor=actor, document_id=999_999, accept=True
        ),
        "find_families": lambda portal, actor, family: portal.find_families(actor=actor, text="Durand"),
        "give_password": lambda portal, actor, family: portal.give_password(
            operation_id=f"give-{actor.account_id}-{family}",
            actor=actor,
            family_id=family,
            email=homes[0].actor.name,
        ),
        "dead_letters": lambda portal, actor, family: portal.dead_letters(actor=actor),
        "pending_queue": lambda portal, actor, family: portal.pending_queue(actor=actor),
        "decide_booking": lambda portal, actor, family: portal.decide_booking(
            operation_id=f"decide-{actor.account_id}", actor=actor, booking_id=999_999, accept=True
        ),
        "enrolment_queue": lambda portal, actor, family: portal.enrolment_queue(actor=actor),
        "decide_enrolment": lambda portal, actor, family: portal.decide_enrolment(
            operation_id=f"enrol-{actor.account_id}", actor=actor, enrolment_id=999_999, accept=True
        ),
        "ask_enrolment": lambda portal, actor, family: portal.ask_enrolment(
            operation_id=f"ask-{actor.account_id}-{family}",
            actor=actor,
            family_id=family,
            child_id=children.get(family, 0),
            activity_id=canteen,
            day=DAY,
        ),
        "accept_quotient": lambda portal, actor, family: portal.accept_quotient(
            operation_id=f"quotient-{actor.account_id}", actor=actor, quotient_id=999_999
        ),
        "invoices": lambda portal, actor, family: portal.invoices(actor=actor, family_id=family),
        "invoice": lambda portal, actor, family: portal.invoice(
            actor=actor, family_id=family, invoice_id=invoices.get(family, 1)
        ),
        "invoice_paper": lambda portal, actor, family: portal.invoice_paper(
            actor=actor, family_id=family, invoice_id=invoices.get(family, 1)
        ),
        "issue_invoice": lambda portal, actor, family: portal.issue_invoice(
            operation_id=f"issue-{actor.account_id}-{family}",
            actor=actor,
            family_id=family,
            last_on=DAY - timedelta(days=30),
        ),
        "undo_invoice": lambda portal, actor, family: portal.undo_invoice(
            operation_id=f"undo-{actor.account_id}-{family}",
            actor=actor,
            family_id=family,
            invoice_id=invoices.get(family, 1),
            reason="Doublon",
        ),
        "record_refund": lambda portal, actor, family: portal.record_refund(
            operation_id=f"refund-{actor.account_id}-{family}",
            actor=actor,
            family_id=family,
            means=RefundMeans.TRANSFER,
            amount_cents=100,
            reason="Déménagement",
        ),
        "record_correction": lambda portal, actor, family: portal.record_correction(
            operation_id=f"correct-{actor.account_id}-{family}",
            actor=actor,
            family_id=family,
            cents=-100,
            reason="Erreur",
        ),
    }


def is_denied(answer: Any) -> bool:
    return bool(answer == Refused(Reason.NOT_ALLOWED))
