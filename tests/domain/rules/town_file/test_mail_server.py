"""« [courriel] »: by which server mails leave, and what is refused there."""

from __future__ import annotations

import pytest

from portail_tui.domain.rules.mail_server import MAIL_SERVER, MailServer, Security, mail_server
from portail_tui.domain.rules.town_file import parse
from portail_tui.domain.rules.town_file.plans import InvalidTownFile
from tests.support.towns.communes import SMALLEST


def read(*lines: str) -> MailServer | None:
    text = "\n".join(["[courriel]", *lines, "[[ecoles]]"])
    return parse(SMALLEST.replace("[[ecoles]]", text)).town.mail


def test_a_town_that_says_nothing_sends_nothing():
    assert parse(SMALLEST).town.mail is None


@pytest.mark.parametrize(
    ("security", "port"), [("starttls", 587), ("tls", 465), ("aucune", 25)], ids=["starttls", "tls", "none"]
)
def test_each_way_of_encrypting_has_its_usual_port(security: str, port: int):
    found = read('serveur = "localhost"', 'expediteur = "a@b.fr"', f'securite = "{security}"')
    assert found == MailServer(host="localhost", sender="a@b.fr", security=Security(security), port=port)
    assert mail_server(MAIL_SERVER.write(found)) == found


def test_without_a_word_on_it_the_way_is_encrypted():
    found = read('serveur = "smtp.b.fr"', 'expediteur = "a@b.fr"')
    assert found is not None
    assert found.security is Security.STARTTLS


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (['serveur = "smtp.b.fr"', 'expediteur = "a@b.fr"', 'securite = "aucune"'], "sur cette machine"),
        (['serveur = "smtp.b.fr"', 'expediteur = "La mairie"'], "adresse électronique"),
        (['serveur = "smtp.b.fr"', 'expediteur = "a@b.fr, c@d.fr"'], "adresse électronique"),
        (['serveur = "smtp.b.fr"', 'expediteur = "a@b.fr"', "port = 0"], "65535"),
        (['serveur = "smtp.b.fr"', 'expediteur = "a@b.fr"', 'mot_de_passe = "x"'], "n'existe pas"),
        (['expediteur = "a@b.fr"'], "manque"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(lines: list[str], words: str):
    with pytest.raises(InvalidTownFile, match=words):
        read(*lines)
