"""Values kept in the store as JSON: each of one declared type, with a version, so that old rows can be read.

What is written is an object with the version under ``v`` beside the fields of the type; a type that is no
object (a number, a list) stands under ``value``. A field renamed, removed or added without a default is a new
version: what was written before is brought forward by a function from one version's plain values to the next
one's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, Generic, TypeVar

import msgspec

T = TypeVar("T")
VERSION = "v"
VALUE = "value"
Upgrade = Callable[[Any], Any]


class _Versioned(msgspec.Struct):
    v: int = 0


_version_of = msgspec.json.Decoder(_Versioned).decode


class JsonRecord(Generic[T]):
    """Reading and writing of values of one type, in every version of their stored form."""

    def __init__(
        self,
        kind: type[T],
        *,
        version: int = 1,
        upgrades: Mapping[int, Upgrade] | None = None,
        never_written: Collection[str] = (),
        leaves_out_defaults: bool = False,
    ) -> None:
        """``version``: what is written now. ``upgrades``: for each earlier version, plain values of that one
        to plain values of the next; rows without a version are version 0. ``never_written``: fields with a
        default that stay out of the store whatever they hold. ``leaves_out_defaults``: fields that hold their
        default too, where many do; another default is then a new version."""
        self.kind = kind
        self.version = version
        self._upgrades = upgrades or {}
        self._never_written = tuple(never_written)
        self._is_object = is_dataclass(kind)
        self._defaults = {
            field.name: field.default
            for field in (fields(kind) if leaves_out_defaults and is_dataclass(kind) else ())
            if field.default is not MISSING and field.name not in never_written
        }
        self._decode = msgspec.json.Decoder(kind).decode

    def to_json(self, value: T) -> str:
        """The same bytes for equal values, on both engines."""
        plain = msgspec.to_builtins(value)
        data: dict[str, Any] = plain if self._is_object else {VALUE: plain}
        for name in self._never_written:
            del data[name]
        for name, default in self._defaults.items():
            if getattr(value, name) == default:
                del data[name]
        return msgspec.json.encode({VERSION: self.version, **data}, order="sorted").decode()

    def from_json(self, text: str) -> T:
        """The value. Raises ValueError where the text is not of the declared type, or of a later version."""
        if self._is_object and text.startswith("{") and _version_of(text).v == self.version:
            return self._decode(text)
        plain = json.loads(text)
        version = plain.get(VERSION, 0) if isinstance(plain, dict) else 0
        if version > self.version:
            raise ValueError(f"{self.kind}: version {version} is later than {self.version}")
        if version and not self._is_object:
            plain = plain[VALUE]
        for step in range(version, self.version):
            try:
                plain = self._upgrades[step](plain)
            except (AttributeError, LookupError, TypeError) as error:
                raise ValueError(f"{self.kind}: not of version {step}") from error
        return msgspec.convert(plain, self.kind)


def unchanged(plain: Any) -> Any:
    """An upgrade where only the version is new."""
    return plain


def in_order(*names: str) -> Upgrade:
    """An upgrade from a list of values to fields by name."""
    return lambda plain: dict(zip(names, plain, strict=True))


def renamed(**names: str) -> Upgrade:
    """An upgrade that renames fields: ``old="new"``; other fields stay."""
    return lambda plain: {names.get(old, old): value for old, value in plain.items()}
