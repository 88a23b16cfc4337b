"""PDF: every page opened, the first one drawn for the preview. In the child only."""

from __future__ import annotations

import pypdfium2
from pypdfium2 import raw

from portail_tui.domain.documents.uploaded_files import MOST_PAGES, FileFacts, FileFlaw, UploadedFileKind
from portail_tui.gateways.inspection.containers import Flawed
from portail_tui.gateways.inspection.pictures import PREVIEW_HEIGHT, PREVIEW_WIDTH, preview_of

_XFA_FORMS = frozenset({raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND})


def opened(content: bytes) -> FileFacts:
    """Facts about a PDF. Raises Flawed."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        needs_password = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD
        raise Flawed(FileFlaw.ENCRYPTED if needs_password else FileFlaw.BROKEN) from None
    try:
        if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0 or document.count_attachments() > 0:
            raise Flawed(FileFlaw.ACTIVE)
        if document.get_formtype() in _XFA_FORMS:
            raise Flawed(FileFlaw.ACTIVE)
        pages = len(document)
        if pages > MOST_PAGES:
            raise Flawed(FileFlaw.TOO_MANY_PAGES)
        if pages == 0:
            raise Flawed(FileFlaw.BROKEN)
        for number in range(1, pages):
            document[number].close()
        page = document[0]
        # drawn twice as large and made small by averaging: lines of text stay visible
        scale = 2 * min(PREVIEW_WIDTH / page.get_width(), PREVIEW_HEIGHT / page.get_height())
        drawn = page.render(scale=scale, may_draw_forms=False)
        return FileFacts(
            kind=UploadedFileKind.PDF, pages=pages, width=0, height=0, preview=preview_of(drawn.to_pil())
        )
    except (pypdfium2.PdfiumError, ZeroDivisionError, ValueError):
        raise Flawed(FileFlaw.BROKEN) from None
