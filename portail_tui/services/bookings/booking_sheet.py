"""What a family prints of its bookings."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.shared.generated_files import GeneratedFileKind, MadeFile
from portail_tui.domain.shared.refusals import Refused
from portail_tui.paper import bookings
from portail_tui.paper.letter import PrintedLetter
from portail_tui.services.bookings.booking_list import lines_of
from portail_tui.services.core.access import NOT_ALLOWED, Admitted, show_to
from portail_tui.services.core.context import ServiceContext
from portail_tui.store.queries.families import members


def bookings_sheet(
    context: ServiceContext,
    *,
    actor: Actor,
    family_id: int,
    first_on: date,
    last_on: date,
    child_id: int | None = None,
    activity_id: int | None = None,
) -> MadeFile | Refused:
    """The family's bookings from a local day to another (included) as a PDF: all of them, or a child's, or an
    activity's. Refused: NOT_ALLOWED for a child that is not the family's."""

    def show(connection: Connection, admitted: Admitted) -> PrintedLetter | Refused:
        if child_id is not None and child_id not in {
            child.id for child in members.children(connection, family_id)
        }:
            return NOT_ALLOWED
        lines = [
            line
            for line in lines_of(connection, admitted)
            if first_on <= line.day <= last_on
            and child_id in (None, line.child_id)
            and activity_id in (None, line.activity_id)
        ]
        return bookings.bookings_sheet(
            sender=admitted.rulebook.town.contact,
            family=f"{admitted.family.name} ({admitted.family.number})",
            made_at=admitted.now,
            today=admitted.today,
            first_on=first_on,
            last_on=last_on,
            lines=lines,
        )

    letter = show_to(context, actor, family_id, "bookings_sheet", show)
    if isinstance(letter, Refused):
        return letter
    from portail_tui.paper.pdf import to_pdf  # noqa: PLC0415 (fpdf2: 0.3 s, for whoever prints)

    return MadeFile(letter.title, GeneratedFileKind.PDF, to_pdf(letter))
