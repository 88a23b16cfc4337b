"""How to ask for each thing of a family's people, for a family and in somebody's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from portail_tui.domain.health import Health
from portail_tui.domain.people import ConsentCode, NewPerson
from portail_tui.domain.views import Actor
from portail_tui.portal import Portal

Call = Callable[[Portal, Actor, int], Any]


def people_calls(children: Mapping[int, int], people: Mapping[int, int]) -> dict[str, Call]:
    """By the name of the portal's method. ``children``, ``people``: one of each family, by its id."""

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
            person=NewPerson(children.get(family, 1), "Odile Martin", "0612345678", "Mamie"),
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
    }
