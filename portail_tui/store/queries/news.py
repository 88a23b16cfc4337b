"""The town's news."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select

from portail_tui.store import core as t


def current(connection: Connection, today: date, most: int) -> Sequence[Any]:
    """News of ``today`` (local date), in the town's order, newest first within it."""
    news = t.news_item.c
    statement = (
        select(t.news_item)
        .where(news.published_on <= today, or_(news.expires_on.is_(None), news.expires_on >= today))
        .order_by(news.position, news.published_on.desc())
        .limit(most)
    )
    return connection.execute(statement).all()
