"""Line of each key and each row in a TOML text.

The standard library's reader gives values without positions. The text has already been read by it and is
valid, so that only separators matter here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from portail_tui.domain.rules.schema import Path

BARE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
QUOTES = ('"""', "'''", '"', "'")


def positions(text: str) -> dict[Path, int]:
    """The line (from 1) of every table, key and list item of a valid TOML text."""
    return _Scanner(text.replace("\r\n", "\n")).scan()


def line_of(found: Mapping[Path, int], path: Path) -> int | None:
    """The line of ``path``, or of the nearest thing around it that is written; None for the file itself."""
    while path and path not in found:
        path = path[:-1]
    return found.get(path)


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._starts = [0, *(place + 1 for place, char in enumerate(text) if char == "\n")]
        self._rows: dict[Path, int] = {}
        """Number of tables seen so far in each list of tables."""
        self.found: dict[Path, int] = {}

    def scan(self) -> dict[Path, int]:
        table: Path = ()
        while self._skip(" \t\n"):
            if self._text.startswith("[", self._at):
                table = self._header()
            else:
                self._pair(table)
        return self.found

    def _header(self) -> Path:
        """``[a.b]`` or ``[[a.b]]``: the path of the table that follows."""
        line, is_list = self._line(), self._text.startswith("[[", self._at)
        self._at += 2 if is_list else 1
        keys = self._keys()
        self._at = self._text.index("]", self._at) + (2 if is_list else 1)
        path: Path = ()
        for key in keys[:-1]:
            path = self._newest_row((*path, key))
            self.found.setdefault(path, line)
        path = (*path, keys[-1])
        self.found.setdefault(path, line)
        if is_list:
            self._rows[path] = self._rows.get(path, 0) + 1
            path = (*path, self._rows[path] - 1)
            self.found[path] = line
        return path

    def _newest_row(self, path: Path) -> Path:
        return (*path, self._rows[path] - 1) if path in self._rows else path

    def _pair(self, table: Path) -> None:
        """``key = value``."""
        line, path = self._line(), table
        for key in self._keys():
            path = (*path, key)
            self.found.setdefault(path, line)
        self._at = self._text.index("=", self._at) + 1
        self._value(path)

    def _keys(self) -> list[str]:
        """A key, or keys joined by dots."""
        keys = []
        while True:
            self._skip(" \t")
            if self._text[self._at] in "\"'":
                start = self._at
                self._string()
                keys.append(_unquoted(self._text[start : self._at]))
            else:
                start = self._at
                while self._text[self._at] in BARE:
                    self._at += 1
                keys.append(self._text[start : self._at])
            self._skip(" \t")
            if not self._text.startswith(".", self._at):
                return keys
            self._at += 1

    def _value(self, path: Path) -> None:
        self._skip(" \t")
        char = self._text[self._at]
        if char in "\"'":
            self._string()
        elif char == "[":
            self._list(path)
        elif char == "{":
            self._table(path)
        else:
            while self._at < len(self._text) and self._text[self._at] not in ",]}#\n":
                self._at += 1

    def _list(self, path: Path) -> None:
        self._at += 1
        number = 0
        while self._skip(" \t\n,") and self._text[self._at] != "]":
            self.found[(*path, number)] = self._line()
            self._value((*path, number))
            number += 1
        self._at += 1

    def _table(self, path: Path) -> None:
        self._at += 1
        while self._skip(" \t\n,") and self._text[self._at] != "}":
            self._pair(path)
        self._at += 1

    def _string(self) -> None:
        quote = next(quote for quote in QUOTES if self._text.startswith(quote, self._at))
        self._at += len(quote)
        while not self._text.startswith(quote, self._at):
            # a backslash escapes the next character, in double quotes only
            self._at += 2 if quote[0] == '"' and self._text[self._at] == "\\" else 1
        self._at += len(quote)
        if len(quote) == 3:  # a text may end with one or two quotes of its own
            while self._text.startswith(quote[0], self._at):
                self._at += 1

    def _skip(self, blanks: str) -> bool:
        """Go past blanks and comments; whether anything is left."""
        while self._at < len(self._text):
            char = self._text[self._at]
            if char == "#" and "\n" in blanks:
                end = self._text.find("\n", self._at)
                self._at = len(self._text) if end < 0 else end
            elif char in blanks:
                self._at += 1
            else:
                return True
        return False

    def _line(self) -> int:
        return bisect_right(self._starts, self._at)


def _unquoted(key: str) -> str:
    import tomllib  # noqa: PLC0415 (a quoted key is rare: its escapes are the reader's business)

    return next(iter(tomllib.loads(f"{key} = 0")))
