"""`portail servir depot`: the page on which telephones send documents."""

from __future__ import annotations

import ipaddress
from pathlib import Path

from portail_tui import incidents, settings, system
from portail_tui.cli import exit_codes
from portail_tui.cli.parser import Parser, say
from portail_tui.cli.store_actions import tell
from portail_tui.cli.store_config import configured
from portail_tui.domain.ops.store_errors import StoreTrouble

PORT = 8710


def run(arguments: list[str]) -> int:
    """Serve until it is interrupted; the exit code."""
    parser = Parser(
        "portail servir",
        "Sert la page par laquelle un téléphone ou un autre ordinateur envoie un document.\n"
        "Sur cette machine seulement (127.0.0.1), derrière un serveur web qui chiffre ; ou directement,\n"
        "avec --certificat et --cle.",
    )
    parser.add_argument("quoi", metavar="QUOI", choices=["depot"], help="depot : la page d'envoi")
    parser.add_argument("--adresse", default="127.0.0.1", metavar="A", help="l'adresse où écouter")
    parser.add_argument("--port", type=int, default=PORT, metavar="N", help=f"le port ({PORT})")
    parser.add_argument("--certificat", type=Path, metavar="F", help="le certificat TLS et sa chaîne (PEM)")
    parser.add_argument("--cle", type=Path, metavar="F", help="sa clé privée (PEM)")
    chosen = parser.parse_args(arguments)
    if (chosen.certificat is None) != (chosen.cle is None):
        raise parser.refused("« --certificat » et « --cle » vont ensemble.")
    if chosen.certificat is None and not _is_loopback(chosen.adresse):
        raise parser.refused("Hors de cette machine, la page est chiffrée : donnez --certificat et --cle.")
    found = configured()
    if found is None:
        return exit_codes.MISUSED
    if (public := _public_address()) is None:
        return exit_codes.MISUSED
    from portail_tui.bootstrap import open_context
    from portail_tui.web.upload_app import MOST_AT_ONCE, upload_app

    try:
        context = open_context(found[0], system.SystemClock())
    except StoreTrouble as trouble:
        return tell(trouble)
    import uvicorn

    incidents.install(settings.log_folder(), system.new_id)
    print(f"Page d'envoi : {chosen.adresse}, port {chosen.port}. Adresse donnée aux familles : {public}")
    uvicorn.run(
        upload_app(context),
        host=chosen.adresse,
        port=chosen.port,
        ssl_certfile=chosen.certificat,
        ssl_keyfile=chosen.cle,
        access_log=False,  # the path is the secret
        log_config=None,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MOST_AT_ONCE * 8,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=30,
    )
    return exit_codes.OK


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def _public_address() -> str | None:
    """The address that families are given; said where there is none."""
    try:
        address = settings.deposit_address()
    except settings.InvalidSettings as mistake:
        say(str(mistake))
        return None
    if address is None:
        say("L'adresse publique de la page d'envoi manque. Ajoutez-la au fichier de réglages :")
        say(f'  {settings.settings_path()} : depot = "https://depot.ma-commune.fr"')
    return address
