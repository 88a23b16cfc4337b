"""The leaflet's section 10: each problem has its message where it happens, and leads where it is mended."""

from portail_tui.demo import logins
from tests.support.screens.screen_user import DemoCopy, Visitor

SMALLEST = (80, 24)


INACTIVE = (
    "Votre compte famille n'est pas encore activé. "
    "Cliquez sur la tirelire pour l'activer et y déposer de l'argent."
)


async def test_10_2_an_inactive_account_is_told_when_validating_and_leads_to_the_piggy_bank_by_mouse_only(
    demo: DemoCopy,
):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in(logins.INACTIVE)
        await visitor.touches("Restaurant scolaire")
        await visitor.touches("Valider")
        await visitor.touches("›", nth=-1)
        await visitor.touches("○")
        await visitor.touches("Valider")
        await visitor.sees("Rien n'a été débité.", INACTIVE)
        await visitor.touches("Ouvrir ma tirelire")
        await visitor.sees("Activer mon compte")
        await visitor.touches("Activer mon compte", nth=-1)
        await visitor.sees("Vos coordonnées", "Responsables")
        await visitor.touches("C'est exact")
        await visitor.sees("Règlement des services aux familles")
        await visitor.touches("Activer mon compte", nth=-1)
        await visitor.sees("Cochez la case pour accepter le règlement")
        await visitor.touches("Fermer")
        await visitor.touches("J'accepte le règlement")
        await visitor.touches("Activer mon compte", nth=-1)
        await visitor.sees("Votre compte famille est actif.", "Déposez maintenant de l'argent")
        await visitor.touches("20 €")
        await visitor.sees("Démonstration : ce paiement est simulé.")
        await visitor.touches("Payer 20,00 €")
        await visitor.sees("20,00 € sont dans votre tirelire.")
        await visitor.touches("Ouvrir ma tirelire")
        await visitor.touches("Retour")
        await visitor.sees("1 à réserver", "solde après")
        await visitor.touches("Valider")
        await visitor.sees("C'est enregistré")


async def test_10_2_an_inactive_account_is_activated_by_keyboard_only(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in(logins.INACTIVE)
        await visitor.opens("Choisir une activité")
        await visitor.presses("tab", "tab", "enter", "pagedown", "up", "s", "v")
        await visitor.sees("Rien n'a été débité.", INACTIVE)
        await visitor.presses("enter")
        await visitor.sees("Ma tirelire", "Activer mon compte")
        await visitor.presses("enter", "enter", "space", "tab", "tab", "enter")
        await visitor.sees("Votre compte famille est actif.", "20 €")
        await visitor.presses("enter", "enter")
        await visitor.sees("20,00 € sont dans votre tirelire.")
        await visitor.presses("enter", "escape")
        await visitor.sees("à réserver", "solde après")
        await visitor.presses("v")
        await visitor.sees("C'est enregistré")


NOTHING = ("Les activités proposées dépendent de l'âge", "Rapprochez-vous de la mairie")


async def test_10_3_a_child_with_nothing_to_choose_gets_the_message_and_the_contact_by_mouse_only(
    demo: DemoCopy,
):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in(logins.TOO_YOUNG)
        await visitor.touches("F2 Menu")
        await visitor.touches("Choisir une activité")
        await visitor.sees(*NOTHING)
        await visitor.touches("Contacter la mairie")
        await visitor.sees("Rapprochez-vous de la mairie", "Téléphone")


async def test_10_3_a_child_with_nothing_to_choose_by_keyboard_only(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in(logins.TOO_YOUNG)
        await visitor.opens("Choisir une activité")
        await visitor.sees(*NOTHING)
        await visitor.presses("tab", "tab", "enter")
        await visitor.sees("Rapprochez-vous de la mairie", "Téléphone")


async def test_an_empty_wallet_keeps_the_picks_until_it_is_topped_up(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in(logins.EMPTY_WALLET)
        await visitor.touches("Restaurant scolaire")
        await visitor.touches("Valider")
        await visitor.presses("pagedown")
        await visitor.touches("○")
        await visitor.presses("v")
        await visitor.sees("Rien n'a été débité. Il manque", "vos choix sont gardés.")
        await visitor.touches("Ouvrir ma tirelire")
        await visitor.touches("20,00")
        await visitor.types("12,5")
        await visitor.presses("enter")
        await visitor.touches("Payer 12,50 €")
        await visitor.sees("12,50 € sont dans votre tirelire.")
        await visitor.presses("escape", "v")
        await visitor.sees("C'est enregistré")


async def test_where_no_card_is_taken_the_desk_is_named_and_nothing_is_written(demo: DemoCopy):
    async with demo.app(demo=False).run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in(logins.EMPTY_WALLET)
        await visitor.presses("f2")
        await visitor.touches("Solde et relevé")
        await visitor.sees("la mairie encaisse à l'accueil : carte bancaire, chèque, espèces")
        visitor.does_not_see("Alimenter", "20 €", "Démonstration")


async def test_an_enrolment_that_the_town_accepts_first_is_asked_for_from_the_calendar(demo: DemoCopy):
    demo.accepts_first("MULTISPORTS")
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in()
        await visitor.presses("f2")
        await visitor.touches("Choisir une activité")
        await visitor.presses("tab", "tab")
        await visitor.chooses("École multisports")
        await visitor.presses("pagedown")
        await visitor.touches("○")
        await visitor.presses("v")
        await visitor.sees("Rien n'a été débité.", "Demandez d'abord l'inscription de votre enfant")
        await visitor.touches("Demander l'inscription")
        await visitor.sees("Demande envoyée", "Lucie, École multisports, 2026-2027")
        await visitor.touches("Fermer")
        await visitor.sees(
            "! Inscription demandée : vous réserverez dès qu'un agent l'aura acceptée.", "1 à réserver"
        )
        await visitor.presses("v")
        await visitor.sees("Rien n'a été débité. Inscription demandée", "Contacter la mairie")
        await visitor.touches("Fermer")
        await visitor.sees("1 à réserver")


async def test_an_enrolment_is_asked_for_from_a_weekly_pattern_and_for_brothers_and_sisters(demo: DemoCopy):
    demo.accepts_first("MULTISPORTS")
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in()
        await visitor.opens("Choisir une activité")
        await visitor.touches("Régulière")
        await visitor.presses("shift+tab")
        await visitor.chooses("École multisports")
        await visitor.touches("Ven")
        await visitor.touches("Valider")
        await visitor.touches("Demander l'inscription")
        await visitor.sees("Demande envoyée", "Lucie, École multisports, 2026-2027")
        await visitor.touches("Fermer")
        await visitor.touches("Aussi pour…")
        await visitor.touches("Lucie")
        await visitor.touches("Valider")
        await visitor.touches("Demander l'inscription")
        await visitor.sees("Demande envoyée", "Malo, École multisports, 2026-2027")
