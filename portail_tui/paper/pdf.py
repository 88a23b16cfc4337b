"""Letters drawn by fpdf2 as PDF/A-2u: read the same in fifty years, and searched.

Fonts are embedded (DejaVu, beside this module). Nothing in the file depends on the machine or on the day it
is drawn: the same letter gives the same bytes. fpdf2 draws no structure for screen readers (PDF/UA).
"""

from __future__ import annotations

from html import escape
from importlib import resources

from fpdf import FPDF, FontFace
from fpdf.enums import Align as Side
from fpdf.enums import TableBordersLayout, VAlign, WrapMode, XPos, YPos

from portail_tui.domain.rules.rulebook import TownContact
from portail_tui.domain.shared.text import shown
from portail_tui.paper.letter import (
    Align,
    Block,
    Heading,
    Large,
    PrintedFacts,
    PrintedLetter,
    PrintedRow,
    Table,
    Text,
)

FONT = "DejaVu"
FACES = (("", "DejaVuSansCondensed.ttf"), ("B", "DejaVuSansCondensed-Bold.ttf"))
UNKNOWN = "\N{WHITE SQUARE}"
"""Stands for a character that the font cannot draw."""
PAGES = "\x02"
"""Stands for the number of pages until it is known; in no text, since controls are left out of all."""
MARGIN = 18
LINE = 5
NEVER_ALONE = 55
"""Millimetres that a heading wants below it: a row of a table that is long."""
SIZE, SMALL, TITLE, LARGE = 9.5, 8, 15, 20
WINDOW = (108, 46)
"""Millimetres from the left and the top to the address that the window of a C5/6 envelope shows."""
BODY_TOP = 82
GREY, RULE, SHADE = (95, 95, 95), (170, 170, 170), (238, 241, 245)
_SIDES = {Align.LEFT: Side.L, Align.CENTER: Side.C, Align.RIGHT: Side.R}


def to_pdf(letter: PrintedLetter) -> bytes:
    """The letter's bytes, on as many pages of A4 as it needs."""
    page = _Page(letter)
    page.add_page()
    page.put_opening()
    for block in letter.blocks:
        page.put(block)
    return bytes(page.output())


