"""Report on the mails sent by `portail entretien`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portail_tui import system
from portail_tui.cli.output import local
from portail_tui.domain.ops.mail import DeadLetter
from portail_tui.domain.rules.deadlines import local_day
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.ops.send_mail import Posted, dead_now, send_mails
from portail_tui.store.queries.ops import outbox
from portail_tui.texts.mails.server_faults import FAULTS
from portail_tui.texts.shared.formats import counted, local_hour, numeric

MOST_TOLD = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Outcome of the mails, and those that somebody must look at."""

    posted: Posted
    has_server: bool
    """Whether the town has named its mail server."""
    waiting: int
    dead: int
    letters: tuple[DeadLetter, ...]
    """The newest of those given up."""

    @property
    def fault(self) -> str:
        """Fault of the mail server in one sentence; empty where there is none."""
        trouble = self.posted.trouble
        if trouble is None:
            return ""
        said = f" Il répond : {trouble.answer}" if trouble.answer else ""
        return f"{FAULTS[trouble.fault]}{said}"

    def data(self) -> dict[str, Any]:
        return {
            "courriels_envoyes": self.posted.sent,
            "courriels_en_attente": self.waiting,
            "courriels_abandonnes": self.dead,
            "courriels_panne": self.posted.trouble.fault.value if self.posted.trouble else None,
            "abandons": [
                {
                    "ecrit_a": local(one.written_at),
                    "destinataire": one.recipient,
                    "objet": one.subject,
                    "essais": one.tries,
                    "reponse": one.answer,
                }
                for one in self.letters
            ],
        }

    def lines(self) -> Iterator[str]:
        if self.posted.sent:
            yield counted(self.posted.sent, "courriel envoyé", "courriels envoyés")
        if self.waiting:
            why = "" if self.has_server else " : le fichier de la commune n'a pas de section [courriel]"
            yield counted(self.waiting, "courriel attend", "courriels attendent") + why
        if self.dead:
            yield f"{counted(self.dead, 'courriel abandonné', 'courriels abandonnés')} :"
        for one in self.letters:
            written = one.written_at
            when = f"{numeric(local_day(written))} à {local_hour(written)}"
            yield f"- {when}, {one.recipient}, « {one.subject} » : {one.answer}"


def post_now(context: ServiceContext) -> Post:
    """Send what is due. Raises StoreTrouble."""
    posted = send_mails(context, holder=system.new_id())
    with context.store.reading() as connection:
        has_server = context.rulebooks.latest(connection).town.mail is not None
        waiting, dead = outbox.counts(connection)
        letters = dead_now(connection)[:MOST_TOLD] if dead else ()
    return Post(posted=posted, has_server=has_server, waiting=waiting, dead=dead, letters=letters)
