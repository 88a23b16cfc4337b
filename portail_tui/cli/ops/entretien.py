"""`portail entretien`: what must happen when no screen is open, for a timer to start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portail_tui import system
from portail_tui.cli import exit_codes
from portail_tui.cli.output import local, print_json
from portail_tui.cli.parser import Parser, say
from portail_tui.cli.store_actions import on_configured_store
from portail_tui.texts.shared.formats import counted

if TYPE_CHECKING:
    from portail_tui.cli.ops.mail_report import Post
    from portail_tui.services.core.context import ServiceContext
    from portail_tui.services.ops.upkeep import AlreadyUnderWay, Upkept


def run(arguments: list[str]) -> int:
    """Do what is due on the configured store; the exit code."""
    parser = Parser(
        "portail entretien",
        "Fait ce qui est arrivé à son terme quand personne n'a d'écran ouvert : annule et recrédite les\n"
        "demandes qu'aucun agent n'a traitées à temps, offre au suivant les places proposées restées sans\n"
        "réponse, clôt les listes d'attente au délai d'annulation, puis envoie les courriels qui attendent.\n"
        "Sans danger à relancer ; un seul à la fois.",
    )
    parser.add_argument("--json", action="store_true", help="répondre en JSON")
    chosen = parser.parse_args(arguments)

    def do(context: ServiceContext) -> int:
        from portail_tui.cli.ops.mail_report import post_now
        from portail_tui.services.ops.upkeep import AlreadyUnderWay, upkeep_now

        answer = upkeep_now(context, holder=system.new_id())
        if isinstance(answer, AlreadyUnderWay):
            _tell_other(answer, as_json=chosen.json)
            return exit_codes.OK
        post = post_now(context)
        _tell(answer, post, as_json=chosen.json)
        return exit_codes.MAIL_TROUBLE if post.fault else exit_codes.OK

    return on_configured_store(do)


def _tell_other(other: AlreadyUnderWay, *, as_json: bool) -> None:
    if as_json:
        print_json({"deja_en_cours": True, "jusqu_a": local(other.until)})
    else:
        print("Un entretien est déjà en cours. Celui-ci n'a rien fait.")


def _tell(answer: Upkept, post: Post, *, as_json: bool) -> None:
    done = {task.value: count for task, count in answer.done.items() if count}
    if as_json:
        counts = {name: done.get(task, 0) for task, name in _NAMES.items()}
        print_json(
            {
                "deja_en_cours": False,
                **counts,
                "remis": answer.put_off,
                "interrompu": not answer.is_whole,
                **post.data(),
            }
        )
        return
    for task, (one, several) in _WORDS.items():
        if task in done:
            print(counted(done[task], one, several))
    if answer.put_off:
        print(
            f"{counted(answer.put_off, 'dossier', 'dossiers')} au prochain passage : d'autres y écrivaient."
        )
    lines = list(post.lines())
    for line in lines:
        print(line)
    if not answer.is_whole:
        print("Un autre entretien a pris la suite de celui-ci.")
    elif not (done or answer.put_off or lines):
        print("Rien à faire.")
    if post.fault:
        say(post.fault)


_NAMES = {
    "pending": "demandes_annulees",
    "offered": "propositions_closes",
    "waiting": "attentes_closes",
    "addresses": "adresses_oubliees",
}
_WORDS = {
    "pending": (
        "demande non traitée à temps : annulée et recréditée",
        "demandes non traitées à temps : annulées et recréditées",
    ),
    "offered": (
        "place proposée restée sans réponse : offerte au suivant",
        "places proposées restées sans réponse : offertes aux suivants",
    ),
    "waiting": ("attente close au délai d'annulation", "attentes closes au délai d'annulation"),
    "addresses": ("adresse d'envoi de document oubliée", "adresses d'envoi de document oubliées"),
}
