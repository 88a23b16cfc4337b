"""« Mon profil »: what the town knows of a household, and what the household corrects itself."""

from __future__ import annotations

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.families.people import checked_fields
from portail_tui.domain.families.profile import (
    Address,
    AddressState,
    Adult,
    DeclaredAddress,
    ErasureAsked,
    ErasureState,
    ProfileView,
)
from portail_tui.domain.rules.deadlines import local_day
from portail_tui.domain.rules.quotients import WhyMaximum, covered_until, quotient_on
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.shared.text import clean
from portail_tui.services.core.access import NOT_ALLOWED, Admitted, show_to
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.parental_authority import may_decide
from portail_tui.services.core.write import ROW_ID, Work, WriteRequest, do_once
from portail_tui.store.json_records import JsonRecord, unchanged
from portail_tui.store.queries.families import family_facts, members, profile
from portail_tui.texts.families import family as words
from portail_tui.texts.money.why_maximum import WHY_MAXIMUM
from portail_tui.texts.shared.formats import hundredths

LONGEST_STREET = 120
LONGEST_WORDS = 500
TELEPHONE = JsonRecord(str, upgrades={0: unchanged})


def show_profile(context: ServiceContext, *, actor: Actor, family_id: int) -> ProfileView | Refused:
    """The household's own details; four statements. Refused: NOT_ALLOWED."""

    def show(connection: Connection, admitted: Admitted) -> ProfileView:
        family, today = admitted.family, admitted.today
        quotients = family_facts.facts(connection, [family_id])[family_id].quotients
        quotient = quotient_on(quotients, today)
        known = not isinstance(quotient, WhyMaximum)
        last = profile.last_requests(connection, family_id, admitted.account_id)
        return ProfileView(
            name=family.name,
            number=family.number,
            active=family.is_active,
            balance_cents=family.balance_cents,
            address=Address(family.address, family.postcode, family.city),
            declared=_declared(last.address),
            resident=family.is_resident,
            quotient=WHY_MAXIMUM[quotient] if isinstance(quotient, WhyMaximum) else hundredths(quotient),
            quotient_until=covered_until(quotients, today) if known else None,
            adults=tuple(_adult(row) for row in members.guardians(connection, family_id)),
            email=last.email,
            erasure=_erasure(last.erasure),
        )

    return show_to(context, actor, family_id, "profile", show)


def save_adult(
    context: ServiceContext,
    *,
    operation_id: str,
    actor: Actor,
    family_id: int,
    guardian_id: int,
    phone: str,
    is_confidential: bool,
) -> str | Refused:
    """Store an adult's telephone, and whether the address is confidential. Answers the telephone as stored.

    Refused: NOT_ALLOWED (an adult of another household among others), FIELD_INVALID.
    """
    kept = checked_fields({"phone": phone}, longest=30)

    def save(work: Work) -> str | Refused:
        if not profile.is_guardian_of(work.connection, family_id, guardian_id):
            return NOT_ALLOWED
        if isinstance(kept, Refused):
            return kept
        profile.set_details(
            work.connection, guardian_id, phone=kept["phone"], is_confidential=is_confidential
        )
        work.audit("details_changed", {"guardian": guardian_id})
        return kept["phone"]

    asked = {"guardian": guardian_id, "phone": phone, "is_confidential": is_confidential}
    return do_once(
        context,
        WriteRequest(
            operation_id=operation_id,
            kind="save_adult",
            actor=actor,
            family_id=family_id,
            asked=asked,
            answer=TELEPHONE,
        ),
        save,
    )


