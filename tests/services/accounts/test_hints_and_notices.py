"""The hints of a first visit, shown until they are read; the notices, a town's own or what is known of it."""

import json

from portail_tui.domain.accounts.actor import Role
from portail_tui.domain.families.views import HintsDismissed, HomeView
from portail_tui.domain.rules.legal_notices import NOTICES, Notices
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.portal import Portal
from tests.support.towns.small_town import Home, LittleTown


def has_hints(portal: Portal, home: Home) -> bool:
    view = portal.home(actor=home.actor, family_id=home.id)
    assert isinstance(view, HomeView)
    return view.has_hints


def test_hints_are_shown_until_they_are_read_and_never_again(town: LittleTown, portal: Portal):
    home, other = town.home("Martin"), town.home("Durand")
    assert has_hints(portal, home)
    assert has_hints(portal, home)
    for operation in ("one", "one", "two"):
        answer = portal.dismiss_hints(operation_id=operation, actor=home.actor, family_id=home.id)
        assert answer == HintsDismissed()
    assert not has_hints(portal, home)
    assert has_hints(portal, other)
    assert town.audited() == ["hints_dismissed"]


def test_hints_are_an_accounts_own_and_staff_has_none(town: LittleTown, portal: Portal):
    home = town.home()
    agent = town.account(Role.AGENT, "agent@exemple.fr")
    view = portal.home(actor=agent, family_id=home.id)
    assert isinstance(view, HomeView)
    assert not view.has_hints
    portal.dismiss_hints(operation_id="agent", actor=agent, family_id=home.id)
    assert has_hints(portal, home)


def test_another_familys_hints_cannot_be_put_away(town: LittleTown, portal: Portal):
    mine, theirs = town.home("Martin"), town.home("Durand")
    answer = portal.dismiss_hints(operation_id="x", actor=mine.actor, family_id=theirs.id)
    assert answer == Refused(Reason.NOT_ALLOWED)
    assert has_hints(portal, mine)
    assert has_hints(portal, theirs)


def test_a_town_that_wrote_no_notice_is_told_with_what_is_known_of_it(town: LittleTown, portal: Portal):
    notices = portal.notices()
    assert "Petit-Bourg" in notices.legal
    assert "mairie@petit-bourg.example" in notices.personal_data
    assert "Défenseur des droits" in notices.accessibility
    own = Notices(legal="Publié par nous.")
    town.run("UPDATE town SET notices = :own", own=json.dumps(NOTICES.write(own)))
    town.changed_rules()
    again = town.portal().notices()
    assert again.legal == "Publié par nous."
    assert again.personal_data == notices.personal_data
