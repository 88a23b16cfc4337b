"""French names, streets and villages that the demonstration town draws from (``names.toml``)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class NameLists:
    """Lists to draw from; ``neighbours``: villages around the town, as invented as it is, postcode first."""

    children: tuple[str, ...]
    mothers: tuple[str, ...]
    fathers: tuple[str, ...]
    families: tuple[str, ...]
    rare_families: tuple[str, ...]
    """With particles, several words, or very long."""
    streets: tuple[str, ...]
    neighbours: tuple[tuple[str, str], ...]


def read() -> NameLists:
    """The lists, from the package's own file."""
    text = resources.files("portail_tui.demo").joinpath("names.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return NameLists(
        children=tuple(data["enfants"]),
        mothers=tuple(data["meres"]),
        fathers=tuple(data["peres"]),
        families=tuple(data["familles"]),
        rare_families=tuple(data["familles_rares"]),
        streets=tuple(data["rues"]),
        neighbours=tuple(data["voisines"].items()),
    )