def declare_address(
    context: ServiceContext, *, operation_id: str, actor: Actor, family_id: int, address: Address
) -> int | Refused:
    """Tell the town of a new address, which decides nothing until an agent accepts it: tariffs follow the
    dated residence alone. The declaration's id.

    Refused: NOT_ALLOWED, FIELD_INVALID, SAME_ADDRESS where it is the one that the town has.
    """
    typed = {"street": address.street, "postcode": address.postcode, "city": address.city}
    kept = checked_fields(typed, longest=LONGEST_STREET, required=("street", "postcode", "city"))

    def declare(work: Work) -> int | Refused:
        if isinstance(kept, Refused):
            return kept
        family = work.admitted.family
        declared = Address(**kept)
        if declared == Address(family.address, family.postcode, family.city):
            return Refused(Reason.SAME_ADDRESS)
        change_id = profile.declare_address(work.connection, family_id, declared, work.now)
        work.audit("address_declared", {"change": change_id})
        return change_id

    return do_once(
        context,
        WriteRequest(
            operation_id=operation_id,
            kind="declare_address",
            actor=actor,
            family_id=family_id,
            asked=typed,
            answer=ROW_ID,
        ),
        declare,
    )


def ask_erasure(
    context: ServiceContext, *, operation_id: str, actor: Actor, family_id: int, words: str
) -> int | Refused:
    """Ask that the household's data be erased: recorded, and treated by an agent. The request's id.

    Refused: NOT_ALLOWED (an adult without parental authority), ALREADY_ASKED.
    """
    said = clean(words)[:LONGEST_WORDS]

    def ask(work: Work) -> int | Refused:
        if not may_decide(work.connection, work.admitted) or work.admitted.account_id is None:
            return NOT_ALLOWED
        last = profile.last_requests(work.connection, family_id, None).erasure
        if last is not None and last.status == ErasureState.ASKED.value:
            return Refused(Reason.ALREADY_ASKED)
        account_id = work.admitted.account_id
        request_id = profile.ask_erasure(
            work.connection, family_id=family_id, account_id=account_id, words=said, at=work.now
        )
        work.audit("erasure_asked", {"request": request_id})
        return request_id

    asked = {"words": said}
    return do_once(
        context,
        WriteRequest(
            operation_id=operation_id,
            kind="ask_erasure",
            actor=actor,
            family_id=family_id,
            asked=asked,
            answer=ROW_ID,
        ),
        ask,
    )


def withdraw_erasure(
    context: ServiceContext, *, operation_id: str, actor: Actor, family_id: int, request_id: int
) -> int | Refused:
    """Withdraw the request for erasure. Refused: NOT_ALLOWED, ALREADY_TREATED."""

    def withdraw(work: Work) -> int | Refused:
        row = profile.find_erasure(work.connection, request_id)
        if row is None or row.family_id != family_id or not may_decide(work.connection, work.admitted):
            return NOT_ALLOWED
        if not profile.end_erasure(work.connection, request_id, ErasureState.WITHDRAWN, "", work.now):
            return Refused(Reason.ALREADY_TREATED)
        work.audit("erasure_withdrawn", {"request": request_id})
        return request_id

    asked = {"request": request_id}
    return do_once(
        context,
        WriteRequest(
            operation_id=operation_id,
            kind="withdraw_erasure",
            actor=actor,
            family_id=family_id,
            asked=asked,
            answer=ROW_ID,
        ),
        withdraw,
    )


def _declared(row: profile.AddressChange | None) -> DeclaredAddress | None:
    if row is None or row.status == AddressState.ACCEPTED.value:
        return None
    return DeclaredAddress(
        Address(row.address, row.postcode, row.city),
        AddressState(row.status),
        row.reason,
        local_day(row.declared_at),
    )


def _erasure(row: profile.ErasureRequest | None) -> ErasureAsked | None:
    if row is None or row.status == ErasureState.WITHDRAWN.value:
        return None
    return ErasureAsked(row.id, ErasureState(row.status), local_day(row.asked_at), row.answer)


def _adult(row: members.GuardianRow) -> Adult:
    name = " ".join(part for part in (row.civility, row.first_name, row.last_name) if part)
    may = words.guardian_may(books=row.may_book, collects=row.may_collect, is_informed=row.is_informed)
    return Adult(
        guardian_id=row.id,
        name=name,
        email=row.email or "",
        phone=row.phone,
        may=may,
        is_confidential=bool(row.address_confidential),
    )
