"""The leaflet's sections 1 and 2: logging in, first time or lost password; by keyboard and by touch."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from portail_tui.demo import logins
from portail_tui.domain.rules.mail_server import MAIL_SERVER
from tests.support.machine.mail_server import PostOffice, post_office
from tests.support.screens.screen_user import PATIENCE, DemoCopy, Visitor

SMALLEST = (80, 24)
NEW = "cheval pile agrafe"
ASKED = "Si cette adresse est connue de la mairie, un message part maintenant."


@pytest.fixture
def post(demo: DemoCopy) -> Iterator[PostOffice]:
    """A real mail server, which the town's file names."""
    with post_office() as post:
        with closing(sqlite3.connect(demo.path)) as town, town:
            town.execute("UPDATE town SET mail = ?", (json.dumps(MAIL_SERVER.write(post.address())),))
            town.execute("UPDATE store_meta SET value = value + 1 WHERE key = 'rulebook_revision'")
        yield post


async def reads(visitor: Visitor, post: PostOffice) -> str:
    """The secret of the mail that has come."""
    for _ in range(PATIENCE):
        if post.letters:
            break
        await visitor.pilot.pause(0.02)
    letter = post.letters[-1]
    assert letter["To"] == logins.FAMILY
    found = re.search(r"([A-Z0-9]{4}-){4}[A-Z0-9]{4}", post.bodies()[-1])
    assert found is not None
    return found[0]


async def test_1_logging_in_by_keyboard(demo: DemoCopy):
    async with demo.app(demo=False).run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.sees("Se connecter à son compte", "Votre email", "Votre mot de passe")
        await visitor.types(logins.FAMILY)
        await visitor.presses("enter")
        await visitor.types("pas le bon")
        await visitor.presses("enter")
        await visitor.sees("L'adresse ou le mot de passe ne convient pas.", logins.FAMILY)
        await visitor.presses("ctrl+u")
        await visitor.types(logins.PASSWORD)
        await visitor.presses("enter")
        await visitor.sees("MA FAMILLE", "Ma tirelire")


async def test_1_logging_in_by_touch(demo: DemoCopy):
    async with demo.app(demo=False).run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.touches("Votre email")
        await visitor.types(logins.FAMILY)
        await visitor.touches("Votre mot de passe")
        await visitor.types(logins.PASSWORD)
        await visitor.touches("Se connecter", nth=-1)
        await visitor.sees("MA FAMILLE", "Ma tirelire")


async def test_2_lost_password_by_keyboard(demo: DemoCopy, post: PostOffice):
    async with demo.app(demo=False).run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.sees("Mot de passe oublié", "Première connexion")
        await visitor.types(logins.FAMILY)
        await visitor.presses("tab", "tab", "tab", "tab", "enter")
        await visitor.sees(ASKED, "mot de passe provisoire", "Téléphone")
        secret = await reads(visitor, post)
        await visitor.presses("escape")
        await visitor.types(secret.lower().replace("-", " "))
        await visitor.presses("enter")
        await visitor.sees("Choisissez votre mot de passe", "ne sert qu'une fois", "Au moins 12 caractères")
        await visitor.types("Motdepasse2026!")
        await visitor.presses("enter")
        await visitor.types("Motdepasse2026!")
        await visitor.presses("enter")
        await visitor.sees("Votre mot de passe n'a pas changé.", "trop facile à deviner")
        await visitor.presses("ctrl+u")
        await visitor.types(NEW)
        await visitor.presses("enter", "ctrl+u")
        await visitor.types(NEW)
        await visitor.presses("enter")
        await visitor.sees("Votre mot de passe est changé. Connectez-vous avec le nouveau.", logins.FAMILY)
        await visitor.types(NEW)
        await visitor.presses("enter")
        await visitor.sees("MA FAMILLE")


async def test_2_first_time_by_touch(demo: DemoCopy, post: PostOffice):
    async with demo.app(demo=False).run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.touches("Première connexion")
        await visitor.sees("Saisissez votre email, puis « Première connexion ».")
        await visitor.types(logins.FAMILY)
        await visitor.touches("Première connexion", nth=-1)
        await visitor.sees(ASKED)
        secret = await reads(visitor, post)
        await visitor.touches("Fermer")
        await visitor.touches("Votre mot de passe")
        await visitor.types(secret)
        await visitor.touches("Se connecter", nth=-1)
        await visitor.sees("Choisissez votre mot de passe")
        await visitor.touches("Le nouveau mot de passe")
        await visitor.types(NEW)
        await visitor.touches("Enregistrer")
        await visitor.sees("Remplissez chaque ligne.")
        await visitor.types(NEW)
        await visitor.touches("Enregistrer")
        await visitor.sees("Connectez-vous avec le nouveau.")
        await visitor.types(NEW)
        await visitor.touches("Se connecter", nth=-1)
        await visitor.sees("MA FAMILLE")


async def test_2_an_address_that_nobody_knows_is_answered_the_same(demo: DemoCopy, post: PostOffice):
    async with demo.app(demo=False).run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.sees("Mot de passe oublié")
        await visitor.types("personne@exemple.fr")
        await visitor.touches("Mot de passe oublié")
        await visitor.sees(ASKED)
    assert post.letters == []


async def test_2_a_town_that_sends_no_mail_sends_people_to_the_town_hall(demo: DemoCopy):
    async with demo.app(demo=False).run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.sees("Mot de passe oublié")
        await visitor.types(logins.FAMILY)
        await visitor.touches("Mot de passe oublié")
        await visitor.sees("La mairie vous remet un mot de passe provisoire", "Téléphone")
        visitor.does_not_see("un message part")
