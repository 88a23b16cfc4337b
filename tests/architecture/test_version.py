"""The version is written in one place; the changelog, the command and a tag agree with it."""

import re
import subprocess
from importlib.metadata import version
from pathlib import Path

from portail_tui import __version__

ROOT = Path(__file__).parents[2]
HEADING = re.compile(r"^## (\d+)\.(\d+)\.(\d+) \((\d{4}-\d{2}-\d{2}|not released)\)$", re.MULTILINE)


def changelog() -> list[tuple[tuple[int, ...], str]]:
    """Each section's version and its date, in the order of the file."""
    text = (ROOT / "CHANGELOG.md").read_text()
    assert text.count("\n## ") == len(HEADING.findall(text)), "a heading is « ## X.Y.Z (date) »"
    return [(tuple(map(int, numbers)), date) for *numbers, date in HEADING.findall(text)]


def tags() -> list[str]:
    """Versions that the checked-out commit is tagged as; none outside of a clone."""
    asked = ["git", "-C", str(ROOT), "tag", "--points-at", "HEAD", "v*"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    return done.stdout.split() if done.returncode == 0 else []


def test_the_newest_section_of_the_changelog_is_the_version_installed():
    newest = ".".join(map(str, changelog()[0][0]))
    assert newest == __version__ == version("portail-tui")


def test_versions_of_the_changelog_go_down_and_only_the_newest_may_wait():
    sections = changelog()
    versions = [number for number, _ in sections]
    assert versions == sorted(set(versions), reverse=True)
    assert all(date != "not released" for _, date in sections[1:])


def test_a_tag_is_the_version_and_its_section_has_a_date():
    for tag in tags():
        assert tag == f"v{__version__}"
        assert changelog()[0][1] != "not released"
