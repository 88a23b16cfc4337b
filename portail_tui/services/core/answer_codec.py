"""How answers of writes are kept, to be given again to whoever asks again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from portail_tui.domain.bookings.views import BookedTogether, Confirmation, Outcome, OutcomeLine
from portail_tui.domain.money.views import Activated, ToppedUp
from portail_tui.domain.shared.refusals import Reason, Refused


def confirmation_to_data(answer: Confirmation) -> dict[str, Any]:
    return {
        "operation": answer.operation_id,
        "child": answer.child_name,
        "activity": answer.activity_name,
        "lines": [_line_to_data(line) for line in answer.lines],
        "debited": answer.debited_cents,
        "balance": answer.balance_cents,
        "prepaid": answer.prepaid,
    }


def confirmation_from_data(data: Mapping[str, Any]) -> Confirmation:
    return Confirmation(
        operation_id=data["operation"],
        child_name=data["child"],
        activity_name=data["activity"],
        lines=tuple(_line_from_data(line) for line in data["lines"]),
        debited_cents=data["debited"],
        balance_cents=data["balance"],
        prepaid=data["prepaid"],
    )


def booked_to_data(answer: BookedTogether) -> list[Any]:
    return [confirmation_to_data(one) for one in answer.children]


def booked_from_data(data: Any) -> BookedTogether:
    return BookedTogether(tuple(confirmation_from_data(one) for one in data))


def _line_to_data(line: OutcomeLine) -> dict[str, Any]:
    refusal = line.refusal
    return {
        "day": line.day.isoformat(),
        "unit": line.unit_label,
        "outcome": line.outcome.value,
        "cents": line.cents,
        "rank": line.rank,
        "refusal": refusal and {"reason": refusal.reason.value, "details": dict(refusal.details)},
    }


def _line_from_data(data: Mapping[str, Any]) -> OutcomeLine:
    refusal = data["refusal"]
    return OutcomeLine(
        day=date.fromisoformat(data["day"]),
        unit_label=data["unit"],
        outcome=Outcome(data["outcome"]),
        cents=data["cents"],
        rank=data["rank"],
        refusal=Refused(Reason(refusal["reason"]), refusal["details"]) if refusal else None,
    )


def activated_to_data(answer: Activated) -> dict[str, Any]:
    return {"balance": answer.balance_cents}


def activated_from_data(data: Mapping[str, Any]) -> Activated:
    return Activated(data["balance"])


def topped_up_to_data(answer: ToppedUp) -> dict[str, Any]:
    return {
        "operation": answer.operation_id,
        "amount": answer.amount_cents,
        "balance": answer.balance_cents,
    }


def topped_up_from_data(data: Mapping[str, Any]) -> ToppedUp:
    return ToppedUp(data["operation"], data["amount"], data["balance"])
