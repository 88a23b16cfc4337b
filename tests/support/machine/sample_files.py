"""Files that families send, good and hostile, all made here: nothing binary lies in the repository."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache

import pypdfium2
from fpdf import FPDF
from fpdf.enums import AccessPermission
from PIL import Image

from portail_tui.domain.documents.uploaded_files import MOST_BYTES, MOST_PAGES, FileFlaw
from tests.support.machine.clocks import PLAY_DAY

Flaw = FileFlaw


@cache
def pdf(pages: int = 1, *, text: str = "Attestation") -> bytes:
    paper = FPDF()
    paper.set_creation_date(PLAY_DAY)
    for number in range(pages):
        paper.add_page()
        paper.set_font("helvetica", size=24)
        paper.cell(text=f"{text} {number + 1}")
    return bytes(paper.output())


@cache
def picture(kind: str = "JPEG", size: tuple[int, int] = (240, 320)) -> bytes:
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("virus.txt", "bonjour")
    return out.getvalue()


def encrypted_pdf() -> bytes:
    paper = FPDF()
    paper.add_page()
    paper.set_encryption(owner_password="mairie", user_password="secret", permissions=AccessPermission.none())
    return bytes(paper.output())


def written_pdf(*objects: bytes, root: bytes = b"", version: bytes = b"1.7") -> bytes:
    """A PDF of one page, object by object; ``root``: what else its catalogue says."""
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R" + root + b">>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        *objects,
    ]
    out = bytearray(b"%PDF-" + version + b"\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    return bytes(out)


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<<" + more + b"/Length %d>>\nstream\n" % len(content) + content + b"\nendstream"


def pdf_that_runs() -> bytes:
    """A program in it, which a reader would run when it opens it."""
    return written_pdf(
        stream(b""),
        stream(b""),
        root=b"/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(app.alert(1))>>]>>>>",
    )


def pdf_with_attachment() -> bytes:
    paper = FPDF()
    paper.add_page()
    paper.embed_file(bytes=b"bonjour", basename="joint.txt")
    return bytes(paper.output())


def pdf_bomb() -> bytes:
    """A page whose drawing is a thousand million spaces, packed into a megabyte."""
    packer = zlib.compressobj(9)
    begin = packer.compress(b" ") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    return written_pdf(stream(begin + block * 1_000 + packer.flush(), b"/Filter/FlateDecode"), stream(b""))


def pdf_without_end() -> bytes:
    """A page that draws a drawing ten times, which draws another ten times, and so on nine times over."""
    forms = [
        stream(
            b"/I Do " * 10,
            b"/Type/XObject/Subtype/Form/BBox[0 0 200 200]/Resources<</XObject<</I %d 0 R>>>>" % number,
        )
        for number in range(6, 15)
    ]
    line = stream(b"0 0 m 200 200 l S " * 10, b"/Type/XObject/Subtype/Form/BBox[0 0 200 200]")
    return written_pdf(stream(b"/I Do"), *forms, line)


def pdf_without_page() -> bytes:
    document = pypdfium2.PdfDocument.new()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue() + b"%%EOF"


def png_chunk(name: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check


def written_png(width: int, height: int, *chunks: bytes, packed: bytes | None = None) -> bytes:
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    if packed is None:
        packed = zlib.compress(b"".join(b"\0" + b"\x7f" * (3 * width) for _ in range(height)))
    data = png_chunk(b"IDAT", packed)
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + data + png_chunk(b"IEND", b"")


def jpeg_of(width: int, height: int) -> bytes:
    """A JPEG that says it is larger than it is."""
    content = bytearray(picture())
    at = content.index(b"\xff\xc0")
    struct.pack_into(">HH", content, at + 5, height, width)
    return bytes(content)


def jpeg_with(segment: bytes) -> bytes:
    """A JPEG with something said in a comment."""
    content = picture()
    return content[:2] + b"\xff\xfe" + struct.pack(">H", len(segment) + 2) + segment + content[2:]


HOSTILE: dict[str, tuple[str, Callable[[], bytes], FileFlaw]] = {
    # nothing, too much
    "no byte": ("a.pdf", lambda: b"", Flaw.EMPTY),
    "one byte": ("a.pdf", lambda: b"%", Flaw.UNKNOWN_KIND),
    "10 MB and a byte of PDF": (
        "a.pdf",
        lambda: pdf() + b"\n" * (MOST_BYTES + 1 - len(pdf())),
        Flaw.TOO_LARGE,
    ),
    "10 MB and a byte of zeros": ("a.jpg", lambda: b"\0" * (MOST_BYTES + 1), Flaw.TOO_LARGE),
    "10 MB of zeros": ("a.jpg", lambda: b"\0" * MOST_BYTES, Flaw.UNKNOWN_KIND),
    # another kind than it says
    "a program named PDF": ("a.pdf", lambda: b"MZ\x90\0" + b"\0" * 500, Flaw.UNKNOWN_KIND),
    "a Linux program named JPEG": ("a.jpg", lambda: b"\x7fELF\2\1\1" + b"\0" * 500, Flaw.UNKNOWN_KIND),
    "an archive named PDF": ("a.pdf", archive, Flaw.UNKNOWN_KIND),
    "a page named PNG": ("a.png", lambda: b"<!DOCTYPE html><script>alert(1)</script>", Flaw.UNKNOWN_KIND),
    "a drawing named PNG": (
        "a.png",
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        Flaw.UNKNOWN_KIND,
    ),
    "text named JPEG": ("a.jpg", lambda: b"bonjour" * 100, Flaw.UNKNOWN_KIND),
    "an animation": ("a.png", lambda: picture("GIF"), Flaw.UNKNOWN_KIND),
    "a TIFF": ("a.jpg", lambda: picture("TIFF"), Flaw.UNKNOWN_KIND),
    "a film named HEIC": (
        "a.heic",
        lambda: b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + b"\0" * 100,
        Flaw.UNKNOWN_KIND,
    ),
    "a PDF named JPEG": ("a.jpg", pdf, Flaw.NAME_DIFFERS),
    "a photo named PDF": ("a.pdf", picture, Flaw.NAME_DIFFERS),
    "a PDF named as a program": ("facture.pdf.exe", pdf, Flaw.NAME_DIFFERS),
    "a PDF named as a Word file": ("facture.docx", pdf, Flaw.NAME_DIFFERS),
    # two files in one
    "a PDF and an archive": ("a.pdf", lambda: pdf() + archive(), Flaw.HOLDS_MORE),
    "an archive in a PDF": ("a.pdf", lambda: pdf()[:9] + archive() + b"\n%%EOF", Flaw.HOLDS_MORE),
    "a page before a PDF": ("a.pdf", lambda: b"<html><script>1</script></html>" + pdf(), Flaw.HOLDS_MORE),
    "a page in the head of a PDF": (
        "a.pdf",
        lambda: pdf().replace(b"\n", b"\n%<script>alert(1)</script>\n", 1),
        Flaw.HOLDS_MORE,
    ),
    "a photo and an archive": ("a.jpg", lambda: picture() + archive(), Flaw.HOLDS_MORE),
    "a photo and a film": (
        "a.jpg",
        lambda: picture() + b"\0\0\0\x18ftypmp42" + b"\1" * 900,
        Flaw.HOLDS_MORE,
    ),
    "a photo and a PDF": ("a.jpg", lambda: picture() + pdf(), Flaw.HOLDS_MORE),
    "a PDF in a photo's comment": ("a.jpg", lambda: jpeg_with(pdf()), Flaw.HOLDS_MORE),
    "a page in a photo's comment": ("a.jpg", lambda: jpeg_with(b"<SCRIPT >x</SCRIPT>"), Flaw.HOLDS_MORE),
    "a program in a photo's comment": ("a.jpg", lambda: jpeg_with(b"<?php echo 1;"), Flaw.HOLDS_MORE),
    "a picture and an archive": ("a.png", lambda: picture("PNG") + archive(), Flaw.HOLDS_MORE),
    "a picture and a program": ("a.png", lambda: picture("PNG") + b"MZ\x90\0" * 50, Flaw.HOLDS_MORE),
    "a PDF in a picture's chunk": (
        "a.png",
        lambda: written_png(4, 4, png_chunk(b"tEXt", b"a\0" + pdf())),
        Flaw.HOLDS_MORE,
    ),
    "an archive in a picture's chunk": (
        "a.png",
        lambda: written_png(4, 4, png_chunk(b"teXt", archive())),
        Flaw.HOLDS_MORE,
    ),
    "a HEIC photo and an archive": ("a.heic", lambda: picture("HEIF") + archive(), Flaw.HOLDS_MORE),
    # broken
    "the first half of a PDF": ("a.pdf", lambda: pdf()[: len(pdf()) // 2], Flaw.BROKEN),
    "a PDF's first words": ("a.pdf", lambda: b"%PDF-1.7\n%%EOF", Flaw.BROKEN),
    "a PDF of noise": ("a.pdf", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"%%EOF", Flaw.BROKEN),
    "a PDF without a page": ("a.pdf", pdf_without_page, Flaw.BROKEN),
    "the first half of a photo": ("a.jpg", lambda: picture()[: len(picture()) // 2], Flaw.BROKEN),
    "a photo's first bytes": ("a.jpg", lambda: b"\xff\xd8\xff\xd9", Flaw.BROKEN),
    "the first half of a picture": ("a.png", lambda: picture("PNG")[:-30], Flaw.BROKEN),
    "a picture with a wrong sum": ("a.png", lambda: picture("PNG")[:-2] + b"\0\0", Flaw.BROKEN),
    "a picture without points": ("a.png", lambda: written_png(40, 40, packed=b"rien"), Flaw.BROKEN),
    "the first half of a HEIC photo": ("a.heic", lambda: picture("HEIF")[:-400], Flaw.BROKEN),
    "a HEIC photo of noise": (
        "a.heic",
        lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + struct.pack(">I", 1008) + b"meta" + b"\xaa" * 1000,
        Flaw.BROKEN,
    ),
    # bombs
    "a picture of ten thousand million points": (
        "a.png",
        lambda: written_png(100_000, 100_000, packed=zlib.compress(b"\0" * 1_000_000)),
        Flaw.TOO_MANY_PIXELS,
    ),
    "a picture a little too large": (
        "a.png",
        lambda: written_png(60_001, 1_000, packed=zlib.compress(b"\0" * 1_000)),
        Flaw.TOO_MANY_PIXELS,
    ),
    "a photo of four thousand million points": (
        "a.jpg",
        lambda: jpeg_of(65_000, 65_000),
        Flaw.TOO_MANY_PIXELS,
    ),
    "a picture with a bomb in its text": (
        "a.png",
        lambda: written_png(4, 4, png_chunk(b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 30_000_000, 9))),
        Flaw.BROKEN,
    ),
    "a PDF whose drawing is a bomb": ("a.pdf", pdf_bomb, Flaw.TOO_HEAVY),
    "a PDF that never ends being drawn": ("a.pdf", pdf_without_end, Flaw.TOO_HEAVY),
    "a PDF of many pages": ("a.pdf", lambda: pdf(MOST_PAGES + 1), Flaw.TOO_MANY_PAGES),
    # what only its reader would see
    "a PDF with a password": ("a.pdf", encrypted_pdf, Flaw.ENCRYPTED),
    "a PDF with a program": ("a.pdf", pdf_that_runs, Flaw.ACTIVE),
    "a PDF with a file in it": ("a.pdf", pdf_with_attachment, Flaw.ACTIVE),
    # names
    "a name with an escape": ("a\x1b[2J\x1b]0;x\x07.pdf", pdf, Flaw.NAME_HIDES),
    "a name on two lines": ("a\nb.pdf", pdf, Flaw.NAME_HIDES),
    "a name with a zero": ("a.pdf\0.exe", pdf, Flaw.NAME_HIDES),
    "a name read backwards": ("a\u202efdp.exe", pdf, Flaw.NAME_HIDES),
    "a name with a mark from right to left": ("\u200fa.pdf", pdf, Flaw.NAME_HIDES),
    "a name with half a letter": ("a\udcff.pdf", pdf, Flaw.NAME_HIDES),
    "a name with a joiner": ("a\u200db.pdf", pdf, Flaw.NAME_HIDES),
    "a name of 300 letters": ("a" * 296 + ".pdf", pdf, Flaw.NAME_TOO_LONG),
}
"""Name → the file's name, its bytes, and why it is refused."""


def good() -> Iterator[tuple[str, bytes]]:
    """What must be taken, as ordinary machines make it."""
    yield "attestation.pdf", pdf()
    yield "sans extension", pdf()
    yield "Attestation M. Dupont", pdf()
    yield "scan du 24.11.2026", pdf()
    yield "cinquante pages.PDF", pdf(MOST_PAGES)
    yield "fin de ligne.pdf", pdf() + b"\r\n\0\0"
    yield "corrigé.pdf", pdf() + b"\n%%EOF\n"
    yield "photo.JPG", picture()
    yield "renommée par la messagerie.png", picture()
    yield "deux vues.jpg", picture() + picture("JPEG", (60, 80))
    yield "capture.png", picture("PNG")
    yield "téléphone.heic", picture("HEIF")
    yield "éà€ç.jpeg", jpeg_with(b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
