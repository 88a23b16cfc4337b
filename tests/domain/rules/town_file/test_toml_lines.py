"""Every key of a TOML text is found on its line."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portail_tui.domain.rules.schema import Path
from portail_tui.domain.rules.town_file.toml_lines import line_of, positions
from tests.support.towns.communes import PUBLISHED

DEMO = resources.files("portail_tui.demo").joinpath("commune.toml").read_text(encoding="utf-8")
TRICKY = """\
# [commentaire]
titre = "une = deux" # = [[rien]]
"clé à nous" = 'C:\\dossier'
long = \"\"\"
[pas une section]
cle = "ni une clé"
\\"\\"\\" fin \"\"\"\"
brut = '''
[[rien]] '' # rien
'''
dates = [ 1979-05-27T07:32:00Z, 1979-05-27, 07:32:00 ] # ]
points.x.y = 1
points.z = -1_000.5e3
vide = []
trous = [
  # un commentaire ]
  { a = 1, b = [ 1, 2 ] },

  {},
  [ [ 3 ],
    [ 4 ] ],
]
[a . "b.c"]
d = true
[[liste]]
nom = "un"
  [[liste.rangs]]
  n = 1
  [[liste.rangs]]
  n = 2
    [liste.rangs.dedans]
    k = {}
[[liste]]
  [[liste.rangs]]
  n = 3
"""


def paths_of(data: Any, path: Path = ()) -> Iterator[Path]:
    """Every path that a value has."""
    items: Any = ()
    if isinstance(data, dict):
        items = data.items()
    elif isinstance(data, list):
        items = enumerate(data)
    for key, value in items:
        yield (*path, key)
        yield from paths_of(value, (*path, key))


@pytest.mark.parametrize("text", [TRICKY, DEMO, PUBLISHED.read_text(encoding="utf-8")])
def test_every_key_and_row_has_its_line(text: str):
    found, lines = positions(text), text.splitlines()
    paths = list(paths_of(tomllib.loads(text)))
    assert set(found) == set(paths)
    for path in paths:
        key = path[-1]
        if isinstance(key, str):
            assert key in lines[found[path] - 1]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("titre",), 2),
        (("long",), 4),
        (("brut",), 8),
        (("points", "x", "y"), 12),
        (("trous", 0, "b", 1), 17),
        (("trous", 2, 1), 21),
        (("a", "b.c", "d"), 24),
        (("liste", 0, "rangs", 1, "dedans", "k"), 32),
        (("liste", 1), 33),
        (("liste", 1, "rangs", 0, "n"), 35),
    ],
)
def test_lines_are_counted_from_one(path: Path, line: int):
    assert positions(TRICKY)[path] == line


def test_windows_line_ends_do_not_move_lines():
    assert positions(TRICKY.replace("\n", "\r\n")) == positions(TRICKY)


def test_what_is_not_written_is_told_where_it_should_be():
    found = positions("[a]\nb = 1\n[[c]]\n")
    assert line_of(found, ("a", "manque")) == 1
    assert line_of(found, ("c", 0, "manque", "dedans")) == 3
    assert line_of(found, ("ailleurs",)) is None


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)
SCALARS = (
    st.integers(-9, 9).map(str)
    | st.booleans().map(lambda flag: str(flag).lower())
    | TEXTS.map(lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"')
)


def inline(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    gap = st.sampled_from(["", " ", "\n", " # ]}\n"])
    lists = st.lists(st.tuples(gap, values), max_size=3).map(
        lambda items: "[" + "".join(f"{space}{value}," for space, value in items) + "\n]"
    )
    tables = st.lists(values, max_size=3).map(
        lambda items: "{" + ", ".join(f"k{number} = {item}" for number, item in enumerate(items)) + "}"
    )
    return lists | tables


@given(st.lists(st.recursive(SCALARS, inline, max_leaves=6), max_size=5), st.integers(0, 3))
def test_any_values_are_found(values: list[str], rows: int):
    head = "".join(f"v{number} = {value}\n" for number, value in enumerate(values))
    text = head + "[[t]]\nx = 1\n" * rows
    assert set(positions(text)) == set(paths_of(tomllib.loads(text)))
