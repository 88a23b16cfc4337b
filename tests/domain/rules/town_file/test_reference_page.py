"""docs/commune.md and the shipped JSON Schema say what the reader reads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest

from docs.commune_keys import PAGE, page
from portail_tui.domain.rules.town_file import parse
from portail_tui.domain.rules.town_file.json_schema import json_schema

TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
SMALLEST, *OTHERS = BLOCKS
SECTIONS = [block for block in OTHERS if block.startswith("[")]
LINES = [line for block in OTHERS if not block.startswith("[") for line in block.splitlines()]
SHIPPED = resources.files("portail_tui.domain.rules.town_file").joinpath("commune.schema.json")


def objects(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every table that the schema describes."""
    if isinstance(schema, list):
        for number, item in enumerate(schema):
            yield from objects(item, f"{path}/{number}")
    elif isinstance(schema, dict):
        if "properties" in schema:
            yield path, schema
        for key, value in schema.items():
            yield from objects(value, f"{path}/{key}")


def test_the_tables_of_keys_are_up_to_date():
    assert page() == TEXT, "python -m docs.commune_keys"


def test_every_key_is_described():
    for path, table in objects(json_schema()):
        for key in table["properties"]:
            assert f"`{key}`" in TEXT or f"`[{key}]`" in TEXT or f"`[[{key}]]`" in TEXT or key == "forme", (
                path
            )


def test_every_form_is_described():
    for name, kind in json_schema()["$defs"].items():
        for form in kind["anyOf"]:
            assert f'"{form["title"]}"' in TEXT, name


def test_the_smallest_example_is_a_whole_file():
    assert parse(SMALLEST).activities[0].code == "CANTINE"


@pytest.mark.parametrize("block", SECTIONS, ids=lambda block: block.splitlines()[0] + block.splitlines()[1])
def test_every_example_section_is_read(block: str):
    base = SMALLEST
    if "[[ecoles]]" not in block and "niveaux" in block:
        schools = next(other for other in SECTIONS if other.startswith("[[ecoles]]"))
        base += schools
    assert parse(f"{base}\n{block}").activities


@pytest.mark.parametrize("line", LINES)
def test_every_example_of_a_rule_is_read(line: str):
    key = line.split(" = ")[0]
    text = re.sub(rf"^{key} = .*\n", "", SMALLEST, flags=re.MULTILINE)
    if key == "majoration":
        line += '\nhors_delai = { forme = "jours_avant", jours = 0, a = "09:00" }'
    text = text.replace('tarif = "REPAS"\n', f'tarif = "REPAS"\n{line}\n')
    assert line in text
    assert parse(text).activities


def test_there_are_examples_of_all_sorts():
    assert len(SECTIONS) >= 20
    assert {line.split(" = ")[0] for line in LINES} == {"reservation", "annulation", "majoration"}


def test_the_shipped_schema_is_the_one_the_reader_s_keys_make():
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
    assert shipped == json_schema(), (
        "portail commune schema > portail_tui/domain/town_file/commune.schema.json"
    )
