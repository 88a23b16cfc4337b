"""Parental authority: who decides for a household's children, namely the adults who hold it, and the town's
staff."""

from __future__ import annotations

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Role
from portail_tui.services.core.access import Admitted
from portail_tui.store.queries.accounts import accounts
from portail_tui.store.queries.families import health as health_queries


def may_decide(connection: Connection, admitted: Admitted) -> bool:
    """Whether the account may read a child's health, say who collects it, and agree for it: never an adult
    without authority, nor staff for its own family."""
    if admitted.account_id is None:
        return False
    if admitted.role == Role.FAMILY.value:
        return health_queries.holds_authority(connection, admitted.account_id, admitted.family_id)
    return not accounts.is_of_family(connection, admitted.account_id, admitted.family_id)
