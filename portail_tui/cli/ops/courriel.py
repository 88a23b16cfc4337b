"""`portail courriel`: the mail server's password, and a mail to try it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portail_tui import system
from portail_tui.cli import exit_codes
from portail_tui.cli.parser import Parser, say
from portail_tui.cli.store_actions import change_password, on_configured_store
from portail_tui.domain.ops.mail import Letter, is_address
from portail_tui.domain.rules.mail_server import MailServer
from portail_tui.gateways import keyring_passwords
from portail_tui.gateways.protocols import Mailer, MailTrouble, NotTaken
from portail_tui.gateways.smtp import SmtpMailer

if TYPE_CHECKING:
    from portail_tui.domain.rules.rulebook import Town
    from portail_tui.services.core.context import ServiceContext

TRY = "essai"
ACTIONS = {
    TRY: "envoyer un message d'essai, tout de suite",
    "mot-de-passe": "ranger le mot de passe du serveur dans le trousseau",
}


def run(arguments: list[str]) -> int:
    """Keep or forget the password, or send a mail to try; the exit code."""
    parser = Parser(
        "portail courriel",
        "Le serveur d'envoi que dit [courriel], dans le fichier de la commune.",
        actions=ACTIONS,
    )
    parser.add_argument("adresse", nargs="?", metavar="ADRESSE", help="avec essai : à qui l'envoyer")
    parser.add_argument("--oublier", action="store_true", help="avec mot-de-passe : l'ôter du trousseau")
    chosen = parser.parse_args(arguments)
    if (chosen.adresse is None) == (chosen.action == TRY):
        raise parser.refused("« essai », et lui seul, demande une adresse.")

    def do(context: ServiceContext) -> int:
        with context.store.reading() as connection:
            town = context.rulebooks.latest(connection).town
        if town.mail is None:
            say("Le fichier de la commune n'a pas de section [courriel] : aucun message ne part.")
            return exit_codes.MISUSED
        if chosen.action == TRY:
            return _try(SmtpMailer(keyring_passwords.mail_password), town, chosen.adresse)
        return _keep(town.mail, forget=chosen.oublier)

    return on_configured_store(do)


def _try(mailer: Mailer, town: Town, address: str) -> int:
    from portail_tui.services.ops.send_mail import connected
    from portail_tui.texts.mails.server_faults import FAULTS

    if not is_address(address):
        say(f"Ce n'est pas une adresse électronique : {address}")
        return exit_codes.MISUSED
    now = system.SystemClock().now()
    body = "Bonjour,\n\nLe portail famille sait envoyer des messages.\n"
    letter = Letter(
        message_id=f"portail.essai.{system.new_id()}",
        written_at=now,
        recipient=address,
        subject="Essai du portail famille",
        body=body,
    )
    try:
        with connected(mailer, town) as delivery:
            delivery.send(letter)
    except MailTrouble as trouble:
        say(FAULTS[trouble.fault])
        if trouble.answer:
            say(f"Il répond : {trouble.answer}")
        return exit_codes.MAIL_TROUBLE
    except NotTaken as why:
        say(f"Le serveur n'a pas pris le message : {why.answer}")
        return exit_codes.MAIL_TROUBLE
    print(f"Le serveur a pris le message pour {address}. Regardez s'il arrive.")
    return exit_codes.OK


def _keep(server: MailServer, *, forget: bool) -> int:
    if not server.user:
        say("[courriel] ne nomme pas d'utilisateur : ce serveur ne demande pas de mot de passe.")
        return exit_codes.MISUSED
    return change_password(
        keyring_passwords.mail_account(server),
        keep=partial(keyring_passwords.keep_mail_password, server),
        forget=partial(keyring_passwords.forget_mail_password, server) if forget else None,
        without_keyring=(
            "Cette machine n'a pas de trousseau de mots de passe, ou il est fermé.",
            "À la place, donnez-le au service par systemd : "
            f"LoadCredential={keyring_passwords.MAIL_CREDENTIAL}:FICHIER",
        ),
    )
