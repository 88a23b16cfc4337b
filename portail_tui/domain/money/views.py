"""Answers of the wallet's services."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Activated:
    balance_cents: int


@dataclass(frozen=True, slots=True)
class ToppedUp:
    operation_id: str
    amount_cents: int
    balance_cents: int
