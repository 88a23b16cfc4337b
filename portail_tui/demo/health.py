"""Some children's health, encrypted under a key of the demonstration's own.

Nobody's data: so that two sessions which make the same day's town at once make the same one, its key is drawn
from the town's own chance. A town's key is drawn by the system (``portail base cle creer``).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

from portail_tui.demo.people import DemoHome
from portail_tui.domain.families.health import Diet, Health
from portail_tui.domain.ops.data_keys import BYTES, WrappingKey, value_about, wrapped_about
from portail_tui.gateways import encryption
from portail_tui.gateways.key_files import KeyPlaces, write_key
from portail_tui.store import tables_core as t
from portail_tui.store.bulk_load import Bulk
from portail_tui.store.queries.families.health import HEALTH

KEY_ENDING = ".cle"
"""Beside the town's file, under its name."""
_KEY = 1

_SHOWN = (
    Health(
        allergies="Arachides et fruits à coque",
        has_pai=True,
        pai="Stylo d'adrénaline dans la trousse rouge. Appeler le 15, puis les parents.",
        doctor="Dr Morvan",
        doctor_phone="02 98 00 12 34",
    ),
    Health(diet=Diet.NO_MEAT, doctor="Dr Morvan", doctor_phone="02 98 00 12 34"),
)
"""Of the first children of the first family."""
_OTHERS = (
    Health(diet=Diet.NO_PORK),
    Health(diet=Diet.NO_MEAT),
    Health(allergies="Œuf"),
    Health(allergies="Lait de vache", doctor="Dr Salaün", doctor_phone="02 98 00 56 78"),
    Health(has_pai=True, pai="Asthme : inhalateur bleu dans le cartable, deux bouffées.", doctor="Dr Salaün"),
)
_SHARE = 0.12
"""Share of the other children with something to declare."""


def places(town: Path) -> KeyPlaces:
    """Places of the key of a demonstration town."""
    return KeyPlaces(town.with_name(town.name + KEY_ENDING))


def write_health(bulk: Bulk, homes: Sequence[DemoHome], random: Random, now: int) -> WrappingKey:
    """Write the data key and the encrypted rows; answers the wrapping key, to be stored beside the town."""
    wrapping, secret = WrappingKey(random.randbytes(BYTES)), random.randbytes(BYTES)
    about = wrapped_about(_KEY)
    wrapped = encryption.seal(wrapping.secret, secret, about, random.randbytes(encryption.NONCE_BYTES))
    bulk.insert(t.data_key, ("id", "wrapped", "wrapped_by", "made_at"), [(_KEY, wrapped, wrapping.name, now)])
    kids = {kid.id: None for home in homes for kid in home.kids}
    told = dict(zip(kids, _SHOWN, strict=False))
    for kid_id in list(kids)[len(_SHOWN) :]:
        if random.random() < _SHARE:
            told[kid_id] = random.choice(_OTHERS)
    bulk.insert(
        t.child_health,
        ("child_id", "key_id", "sealed", "version", "changed_at"),
        ((kid_id, _KEY, _sealed(secret, kid_id, health, random), 1, now) for kid_id, health in told.items()),
    )
    return wrapping


def _sealed(secret: bytes, kid_id: int, health: Health, random: Random) -> str:
    about = value_about(_KEY, t.child_health.name, kid_id)
    return encryption.seal(
        secret, HEALTH.to_json(health).encode(), about, random.randbytes(encryption.NONCE_BYTES)
    )


def keep_key(town: Path, key: WrappingKey) -> None:
    """Write the key beside its town, before the town is there."""
    path = places(town).file
    if path.exists() and path.read_text(encoding="ascii").strip() == key.written():
        return  # of another session, which makes the same town now
    path.unlink(missing_ok=True)
    write_key(path, key)
