"""What is imported is declared in pyproject.toml, by the product for whoever installs it."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = {"portail_tui", "tests", "benchmarks", "docs"}
NOT_IMPORTED = {"tzdata"}
"""Data that the standard library finds by itself."""


def distribution_name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found is not None, requirement
    return re.sub(r"[-_.]+", "-", found.group()).lower()


def declared(*extras: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    more = [name for extra in extras for name in project["optional-dependencies"][extra]]
    return {distribution_name(name) for name in (*project["dependencies"], *more)}


def imported_by(folder: str) -> dict[str, set[str]]:
    """Top-level name of each foreign import → distributions that hold it."""
    held = packages_distributions()
    names = {
        module.split(".")[0]
        for file in (ROOT / folder).rglob("*.py")
        for module in modules_of(file.read_text())
    }
    return {
        name: {distribution_name(one) for one in held.get(name, [name])}
        for name in names - OURS - sys.stdlib_module_names
    }


def modules_of(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


def undeclared(folder: str, names: set[str]) -> set[str]:
    return {name for name, distributions in imported_by(folder).items() if not distributions & names}


def test_what_the_product_imports_is_declared():
    assert not undeclared("portail_tui", declared())


def test_what_tests_benchmarks_and_docs_import_is_declared():
    names = declared("dev", "build")
    assert not {name for folder in ("tests", "benchmarks", "docs") for name in undeclared(folder, names)}


def test_what_is_declared_for_the_product_is_imported_by_it():
    used = {name for names in imported_by("portail_tui").values() for name in names}
    assert not declared() - used - NOT_IMPORTED


def test_control_an_import_that_is_not_declared_is_seen():
    assert "textual" in undeclared("portail_tui", declared() - {"textual"})
