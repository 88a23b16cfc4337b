"""The people of a family: its children's health, who collects them, what it agrees to, its own details."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection

    from portail_tui.domain.accounts.actor import Actor
    from portail_tui.domain.families import people
    from portail_tui.domain.families.health import Health, HealthCard, HealthSaved
    from portail_tui.domain.families.profile import (
        Address,
        AddressAnswer,
        AddressDecided,
        AddressLine,
        ErasureLine,
        ProfileView,
    )
    from portail_tui.domain.shared.generated_files import MadeFile
    from portail_tui.domain.shared.refusals import Refused


class PeoplePortal(Protocol):
    def health(
        self, *, actor: Actor, family_id: int, child_id: int, reason: str = ""
    ) -> HealthCard | Refused: ...

    def save_health(
        self,
        *,
        operation_id: str,
        actor: Actor,
        family_id: int,
        child_id: int,
        health: Health,
        version: int,
    ) -> HealthSaved | Refused: ...

    def collectors(self, *, actor: Actor, family_id: int, child_id: int) -> people.Collectors | Refused: ...

    def add_collector(
        self, *, operation_id: str, actor: Actor, family_id: int, person: people.NewPerson
    ) -> int | Refused: ...

    def remove_collector(
        self, *, operation_id: str, actor: Actor, family_id: int, person_id: int
    ) -> int | Refused: ...

    def consents(
        self, *, actor: Actor, family_id: int, child_id: int | None
    ) -> people.Consents | Refused: ...

    def save_consents(
        self,
        *,
        operation_id: str,
        actor: Actor,
        family_id: int,
        child_id: int | None,
        given: Collection[people.ConsentCode],
    ) -> tuple[people.ConsentCode, ...] | Refused: ...

    # --- the household itself ---------------------------------------------------------------------------

    def profile(self, *, actor: Actor, family_id: int) -> ProfileView | Refused: ...

    def save_adult(
        self,
        *,
        operation_id: str,
        actor: Actor,
        family_id: int,
        guardian_id: int,
        phone: str,
        is_confidential: bool,
    ) -> str | Refused: ...

    def declare_address(
        self, *, operation_id: str, actor: Actor, family_id: int, address: Address
    ) -> int | Refused: ...

    def ask_email_change(
        self, *, actor: Actor, email: str, password: str
    ) -> people.EmailCodeAsked | Refused: ...

    def confirm_email_change(self, *, operation_id: str, actor: Actor, code: str) -> str | Refused: ...

    def own_data(self, *, actor: Actor, family_id: int) -> MadeFile | Refused: ...

    def ask_erasure(
        self, *, operation_id: str, actor: Actor, family_id: int, words: str
    ) -> int | Refused: ...

    def withdraw_erasure(
        self, *, operation_id: str, actor: Actor, family_id: int, request_id: int
    ) -> int | Refused: ...

    # --- what agents treat of it ------------------------------------------------------------------------

    def address_queue(self, *, actor: Actor) -> tuple[AddressLine, ...] | Refused: ...

    def decide_address(
        self, *, operation_id: str, actor: Actor, change_id: int, answer: AddressAnswer
    ) -> AddressDecided | Refused: ...

    def erasure_queue(self, *, actor: Actor) -> tuple[ErasureLine, ...] | Refused: ...

    def answer_erasure(
        self, *, operation_id: str, actor: Actor, request_id: int, answer: str
    ) -> int | Refused: ...
