"""Log-in, passwords, and the town's contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from portail_tui.domain.accounts import passwords
    from portail_tui.domain.accounts.actor import Actor, LoggedIn
    from portail_tui.domain.rules.rulebook import TownContact
    from portail_tui.domain.shared.refusals import Refused


class EnteringPortal(Protocol):
    def log_in(
        self, *, email: str, password: str, origin: str
    ) -> LoggedIn | passwords.ChooseFirst | Refused: ...

    def ask_new_password(self, *, email: str, origin: str) -> passwords.Asked | Refused: ...

    def choose_password(self, *, ticket: str, password: str) -> passwords.Chosen | Refused: ...

    def change_password(
        self, *, operation_id: str, actor: Actor, current: str, password: str
    ) -> Actor | Refused: ...

    def give_password(
        self, *, operation_id: str, actor: Actor, family_id: int, email: str
    ) -> passwords.Provisional | Refused: ...

    def town_contact(self) -> TownContact: ...
