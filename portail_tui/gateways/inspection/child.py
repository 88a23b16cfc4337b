"""`python -m portail_tui.gateways.inspection.child`: a file on the input, what it is on the output, as JSON.

Run by ``inspect`` alone. The limits are set before anything of the file is read and before any decoder is
imported; past one of them the system ends this process, and the file is refused.
"""

from __future__ import annotations

import base64
import json
import resource
import sys

MEMORY_BYTES = 1024 * 1024 * 1024
"""Limit of address space: a photo of 60 million pixels takes a quarter of it once opened."""
CPU_SECONDS = 15
MOST_FILES = 64


def limit() -> None:
    """Take from this process all that opening a document does not need: it can write no file at all."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, MOST_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main() -> None:
    limit()
    from portail_tui.domain.documents.uploaded_files import MOST_BYTES, FileFlaw, UploadedFileKind  # noqa: PLC0415
    from portail_tui.gateways.inspection import containers, pdf, pictures  # noqa: PLC0415

    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        kind = containers.kind_of(content)
        facts = pdf.opened(content) if kind is UploadedFileKind.PDF else pictures.opened(content, kind)
    except containers.Flawed as flawed:
        answer: dict[str, object] = {"flaw": flawed.flaw.value}
    except MemoryError:
        answer = {"flaw": FileFlaw.TOO_HEAVY.value}
    else:
        preview = facts.preview
        answer = {
            "kind": facts.kind.value,
            "pages": facts.pages,
            "width": facts.width,
            "height": facts.height,
            "preview": {
                "width": preview.width,
                "height": preview.height,
                "rgb": base64.b64encode(preview.rgb).decode(),
            },
        }
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
