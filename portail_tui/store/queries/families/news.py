"""The town's news, and with them, in the one statement that a home page can afford, what a family owes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import BigInteger, Connection, case, cast, func, or_, select

from portail_tui.store import tables_core as t
from portail_tui.store.queries.money.invoices import left_to_pay


@dataclass(frozen=True, slots=True)
class Debt:
    """Amounts that a family owes on its invoices. Cents."""

    cents: int
    overdue_cents: int
    next_on: date
    """The first due date, past or to come."""


class News(NamedTuple):
    """A piece of the town's news."""

    title: str
    published_on: date
    """Local day."""
    summary: str
    body: str


def current(connection: Connection, family_id: int, today: date, most: int) -> tuple[list[News], Debt | None]:
    """The news shown on ``today`` (local date), in the town's order, then newest first; at most ``most``. And
    what the family owes on its invoices, None where it owes nothing. One statement."""
    left = left_to_pay(family_id).subquery()
    late = func.sum(case((left.c.due_on < today, left.c.cents), else_=0))
    owed = select(
        cast(func.sum(left.c.cents), BigInteger).label("owed_cents"),
        cast(late, BigInteger).label("overdue_cents"),
        func.min(left.c.due_on).label("next_on"),
    ).subquery()
    news = t.news_item.c
    is_current = (news.published_on <= today) & or_(news.expires_on.is_(None), news.expires_on >= today)
    statement = (
        select(news.title, news.published_on, news.summary, news.body, owed)
        .select_from(owed.outerjoin(t.news_item, is_current))
        .order_by(news.position, news.published_on.desc())
        .limit(most)
    )
    rows = connection.execute(statement).all()
    first = rows[0]
    debt = Debt(first.owed_cents, first.overdue_cents, first.next_on) if first.owed_cents else None
    return [News(*row[:4]) for row in rows if row.title is not None], debt
