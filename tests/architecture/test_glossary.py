"""The glossary names what exists."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| ([^|`]+) \| `([\w.]+)` \| ([^|]+) \|$", re.MULTILINE)
QUOTED = re.compile(r"`([A-Za-z_][\w.]*)`")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text()


def members(node: ast.ClassDef) -> set[str]:
    named = {
        part.target.id
        for part in node.body
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
    }
    valued = {
        target.id
        for part in node.body
        if isinstance(part, ast.Assign)
        for target in part.targets
        if isinstance(target, ast.Name)
    }
    return named | valued | {part.name for part in node.body if isinstance(part, ast.FunctionDef)}


def defined() -> set[str]:
    """Top-level names of the product, and ``Class.member``."""
    names: set[str] = set()
    for file in (ROOT / "portail_tui").rglob("*.py"):
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.ClassDef):
                names |= {node.name} | {f"{node.name}.{member}" for member in members(node)}
            elif isinstance(node, ast.FunctionDef):
                names.add(node.name)
            elif isinstance(node, ast.Assign):
                names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                names.add(node.target.id)
    return names


@pytest.fixture(scope="module")
def names() -> set[str]:
    return defined()


def test_every_identifier_of_the_glossary_exists(names: set[str]):
    gone = sorted(set(QUOTED.findall(GLOSSARY)) - names)
    assert not gone


def test_the_glossary_explains_each_word_once():
    words = [word for word, _, _ in ROW.findall(GLOSSARY)]
    lines = [
        line for line in GLOSSARY.splitlines() if line.startswith("| ") and not line.startswith("| French")
    ]
    assert len(words) == len(lines) >= 40
    assert len(set(words)) == len(words)


def test_control_an_identifier_that_has_gone_is_seen(names: set[str]):
    assert {"Rulebook", "Town.floor_cents"} <= names
    assert not {"Grimoire", "Town.ceiling_cents"} & names
