"""Extent of each kind of file: a file must hold one document and nothing else.

A file that is two at once (a picture that is also an archive or a web page) endangers the person who opens
it: anything before, after or within the document is refused.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from portail_tui.domain.documents.uploaded_files import FileFlaw, UploadedFileKind

HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
PNG_START = b"\x89PNG\r\n\x1a\n"
_PAGE_OR_PROGRAM = re.compile(rb"<script[\s>]|<!doctype\s|<html[\s>]|<\?php|<iframe[\s>]", re.IGNORECASE)
_PADDING = b"\0\n\r\t "
"""Bytes that scanners and telephones add after the end."""


class Flawed(Exception):
    """The file is not taken."""

    def __init__(self, flaw: FileFlaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


def kind_of(content: bytes) -> UploadedFileKind:
    """Kind of a file by its first bytes, once it is proved to be that alone from end to end. Raises
    Flawed."""
    if content.startswith(b"%PDF-"):
        _walk_pdf(content)
        kind = UploadedFileKind.PDF
    elif content.startswith(b"\xff\xd8\xff"):
        _walk_jpeg(content)
        kind = UploadedFileKind.JPEG
    elif content.startswith(PNG_START):
        _walk_png(content)
        kind = UploadedFileKind.PNG
    elif content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        _walk_heic(content)
        kind = UploadedFileKind.HEIC
    elif b"%PDF-" in content[:1024]:  # readers of PDF look that far: something else stands before it
        raise Flawed(FileFlaw.HOLDS_MORE)
    else:
        raise Flawed(FileFlaw.UNKNOWN_KIND)
    if _is_archive(content) or (kind is not UploadedFileKind.PDF and _is_other_too(content)):
        raise Flawed(FileFlaw.HOLDS_MORE)
    return kind


def _is_archive(content: bytes) -> bool:
    """Archives are read from their end."""
    return b"PK\x01\x02" in content and zipfile.is_zipfile(io.BytesIO(content))


def _is_other_too(content: bytes) -> bool:
    return b"%PDF-" in content or _PAGE_OR_PROGRAM.search(content) is not None


def _walk_pdf(content: bytes) -> None:
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise Flawed(FileFlaw.BROKEN)
    if content[end + 5 :].strip(_PADDING):
        raise Flawed(FileFlaw.HOLDS_MORE)
    if _PAGE_OR_PROGRAM.search(content, 0, 1024):  # where browsers look for a page
        raise Flawed(FileFlaw.HOLDS_MORE)


def _walk_jpeg(content: bytes) -> None:
    """Check the JPEGs of a file: telephones store several views of one photo one after the other. A film
    after the photo is refused."""
    at = 0
    while content[at : at + 3] == b"\xff\xd8\xff":
        at = _end_of_jpeg(content, at)
        at += len(content[at:]) - len(content[at:].lstrip(_PADDING))
    if at != len(content):
        raise Flawed(FileFlaw.HOLDS_MORE)


_ENTROPY_END = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


def _end_of_jpeg(content: bytes, start: int) -> int:
    """Offset of the end of the JPEG that begins at ``start`` (ITU T.81, annex B)."""
    at = start + 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            raise Flawed(FileFlaw.BROKEN)
        marker = content[at + 1]
        if marker == 0xFF:  # fill byte
            at += 1
        elif marker == 0xD9:
            return at + 2
        elif marker == 0x01 or 0xD0 <= marker <= 0xD7:
            at += 2
        else:
            at += 2 + struct.unpack_from(">H", content, at + 2)[0]
            if marker == 0xDA:
                end = _ENTROPY_END.search(content, at)
                if end is None:
                    raise Flawed(FileFlaw.BROKEN)
                at = end.start()
    if content[at : at + 2] == b"\xff\xd9":
        return at + 2
    raise Flawed(FileFlaw.BROKEN)


def _walk_png(content: bytes) -> None:
    at = len(PNG_START)
    while at + 12 <= len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            break
        if zlib.crc32(content[at + 4 : end - 4]) != int.from_bytes(content[end - 4 : end], "big"):
            raise Flawed(FileFlaw.BROKEN)
        if name == b"IEND":
            if content[end:].strip(_PADDING):
                raise Flawed(FileFlaw.HOLDS_MORE)
            return
        at = end
    raise Flawed(FileFlaw.BROKEN)


_HEIC_BOXES = frozenset({b"ftyp", b"meta", b"mdat", b"idat", b"free", b"skip", b"uuid", b"moov", b"wide"})


def _walk_heic(content: bytes) -> None:
    names = []
    for name, _ in _boxes(content):
        if name not in _HEIC_BOXES:
            raise Flawed(FileFlaw.HOLDS_MORE)
        names.append(name)
    if b"meta" not in names:
        raise Flawed(FileFlaw.BROKEN)


def _boxes(content: bytes) -> Iterator[tuple[bytes, int]]:
    """Names and offsets of the boxes of a file, whose sizes must add up to it (ISO 14496-12)."""
    at = 0
    while at < len(content):
        if at + 8 > len(content):
            if content[at:].strip(_PADDING):
                raise Flawed(FileFlaw.HOLDS_MORE)
            return
        size, name = struct.unpack_from(">I4s", content, at)
        if size == 1 and at + 16 <= len(content):
            (size,) = struct.unpack_from(">Q", content, at + 8)
        elif size == 0:
            size = len(content) - at
        yield name, at
        if size < 8 or at + size > len(content):
            raise Flawed(FileFlaw.BROKEN)
        at += size
