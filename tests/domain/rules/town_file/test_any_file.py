"""Whatever is in a file, it is read, or refused with mistakes that have a place."""

from __future__ import annotations

from importlib import resources

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portail_tui.domain.rules.town_file import InvalidTownFile, parse
from tests.support.machine.examples import examples
from tests.support.towns.communes import PUBLISHED, SMALLEST

TEXTS = [
    SMALLEST,
    PUBLISHED.read_text(encoding="utf-8"),
    resources.files("portail_tui.demo").joinpath("commune.toml").read_text(encoding="utf-8"),
]
WORDS = st.sampled_from(
    [
        "true",
        "-1",
        "1e400",
        "2026-02-29",
        '"24:00"',
        '"02:30"',
        "[]",
        "{}",
        '""',
        "[[x]]",
        "nan",
        "99999999999",
    ]
) | st.text(max_size=5)


def is_read_or_refused(text: str) -> None:
    try:
        parse(text)
    except InvalidTownFile as refused:
        assert refused.problems
        lines = len(text.splitlines()) or 1
        for problem in refused.problems:
            assert problem.message
            assert problem.line is None or 1 <= problem.line <= lines


@given(st.text())
@example("a = " + "[" * 5000)
@example("a = " + "9" * 5000)
@example("[commune]\nzone_scolaire = 1e99999999999999999999")
@example("tarifs = 3\nactivites = [1, [2], {}]\ntypes = {}\necoles = 'x'")
@example("[[tarifs]]\ncas = 3\n[[tarifs]]\ncas = [3, { niveaux = 3 }]\n[[tarifs]]\ncode = 3\ndepuis = 'x'")
def test_any_text_is_read_or_refused(text: str):
    is_read_or_refused(text)


@examples(150)
@given(st.sampled_from(TEXTS), st.data())
def test_a_good_file_with_one_value_changed_is_read_or_refused(text: str, data: st.DataObject):
    lines = text.splitlines()
    written = [number for number, line in enumerate(lines) if " = " in line]
    number = data.draw(st.sampled_from(written))
    key = lines[number].split(" = ")[0]
    lines[number] = f"{key} = {data.draw(WORDS)}"
    is_read_or_refused("\n".join(lines))


@examples(100)
@given(st.sampled_from(TEXTS), st.data())
def test_a_good_file_with_lines_taken_out_is_read_or_refused(text: str, data: st.DataObject):
    lines = text.splitlines()
    first = data.draw(st.integers(0, len(lines) - 1))
    count = data.draw(st.integers(1, 12))
    is_read_or_refused("\n".join(lines[:first] + lines[first + count :]))


@pytest.mark.parametrize("text", TEXTS)
def test_the_files_themselves_are_good(text: str):
    assert parse(text).activities
