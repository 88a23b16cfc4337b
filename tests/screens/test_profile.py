"""« Mon profil », on a real town: a new e-mail confirmed by the code that a real server was given."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing

from textual.widgets import Input

from portail_tui.demo import logins
from portail_tui.domain.rules.mail_server import MAIL_SERVER
from tests.support.machine.mail_server import post_office
from tests.support.screens.screen_user import DemoCopy, Visitor

SMALLEST = (80, 24)
NEW = "solene.nouvelle@exemple.fr"


async def test_a_new_email_is_confirmed_by_its_code_even_after_the_page_was_left(demo: DemoCopy):
    with post_office() as post:
        with closing(sqlite3.connect(demo.path)) as town, town:
            town.execute("UPDATE town SET mail = ?", (json.dumps(MAIL_SERVER.write(post.address())),))
            town.execute("UPDATE store_meta SET value = value + 1 WHERE key = 'rulebook_revision'")
        async with demo.app().run_test(size=SMALLEST) as pilot:
            visitor = Visitor(pilot)
            await visitor.logs_in()
            await visitor.presses("f2")
            await visitor.touches("Mon profil")
            await visitor.touches("Changer d'adresse e-mail")
            await visitor.types(NEW)
            await visitor.presses("enter")
            visitor.app.screen.query_one("#password", Input).value = "pas le bon"
            await visitor.touches("Recevoir un code")
            await visitor.sees("Le mot de passe actuel ne convient pas")
            await visitor.presses("escape")
            assert visitor.app.screen.query_one("#email", Input).value == NEW
            visitor.app.screen.query_one("#password", Input).value = logins.PASSWORD
            await visitor.touches("Recevoir un code")
            await visitor.sees("Recopiez son code")
            await visitor.presses("escape")
            await visitor.touches("Quitter sans enregistrer")
            for _ in range(200):
                if post.letters:
                    break
                await pilot.pause(0.05)
            (code,) = re.findall(r"^    (\S{4}-\S{4})$", post.bodies()[-1], re.MULTILINE)
            await visitor.touches("Changer d'adresse e-mail")
            await visitor.touches("J'ai déjà un code")
            visitor.app.screen.query_one("#code", Input).value = code
            await visitor.touches("Confirmer")
            await visitor.sees("Mon profil", f"Vous vous connectez avec {NEW}")


async def test_an_agent_sees_no_log_in_of_the_family_to_change(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in(logins.AGENT)
        await visitor.types("kervella")
        await visitor.sees("1 famille")
        await visitor.presses("enter", "f2")
        await visitor.touches("Mon profil")
        await visitor.sees("Le foyer", "Vos accords")
        visitor.does_not_see("Changer de mot de passe", "Vous vous connectez")


async def test_a_person_in_a_hurry_does_not_lose_what_was_typed(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in()
        await visitor.opens("Mon profil")
        await visitor.touches("Changer d'adresse")
        await visitor.types("3 rue du Lavoir")
        for answer in ("enter", "escape"):  # to the question whether to leave
            await visitor.presses("escape")
            await visitor.sees("Quitter cette page ?")
            await visitor.presses(answer)
            await visitor.sees("3 rue du Lavoir", "Envoyer à la mairie")
