"""The developers' pages name files that exist: a page that sends to a file that has gone misleads."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [
    page for page in sorted([*ROOT.glob("docs/**/*.md"), *ROOT.glob("*.md")]) if page.name != "CHANGELOG.md"
]
NAMED = re.compile(r"`((?:[\w.-]+/)*[\w.-]+/|(?:[\w.-]+/)+[\w.-]+\.(?:py|tcss|toml|md|sh|yml|json))`")
"""A folder (ending in a slash) or a file with at least one folder, between backquotes."""


def named_in(page: Path) -> list[str]:
    return NAMED.findall(page.read_text(encoding="utf-8"))


def exists(name: str, page: Path) -> bool:
    """From the root, inside the package, or beside the page."""
    return any((base / name).exists() for base in (ROOT, ROOT / "portail_tui", page.parent))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    assert [name for name in named_in(page) if not exists(name, page)] == []


def test_the_architecture_page_answers_at_least_25_everyday_questions() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    table = text.split("## To change X, open Y")[1].split("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ") and "…" not in line]
    assert len(rows) >= 25
    assert [row for row in rows if not re.search(r"`[\w./]+(?:\.py|/)`", row)] == []
