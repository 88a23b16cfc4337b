"""The one file of a form, read as it arrives: no more in memory than may be sent, nothing on a disk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from portail_tui.domain.documents.local_files import PickedFile
from portail_tui.domain.documents.uploaded_files import MOST_BYTES

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

FIELD = "fichier"
MOST_AROUND = 16 * 1024
"""Bytes that a form takes beside its file: boundaries and headers."""
MOST_HEADERS = 4 * 1024


class BadForm(Exception):
    """The form is not the page's own."""


class TooLarge(Exception):
    """More comes than may be sent: the rest is not read."""


async def read_file(content_type: str, body: AsyncIterator[bytes]) -> PickedFile:
    """The file that a form holds; empty where none was chosen. Raises BadForm, TooLarge."""
    kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not 0 < len(boundary) <= 70:  # RFC 2046 §5.1.1
        raise BadForm
    form = _Form()
    parser = MultipartParser(boundary, form.callbacks())
    total = 0
    try:
        async for chunk in body:
            total += len(chunk)
            if total > MOST_BYTES + MOST_AROUND:
                raise TooLarge
            parser.write(chunk)
        parser.finalize()
    except MultipartParseError:
        raise BadForm from None
    if not form.is_ended or form.file is None:
        raise BadForm
    return PickedFile(form.name, bytes(form.file))


class _Form:
    """State of the multipart parser, part after part."""

    def __init__(self) -> None:
        self.file: bytearray | None = None
        self.name = ""
        self.is_ended = False
        self._header = b""
        self._value = b""
        self._headers: dict[bytes, bytes] = {}
        self._takes = False

    def callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._add_header,
            "on_header_value": self._add_value,
            "on_header_end": self._end_header,
            "on_headers_finished": self._end_headers,
            "on_part_data": self._add_data,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        self._headers, self._header, self._value, self._takes = {}, b"", b"", False

    def _add_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]
        self._check()

    def _add_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]
        self._check()

    def _check(self) -> None:
        if len(self._header) + len(self._value) > MOST_HEADERS:
            raise BadForm

    def _end_header(self) -> None:
        self._headers[self._header.lower()] = self._value
        self._header, self._value = b"", b""
        if len(self._headers) > 8:
            raise BadForm

    def _end_headers(self) -> None:
        shape, options = parse_options_header(self._headers.get(b"content-disposition"))
        if shape != b"form-data" or options.get(b"name") != FIELD.encode():
            return  # another field: counted with the rest, kept nowhere
        if self.file is not None or b"filename" not in options:
            raise BadForm
        self.file, self._takes = bytearray(), True
        self.name = options[b"filename"].decode("utf-8", "replace")

    def _add_data(self, data: bytes, start: int, end: int) -> None:
        if self._takes and self.file is not None:
            self.file += data[start:end]
            if len(self.file) > MOST_BYTES:
                raise TooLarge

    def _end(self) -> None:
        self.is_ended = True
