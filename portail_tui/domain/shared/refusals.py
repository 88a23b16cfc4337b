"""Why something was not done: refusals are values that a screen matches on, never exceptions.

The sentences are in ``texts``: each opens with what remains true, says the reason, and names one next step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Reason(StrEnum):
    """One reason a person can understand and act upon."""

    # who may
    BAD_CREDENTIALS = "bad_credentials"
    TRY_LATER = "try_later"
    """Too many log-in tries. ``details['seconds']``: how long to wait."""
    NOT_ALLOWED = "not_allowed"
    # what people type of themselves
    FIELD_INVALID = "field_invalid"
    """``details``: ``field``, its name; ``why``, a FieldWhy."""
    CHANGED_MEANWHILE = "changed_meanwhile"
    """Somebody has changed it since it was shown."""
    SAME_EMAIL = "same_email"
    """It is the account's own already."""
    NO_MAILS = "no_mails"
    """The town sends no mail."""
    CODE_WRONG = "code_wrong"
    """``details['left']``: tries that are left."""
    CODE_OVER = "code_over"
    """Too late, too many tries, or it has served."""
    SAME_ADDRESS = "same_address"
    """The address declared is the one that the town has."""
    ALREADY_ASKED = "already_asked"
    """A request for erasure waits already."""
    KEY_MISSING = "key_missing"
    """An encrypted value cannot be opened on this machine. ``details['why']``: a KeyFault."""
    HEALTH_REASON_MISSING = "health_reason_missing"
    """An agent opens a child's health with a reason, which is noted."""
    # passwords
    PASSWORD_WRONG = "password_wrong"  # noqa: S105 (says that one is wrong)
    """The current one, asked again before it is changed."""
    PASSWORD_UNFIT = "password_unfit"  # noqa: S105 (says that one is not taken)
    """``details``: ``why`` (a Weakness), ``least`` (characters)."""
    TICKET_OVER = "ticket_over"
    """A password was to be chosen, and it is too late."""
    NO_ACCOUNT = "no_account"
    """The family has no account of this e-mail."""
    # a child's days
    NOTHING_FOR_CHILD = "nothing_for_child"
    ACCOUNT_INACTIVE = "account_inactive"
    DOCUMENT_MISSING = "document_missing"
    """``details['documents']``: labels, one a line."""
    FILE_REFUSED = "file_refused"
    """``details['flaw']``: a FileFlaw."""
    NO_FILE_FROM_HERE = "no_file_from_here"
    """This session reaches no file of the person's."""
    DEPOSIT_OVER = "deposit_over"
    """The one-use address has served, or its time is over."""
    TOO_MANY_DOCUMENTS = "too_many_documents"
    """``details['most']``: how many a family may send in a day."""
    WALLET_SHORT = "wallet_short"
    """``details``: ``missing_cents``, ``balance_cents``, ``total_cents``."""
    DAY_FULL = "day_full"
    NOT_OFFERED = "not_offered"
    """``details['why']``: a NotOffered code."""
    TOO_LATE_TO_CANCEL = "too_late_to_cancel"
    ALREADY_BOOKED = "already_booked"
    ALREADY_WAITING = "already_waiting"
    NOT_BOOKED = "not_booked"
    NO_WAITING_LIST = "no_waiting_list"
    PLACE_FREED = "place_freed"
    """A place has freed since the screen offered the waiting list: the day can be booked outright."""
    EXPECTED_ELSEWHERE = "expected_elsewhere"
    """The other home booked that day: « Votre enfant est déjà attendu ce jour-là. » and nothing more."""
    OVERLAPS = "overlaps"
    """The child is already booked at that time: ``details['activity']``."""
    UNIT_CLASH = "unit_clash"
    """``details``: ``unit``, the other unit's label; ``why`` (a Clash): it is needed or excluded."""
    UNIT_NEEDED = "unit_needed"
    """The unit being left is required by another unit that stays: ``details['unit']``."""
    TOO_FEW_DAYS = "too_few_days"
    """``details['least']``: how many days a week the activity asks for."""
    PACKAGE_ONLY = "package_only"
    """The activity's days are booked by the week only."""
    PACKAGE_WHOLE = "package_whole"
    """A package is booked and cancelled as a whole."""
    SIBLING_REFUSED = "sibling_refused"
    """All or none was asked for, and another child cannot come: ``details['child']``."""
    PRICE_CHANGED = "price_changed"
    """``details``: ``shown_cents``, ``price_cents``. Never charged more than the screen said."""
    NOTHING_CHOSEN = "nothing_chosen"
    ENROLMENT_FIRST = "enrolment_first"
    """The town accepts enrolments in this activity before a first booking, and has not accepted this one.
    ``details``: ``state`` (an EnrolmentStatus) and the ``reason`` of a refusal, where it was asked for."""
    ENROLMENT_ASKED = "enrolment_asked"
    ALREADY_ENROLLED = "already_enrolled"
    NO_ENROLMENT_NEEDED = "no_enrolment_needed"
    OPERATION_REUSED = "operation_reused"
    """The identifier of the request has already served for another one."""
    # money
    AMOUNT_INVALID = "amount_invalid"
    """``details``: ``least_cents``, ``most_cents``."""
    PAY_AT_DESK = "pay_at_desk"
    """No payment by card is wired: ``details['means']`` names those the town takes, one a line."""
    PAYMENT_DECLINED = "payment_declined"
    RULES_NOT_ACCEPTED = "rules_not_accepted"
    ALREADY_ACTIVE = "already_active"
    # at the agents' desk
    NOTHING_TO_REFUND = "nothing_to_refund"
    """The wallet holds nothing above the town's floor."""
    QUOTIENT_OVER = "quotient_over"
    """It ends before the day it would count from."""
    NOTHING_CHANGES = "nothing_changes"
    REASON_MISSING = "reason_missing"
    """An agent must give a reason for acting against a family's wish."""
    DATE_PAST = "date_past"
    """The last day of what is accepted has passed."""
    ALREADY_TREATED = "already_treated"
    """Another agent has answered, or the family has withdrawn what it asked."""
    PERIOD_NOT_OVER = "period_not_over"
    """Only days that are over are invoiced."""
    NOTHING_TO_INVOICE = "nothing_to_invoice"
    ALREADY_UNDONE = "already_undone"
    """The invoice has its credit note, or is one."""
    TREATED_TOO_LATE = "treated_too_late"
    """The unit has started: the booking has lapsed, and is credited."""


Detail = str | int


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was done, and why."""

    reason: Reason
    details: Mapping[str, Detail] = field(default_factory=dict)


def is_refused_for(answer: object, reason: Reason) -> bool:
    """Whether an answer is a refusal for this reason, whatever its details."""
    return isinstance(answer, Refused) and answer.reason is reason
