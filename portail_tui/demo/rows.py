"""From households to rows: families, their people, log-ins, quotients and documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from portail_tui.demo.household_bookings import DAY, HOUR
from portail_tui.demo.people import DemoAdult, DemoHome, Kid, Paper
from portail_tui.domain.shared.text import clean, fold
from portail_tui.store import tables_core as t
from portail_tui.store.bulk_load import Bulk


def write_homes(
    bulk: Bulk,
    homes: Sequence[DemoHome],
    *,
    now: int,
    today: date,
    password_hash: str,
    school_ids: dict[str, int],
    document_ids: dict[str, int],
    year_ids: Sequence[int],
) -> None:
    """Households, their people, log-ins, quotients and documents."""
    made = now - 200 * DAY
    active = now - 120 * DAY
    bulk.insert(
        t.family,
        (
            "id",
            "number",
            "name",
            "name_sort",
            "address",
            "postcode",
            "city",
            "is_active",
            "activated_at",
            "rules_accepted_at",
            "created_at",
        ),
        (
            (
                home.id,
                home.number,
                clean(home.name),
                fold(home.name),
                home.address,
                home.postcode,
                home.city,
                home.is_active,
                active if home.is_active else None,
                active if home.is_active else None,
                made,
            )
            for home in homes
        ),
    )
    since = date(today.year - 5, 9, 1).isoformat()
    bulk.insert(
        t.family_residence,
        ("family_id", "from_on", "is_resident"),
        ((home.id, since, home.is_resident) for home in homes),
    )
    _write_adults(bulk, homes)
    _write_children(bulk, homes, made, school_ids)
    bulk.insert(
        t.family_quotient,
        (
            "family_id",
            "value_hundredths",
            "income_cents",
            "parts_hundredths",
            "from_on",
            "to_on",
            "status",
            "proof_sent_on",
        ),
        (
            (
                home.id,
                one.value_hundredths,
                one.income_cents,
                one.parts_hundredths,
                one.from_on.isoformat(),
                None if one.to_on is None else one.to_on.isoformat(),
                one.status.value,
                one.from_on.isoformat(),
            )
            for home in homes
            for one in home.quotients
        ),
    )
    bulk.insert(
        t.account,
        (
            "email",
            "email_sort",
            "role",
            "family_id",
            "display_name",
            "password_hash",
            "must_change_password",
            "created_at",
        ),
        (
            (
                home.email,
                home.email.casefold(),
                "family",
                home.id,
                _full_name(home.adults[0]),
                password_hash,
                False,
                made,
            )
            for home in homes
            if home.email
        ),
    )
    bulk.insert(
        t.document,
        (
            "document_type_id",
            "family_id",
            "child_id",
            "school_year_id",
            "status",
            "reason",
            "sent_at",
            "decided_at",
            "expires_on",
        ),
        (
            (
                document_ids[paper.code],
                home.id,
                child_id,
                None if paper.year is None else year_ids[paper.year],
                paper.status.value,
                paper.reason,
                now - paper.sent_days_ago * DAY,
                None if paper.status.value == "sent" else now - paper.sent_days_ago * DAY + 20 * HOUR,
                None if paper.expires_on is None else paper.expires_on.isoformat(),
            )
            for home, child_id, paper in _papers(homes)
        ),
    )


def _papers(homes: Sequence[DemoHome]) -> Iterable[tuple[DemoHome, int | None, Paper]]:
    """Every document with the home that sent it; a shared child's come from its first home."""
    seen: set[int] = set()
    for home in homes:
        yield from ((home, None, paper) for paper in home.papers)
        for kid in home.kids:
            if kid.id not in seen:
                seen.add(kid.id)
                yield from ((home, kid.id, paper) for paper in kid.papers)


def _full_name(adult: DemoAdult) -> str:
    return clean(f"{adult.first_name} {adult.last_name}")


def _write_adults(bulk: Bulk, homes: Sequence[DemoHome]) -> None:
    bulk.insert(
        t.guardian,
        (
            "family_id",
            "position",
            "civility",
            "first_name",
            "last_name",
            "name_sort",
            "email",
            "phone",
            "may_book",
            "may_collect",
            "is_informed",
            "address_confidential",
        ),
        (
            (
                home.id,
                position,
                adult.civility,
                adult.first_name,
                adult.last_name,
                fold(f"{adult.last_name} {adult.first_name}"),
                adult.email,
                adult.phone,
                adult.may_book,
                True,
                True,
                False,
            )
            for home in homes
            for position, adult in enumerate(home.adults)
        ),
    )


def _write_children(bulk: Bulk, homes: Sequence[DemoHome], made: int, school_ids: dict[str, int]) -> None:
    kids: dict[int, Kid] = {kid.id: kid for home in homes for kid in home.kids}
    bulk.insert(
        t.child,
        ("id", "first_name", "last_name", "name_sort", "birth_on", "needs_help", "created_at"),
        (
            (
                kid.id,
                kid.first_name,
                kid.last_name,
                fold(f"{kid.last_name} {kid.first_name}"),
                kid.birth_on.isoformat(),
                kid.needs_help,
                made,
            )
            for kid in kids.values()
        ),
    )
    bulk.insert(
        t.family_child,
        ("family_id", "child_id", "custody", "custody_weeks"),
        ((home.id, kid.id, *home.custody.get(kid.id, ("full", None))) for home in homes for kid in home.kids),
    )
    bulk.insert(
        t.child_schooling,
        ("child_id", "school_id", "grade", "from_on", "to_on"),
        (
            (
                kid.id,
                school_ids[one.school],
                one.grade,
                one.from_on.isoformat(),
                None if one.to_on is None else one.to_on.isoformat(),
            )
            for kid in kids.values()
            for one in kid.schoolings
        ),
    )