class _Page(FPDF):
    """Pages of one letter: fpdf2 calls ``header`` and ``footer`` at each."""

    def __init__(self, letter: PrintedLetter) -> None:
        super().__init__(
            orientation="landscape" if letter.is_wide else "portrait",
            format="A4",
            enforce_compliance="PDFA_2U",
        )
        self._letter = letter
        fonts = resources.files("portail_tui.paper") / "fonts"
        for style, name in FACES:
            with resources.as_file(fonts / name) as path:
                self.add_font(FONT, style, path)
        self._glyphs = self.fonts[FONT.lower()].cmap  # type: ignore[union-attr]
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(True, MARGIN + 6)
        self.set_lang("fr-FR")
        self.set_title(self.known(letter.title))
        self.set_creation_date(letter.made_at)
        self.set_xmp_metadata(
            _metadata(self.known(letter.title), letter.made_at.isoformat(timespec="seconds"))
        )
        self.set_draw_color(*RULE)
        self.alias_nb_pages(PAGES)

    def known(self, text: str) -> str:
        """Text without what a reader would obey, in characters that the font has."""
        return "".join(
            char if char == "\n" or ord(char) in self._glyphs else UNKNOWN for char in shown(text)
        ).replace("\t", " ")

    # --- every page -------------------------------------------------------------------------------

    def header(self) -> None:
        if self.page_no() > 1:
            self.set_font(FONT, "", SMALL)
            self.set_text_color(*GREY)
            words = self.known(f"{self._letter.sender.name} – {self._letter.title}")
            self.cell(text=words, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            self.ln(3)
            self.set_text_color(0)

    def footer(self) -> None:
        self.set_y(-MARGIN)
        self.set_font(FONT, "", SMALL)
        self.set_text_color(*GREY)
        foot = f"{self._letter.foot} – page" if self._letter.foot else "Page"
        self.cell(text=self.known(f"{foot} {self.page_no()}/") + PAGES)
        self.set_text_color(0)

    # --- what stands on it ------------------------------------------------------------------------

    def put_opening(self) -> None:
        """Write the sender, the recipient and the subject."""
        letter = self._letter
        sender = _lines_of(letter.sender)
        self._paragraph(sender[0], size=12, strong=True)
        for line in sender[1:]:
            self._paragraph(line, size=SMALL, height=4)
        if letter.addressee:
            self.set_y(max(WINDOW[1], self.get_y() + 4))
            for line in letter.addressee:
                self.set_x(WINDOW[0])
                self._paragraph(line, size=10.5)
            self.set_y(max(BODY_TOP, self.get_y() + 6))
        else:
            self.ln(6)
        self._paragraph(letter.title, size=TITLE, strong=True, height=9)
        self.ln(1)

    def put(self, block: Block) -> None:
        match block:
            case Heading(text):
                self._heading(text)
            case Text(text, strong, small):
                self._paragraph(text, size=SMALL if small else SIZE, strong=strong)
                self.ln(1.5)
            case PrintedFacts(pairs):
                self._facts(pairs)
            case Table():
                self._table(block)
            case Large(text):
                self.ln(3)
                self._paragraph(text, size=LARGE, strong=True, height=12)
                self.ln(3)

    def _heading(self, text: str) -> None:
        if self.will_page_break(NEVER_ALONE):
            self.add_page()
        self.ln(3)
        self._paragraph(text, size=11, strong=True, height=7)

    def _facts(self, pairs: tuple[tuple[str, str], ...]) -> None:
        width = 48
        for name, value in pairs:
            self.set_font(FONT, "", SIZE)
            self.set_text_color(*GREY)
            self.cell(w=width, h=LINE, text=self.known(name), new_x=XPos.RIGHT, new_y=YPos.TOP)
            self.set_text_color(0)
            self._paragraph(value, size=SIZE)
        self.ln(2)

    def _table(self, block: Table) -> None:
        self.set_font(FONT, "", 8.5)
        columns = block.columns
        with self.table(
            align=Side.L,
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            col_widths=tuple(column.width for column in columns),
            headings_style=FontFace(emphasis="BOLD", fill_color=SHADE),
            line_height=4.2,
            padding=(1, 1.2),
            v_align=VAlign.T,
            text_align=tuple(_SIDES[column.align] for column in columns),
            wrapmode=WrapMode.WORD,
        ) as table:
            for row in (PrintedRow(tuple(column.title for column in columns)), *block.rows):
                drawn = table.row(style=FontFace(emphasis="BOLD") if row.strong else None)
                if len(row.cells) == 1:
                    drawn.cell(self.known(row.cells[0]), colspan=len(columns), align=Side.L)
                    continue
                for text in row.cells:
                    drawn.cell(self.known(text))
        self.ln(3)

    def _paragraph(self, text: str, *, size: float, strong: bool = False, height: float = LINE) -> None:
        self.set_font(FONT, "B" if strong else "", size)
        self.multi_cell(
            w=0, h=height, text=self.known(text), align=Side.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )


def _lines_of(town: TownContact) -> list[str]:
    """The town's own lines: name, service and address, how to reach it."""
    return [town.name, town.service, *town.address, f"{town.phone} – {town.email}"]


def _metadata(title: str, made_at: str) -> str:
    """The archive's description of itself (XMP). fpdf2's own would hold the instant of its drawing."""
    spaces = (
        ("x", "adobe:ns:meta/"),
        ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
        ("xmp", "http://ns.adobe.com/xap/1.0/"),
        ("pdfaid", "http://www.aiim.org/pdfa/ns/id/"),
    )
    names = " ".join(f'xmlns:{name}="{address}"' for name, address in spaces[1:])
    dates = " ".join(f'xmp:{name}="{made_at}"' for name in ("CreateDate", "ModifyDate", "MetadataDate"))
    return (
        f'<x:xmpmeta xmlns:x="{spaces[0][1]}"><rdf:RDF {names}><rdf:Description rdf:about="" {dates}>'
        "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>"
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>'
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
