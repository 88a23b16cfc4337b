"""A QR code in half blocks, black on white whatever the theme: telephones read no other."""

from __future__ import annotations

import segno
from rich.text import Text
from textual.widgets import Static

MARGIN = 2
"""Modules of white around it: telephones do with fewer than the four of the standard."""


class QrCode(Static):
    """As wide as its modules, half as high."""

    DEFAULT_CSS = "QrCode { width: auto; height: auto; }"

    def __init__(self, text: str, *, id: str | None = None) -> None:  # noqa: A002 (Textual's own word)
        code = segno.make_qr(text, error="l", boost_error=False)
        rows = [list(map(bool, row)) for row in code.matrix_iter(border=MARGIN)]
        rows += [[False] * len(rows[0])] * (len(rows) % 2)
        lines = [
            "".join(_BLOCKS[pair] for pair in zip(upper, lower, strict=True))
            for upper, lower in zip(rows[::2], rows[1::2], strict=True)
        ]
        super().__init__(Text("\n".join(lines), style="#000000 on #ffffff", no_wrap=True), id=id)


_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
