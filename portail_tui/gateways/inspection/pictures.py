"""Photos: decoded whole, so that a damaged one is refused, and reduced for the preview. In the child only."""

from __future__ import annotations

import io
from warnings import simplefilter

from PIL import Image, ImageOps, PngImagePlugin, UnidentifiedImageError

from portail_tui.domain.documents.uploaded_files import (
    MOST_PIXELS,
    FileFacts,
    FileFlaw,
    Preview,
    UploadedFileKind,
)
from portail_tui.gateways.inspection.containers import Flawed

PREVIEW_WIDTH, PREVIEW_HEIGHT = 96, 96
"""Pixels at most: half blocks show two a cell, so this fills the largest terminal's share of a screen."""
_FORMATS = {UploadedFileKind.JPEG: "JPEG", UploadedFileKind.PNG: "PNG", UploadedFileKind.HEIC: "HEIF"}

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
PngImagePlugin.MAX_TEXT_MEMORY = 1024 * 1024
simplefilter("error", Image.DecompressionBombWarning)


def opened(content: bytes, kind: UploadedFileKind) -> FileFacts:
    """Facts about a photo. Raises Flawed."""
    if kind is UploadedFileKind.HEIC:
        import pillow_heif  # noqa: PLC0415 (0.1 s that other files do without)

        pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    try:
        image = Image.open(io.BytesIO(content), formats=[_FORMATS[kind]])
        if image.width * image.height > MOST_PIXELS:
            raise Flawed(FileFlaw.TOO_MANY_PIXELS)
        width, height = image.size
        image.draft("RGB", (PREVIEW_WIDTH * 2, PREVIEW_HEIGHT * 2))
        image.load()
        image.thumbnail((PREVIEW_WIDTH * 2, PREVIEW_HEIGHT * 2))
        ImageOps.exif_transpose(image, in_place=True)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Flawed(FileFlaw.TOO_MANY_PIXELS) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError):
        raise Flawed(FileFlaw.BROKEN) from None
    return FileFacts(kind=kind, pages=1, width=width, height=height, preview=preview_of(image))


def preview_of(image: Image.Image) -> Preview:
    """A picture made small, on white paper where it is see-through."""
    small = image.convert("RGBA")
    small.thumbnail((PREVIEW_WIDTH, PREVIEW_HEIGHT))
    paper = Image.new("RGBA", small.size, "white")
    paper.alpha_composite(small)
    return Preview(paper.width, paper.height, paper.convert("RGB").tobytes())
