"""Which passwords are taken, and secrets that people can read, dictate and type."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portail_tui.domain.accounts.passwords import (
    SYMBOLS,
    Weakness,
    draw_secret,
    grouped,
    read_secret,
    weakness_of,
)

OWN = ("zoe.martin@exemple.fr", "Zoé Martin", "Saint-Élie-sur-Loire")


@pytest.mark.parametrize(
    "password",
    [
        "cheval pile agrafe bleue",
        "Grenouille-été-42",
        "xkqvjwpzrbnt",
        "été pluie tortue lampe",
        "Tr0ub4dor&3xq!",
    ],
)
def test_long_and_unforeseen_ones_are_taken_whatever_their_signs(password: str):
    assert weakness_of(password, least=12, own_words=OWN) is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Aé1!xyzqwkv", Weakness.TOO_SHORT),
        ("long et sûr " * 11, Weakness.TOO_LONG),
        ("aaaaaaaaaaaaaaaa", Weakness.TOO_SIMPLE),
        ("abababababababab", Weakness.TOO_SIMPLE),
        ("123456789012", Weakness.TOO_SIMPLE),
        ("482915730264", Weakness.TOO_SIMPLE),
        ("azertyuiop123456", Weakness.TOO_SIMPLE),
        ("Motdepasse2026!", Weakness.TOO_SIMPLE),
        ("BonjourSoleil2024", Weakness.TOO_SIMPLE),
        ("zoe.martin@exemple.fr", Weakness.TOO_CLOSE),
        ("SaintElie-Martin-1", Weakness.TOO_CLOSE),
        ("ZoéMartinZoéMartin", Weakness.TOO_CLOSE),
    ],
)
def test_what_is_guessed_first_is_not_taken(password: str, why: Weakness):
    assert weakness_of(password, least=12, own_words=OWN) is why


def test_the_town_s_staff_has_longer_ones():
    assert weakness_of("xkqvjwpzrbnt", least=15, own_words=()) is Weakness.TOO_SHORT


@given(st.text(max_size=140))
def test_any_password_has_an_answer(password: str):
    weakness_of(password, least=12, own_words=OWN)


@given(st.binary(min_size=200, max_size=200), st.data())
def test_a_secret_is_read_back_however_it_is_typed(drawn: bytes, data: st.DataObject):
    place = count()
    secret = draw_secret(
        lambda size: bytes(drawn[next(place) * 7 % 180 + at % 20] ^ at for at in range(size))
    )
    assert len(secret) == 20
    assert set(secret) <= set(SYMBOLS)
    typed = data.draw(st.sampled_from([secret, grouped(secret), grouped(secret).replace("-", " ")]))
    assert read_secret(f" {data.draw(st.sampled_from([typed, typed.lower()]))}\t") == secret


def test_a_secret_is_shown_in_groups_of_four():
    assert grouped("ACDEFGHJKLMNPQRTUVWX") == "ACDE-FGHJ-KLMN-PQRT-UVWX"


@pytest.mark.parametrize(
    "typed", ["", "Grenouille-été-42", "ACDE-FGHJ-KLMN-PQRT-UVW", "B" * 20, "ÀCDEFGHJKLMNPQRTUVWX"]
)
def test_an_ordinary_password_is_no_secret(typed: str):
    assert read_secret(typed) is None


def test_every_symbol_is_as_likely_and_none_is_taken_for_another():
    every = iter(list(range(256)) * 40)
    drawn = "".join(draw_secret(lambda size: bytes(next(every) for _ in range(size))) for _ in range(117))
    counts = {symbol: drawn.count(symbol) for symbol in SYMBOLS}
    assert max(counts.values()) - min(counts.values()) <= 20
    assert not set("0OI1S5B8Z2") & set(SYMBOLS)
