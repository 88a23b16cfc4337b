"""Targets for a file made by the portal, in this session: the machine's printers, windows and disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from portail_tui.domain.shared.generated_files import Handed, MadeFile


class FileTargets(Protocol):
    """Every method may take seconds: called in a thread of its own."""

    def printers(self) -> tuple[str, ...]:
        """The printers that this session may use, the usual one first."""

    def print_out(self, file: MadeFile, printer: str) -> Handed: ...

    def may_open(self) -> bool:
        """Whether a window of the person's own can show a file."""

    def open(self, file: MadeFile) -> Handed: ...

    def place_for(self, file: MadeFile) -> str | None:
        """The path under which it would be saved; None where this session has no disk of its own."""

    def save(self, file: MadeFile, path: str, *, replace: bool = False) -> Handed:
        """Write it at ``path``, as it was typed. Another file is replaced only where that was said."""
