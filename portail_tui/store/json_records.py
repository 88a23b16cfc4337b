"""Values kept in the store as JSON: a declared type each, with a version, so that old rows are still read.

What is written is an object: the fields of the type, and the version under ``v``. A field renamed, added or
removed makes a new version; a function brings the plain values of a version forward to the next.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

import msgspec

from portail_tui.store.canonical_json import canonical

T = TypeVar("T")
VERSION = "v"


class JsonRecord(Generic[T]):
    """How values of one dataclass are written to the store, and read back from any version of it."""

    def __init__(
        self, kind: type[T], version: int = 1, upgrades: Mapping[int, Callable[[Any], Any]] | None = None
    ) -> None:
        """``version``: what is written now. ``upgrades``: for each earlier version, plain values of that one
        to plain values of the next. Rows without a version are version 0."""
        self._kind = kind
        self.version = version
        self._upgrades = upgrades or {}

    def to_json(self, value: T) -> str:
        """The same bytes for equal values, on both engines."""
        return canonical({VERSION: self.version, **msgspec.to_builtins(value)})

    def from_json(self, text: str) -> T:
        """The value. Raises ValueError where the text is not of the declared type, or of a later version."""
        data = json.loads(text)
        version = data.pop(VERSION, 0) if isinstance(data, dict) else 0
        if version > self.version:
            raise ValueError(f"{self._kind.__name__}: version {version} is later than {self.version}")
        for step in range(version, self.version):
            data = self._upgrades[step](data)
        return msgspec.convert(data, self._kind)
