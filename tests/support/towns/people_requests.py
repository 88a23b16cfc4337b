"""How to ask for each thing of a family's people, for a family and in somebody's name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.families.health import Health
from portail_tui.domain.families.people import ConsentCode, NewPerson
from portail_tui.domain.families.profile import Address, AddressAnswer
from portail_tui.portal import Portal
from tests.support.towns.small_town import Home, LittleTown

Call = Callable[[Portal, Actor, int], Any]


def people_calls(town: LittleTown, homes: Iterable[Home]) -> dict[str, Call]:
    """By the name of the portal's method; each family has one of each thing."""
    children = {home.id: home.child for home in homes}
    people = {home.id: town.collector(home) for home in homes}
    requests = {home.id: town.asks_erasure(home) for home in homes}
    first_adult = "SELECT min(id) FROM guardian WHERE family_id = :id"
    adults = {home.id: town.value(first_adult, id=home.id) for home in homes}

    def writing(what: str, actor: Actor, family: int) -> dict[str, Any]:
        return {"operation_id": f"{what}-{actor.account_id}-{family}", "actor": actor, "family_id": family}

    return {
        "health": lambda portal, actor, family: portal.health(
            actor=actor, family_id=family, child_id=children.get(family, 1), reason="Un panier-repas"
        ),
        "save_health": lambda portal, actor, family: portal.save_health(
            **writing("health", actor, family),
            child_id=children.get(family, 1),
            health=Health(allergies="Arachides"),
            version=0,
        ),
        "collectors": lambda portal, actor, family: portal.collectors(
            actor=actor, family_id=family, child_id=children.get(family, 1)
        ),
        "add_collector": lambda portal, actor, family: portal.add_collector(
            **writing("collector", actor, family),
            person=NewPerson(
                child_id=children.get(family, 1), name="Odile Martin", phone="0612345678", relation="Mamie"
            ),
        ),
        "remove_collector": lambda portal, actor, family: portal.remove_collector(
            **writing("off", actor, family), person_id=people.get(family, 999_999)
        ),
        "consents": lambda portal, actor, family: portal.consents(
            actor=actor, family_id=family, child_id=children.get(family, 1)
        ),
        "save_consents": lambda portal, actor, family: portal.save_consents(
            **writing("consents", actor, family),
            child_id=children.get(family, 1),
            given=(ConsentCode.PHOTO,),
        ),
        "profile": lambda portal, actor, family: portal.profile(actor=actor, family_id=family),
        "own_data": lambda portal, actor, family: portal.own_data(actor=actor, family_id=family),
        "save_adult": lambda portal, actor, family: portal.save_adult(
            **writing("adult", actor, family),
            guardian_id=adults.get(family, 999_999),
            phone="0612345678",
            is_confidential=False,
        ),
        "declare_address": lambda portal, actor, family: portal.declare_address(
            **writing("address", actor, family), address=Address("3, rue Neuve", "00000", "Petit-Bourg")
        ),
        "ask_erasure": lambda portal, actor, family: portal.ask_erasure(
            **writing("erase", actor, family), words=""
        ),
        "withdraw_erasure": lambda portal, actor, family: portal.withdraw_erasure(
            **writing("unerase", actor, family), request_id=requests.get(family, 999_999)
        ),
        "address_queue": lambda portal, actor, family: portal.address_queue(actor=actor),
        "decide_address": lambda portal, actor, family: portal.decide_address(
            operation_id=f"decide-address-{actor.account_id}",
            actor=actor,
            change_id=999_999,
            answer=AddressAnswer(True),
        ),
        "erasure_queue": lambda portal, actor, family: portal.erasure_queue(actor=actor),
        "answer_erasure": lambda portal, actor, family: portal.answer_erasure(
            operation_id=f"erased-{actor.account_id}", actor=actor, request_id=999_999, answer="Effacé."
        ),
    }
