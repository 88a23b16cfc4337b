"""What the town's staff may do: one permission for each kind of task, and which role holds which.

A role that is not in the table, or does not hold a permission there, may not: families and closed accounts
hold none. The table alone changes when the town divides the work among more roles.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from portail_tui.domain.accounts.actor import Role


class Permission(StrEnum):
    ACT_FOR_FAMILIES = "act_for_families"
    """See a family's pages and do there what the family may do itself."""
    FIND_FAMILIES = "find_families"
    DECIDE_BOOKINGS = "decide_bookings"
    DECIDE_ENROLMENTS = "decide_enrolments"
    DECIDE_DOCUMENTS = "decide_documents"
    DECIDE_ADDRESSES = "decide_addresses"
    """Accept a declared move: the family's residence decides its prices."""
    ACCEPT_QUOTIENTS = "accept_quotients"
    ANSWER_ERASURES = "answer_erasures"
    """Answer a family that asks for its data to be erased."""
    ISSUE_INVOICES = "issue_invoices"
    UNDO_INVOICES = "undo_invoices"
    """Issue the credit note of a whole invoice."""
    RECORD_REFUNDS = "record_refunds"
    """Record money that was paid back to a family outside of the portal."""
    CORRECT_WALLETS = "correct_wallets"
    GIVE_PASSWORDS = "give_passwords"
    """Draw a provisional password for a family's account."""
    READ_UNSENT_MAILS = "read_unsent_mails"
    """See the mails that could not be delivered, and to whom."""


PERMISSIONS: Mapping[str, frozenset[Permission]] = {
    Role.AGENT: frozenset(Permission),
    Role.ADMIN: frozenset(Permission),
}
"""The permissions that each role of staff holds, for every family but one's own."""


def is_permitted(role: str | None, permission: Permission) -> bool:
    """Whether an account of this role may; ``role``: None for an account that is closed or unknown."""
    return role is not None and permission in PERMISSIONS.get(role, frozenset())
