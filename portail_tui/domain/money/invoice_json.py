"""An invoice's frozen content as plain values, for the store, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from portail_tui.domain.money.invoices import InvoiceContent, InvoiceKind, InvoiceLine
from portail_tui.domain.rules.rulebook import InvoiceTerms, TownContact


def to_data(content: InvoiceContent) -> dict[str, Any]:
    """Plain values under the names of the fields, days as they are written (ISO)."""
    plain: dict[str, Any] = _plain(asdict(content))
    return plain


def from_data(data: Mapping[str, Any]) -> InvoiceContent:
    """The very same content."""
    return InvoiceContent(
        **{
            **data,
            "kind": InvoiceKind(data["kind"]),
            "issued_on": date.fromisoformat(data["issued_on"]),
            "due_on": date.fromisoformat(data["due_on"]) if data["due_on"] else None,
            "first_on": date.fromisoformat(data["first_on"]),
            "last_on": date.fromisoformat(data["last_on"]),
            "contact": _contact(data["contact"]),
            "terms": InvoiceTerms(**data["terms"]),
            "payer": tuple(data["payer"]),
            "lines": tuple(map(_line, data["lines"])),
        }
    )


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(one) for key, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case date():
            return value.isoformat()
        case InvoiceKind():
            return value.value
    return value


def _contact(data: Mapping[str, Any]) -> TownContact:
    values: dict[str, Any] = {
        name: tuple(one) if isinstance(one, list) else one for name, one in data.items()
    }
    return TownContact(**values)


def _line(data: Mapping[str, Any]) -> InvoiceLine:
    return InvoiceLine(
        **{
            **data,
            "days": tuple(map(date.fromisoformat, data["days"])),
            "shares": tuple((name, cents) for name, cents in data["shares"]),
        }
    )
