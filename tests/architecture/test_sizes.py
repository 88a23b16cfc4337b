"""Packages and files stay small enough to be read."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST_MODULES = 20
"""In one package, its ``__init__`` aside."""
MOST_LINES = {"portail_tui": 400, "tests": 500}
MOST_ON_AVERAGE = 115
MIGRATIONS = ROOT / "portail_tui" / "store" / "migrations" / "versions"
"""Left as they were first released."""


def files_of(folder: str) -> dict[str, int]:
    """Python file of a folder, by its path in the repository → its lines."""
    return {
        str(file.relative_to(ROOT)): len(file.read_text().splitlines())
        for file in (ROOT / folder).rglob("*.py")
        if MIGRATIONS not in file.parents
    }


def test_no_package_holds_more_than_twenty_modules():
    counted: dict[str, int] = {}
    for folder in MOST_LINES:
        for file in (ROOT / folder).rglob("*.py"):
            if file.name != "__init__.py":
                package = str(file.parent.relative_to(ROOT))
                counted[package] = counted.get(package, 0) + 1
    assert not {package: count for package, count in counted.items() if count > MOST_MODULES}


def test_no_file_is_longer_than_a_sitting():
    for folder, most in MOST_LINES.items():
        assert not {file: lines for file, lines in files_of(folder).items() if lines > most}


def test_the_products_files_are_short_on_average():
    lines = files_of("portail_tui").values()
    assert sum(lines) / len(lines) < MOST_ON_AVERAGE
