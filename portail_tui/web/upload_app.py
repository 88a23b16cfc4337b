"""The page on which a telephone sends a document (`portail servir depot`)."""

from __future__ import annotations

import asyncio
import logging

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from portail_tui.domain.documents.uploaded_files import MOST_BYTES, FileFlaw
from portail_tui.domain.ops.store_errors import StoreTrouble
from portail_tui.domain.shared.refusals import Reason, Refused, is_refused_for
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.documents.phone_upload import OVER, find_upload_link, receive
from portail_tui.texts.documents.uploaded_files import flaw_sentence
from portail_tui.texts.refusals import refusal
from portail_tui.web import upload_pages
from portail_tui.web.multipart_file import MOST_AROUND, BadForm, TooLarge, read_file

MOST_SECONDS = 300.0
"""For a file to come whole: 10 MB on the slowest of mobile networks."""
MOST_AT_ONCE = 8
"""Files held in memory at once."""
log = logging.getLogger(__name__)
BUSY = "Rien n'a été envoyé. Le service est occupé. Attendez une minute, puis recommencez."
NOT_UNDERSTOOD = "Rien n'a été envoyé. L'envoi n'est pas arrivé en entier. Recommencez."


def upload_app(context: ServiceContext) -> Starlette:
    """The page on a town's store. The secret of an address is in its path alone, and in no log."""
    room = asyncio.Semaphore(MOST_AT_ONCE)

    async def show(request: Request) -> HTMLResponse:
        link = await run_in_threadpool(find_upload_link, context, request.path_params["secret"])
        if link is None:
            return _answer(upload_pages.sentence(refusal(OVER)), 404)
        return _answer(upload_pages.form(link))

    async def take(request: Request) -> HTMLResponse:
        secret = request.path_params["secret"]
        link = await run_in_threadpool(find_upload_link, context, secret)
        if link is None:  # before a byte of the file is read
            return _answer(upload_pages.sentence(refusal(OVER)), 404)
        if int(request.headers.get("content-length", "0") or 0) > MOST_BYTES + MOST_AROUND:
            return _answer(upload_pages.form(link, flaw_sentence(FileFlaw.TOO_LARGE)), 413)
        if room.locked():
            return _answer(upload_pages.form(link, BUSY), 503)
        async with room:
            try:
                async with asyncio.timeout(MOST_SECONDS):
                    file = await read_file(request.headers.get("content-type", ""), request.stream())
            except TooLarge:
                return _answer(upload_pages.form(link, flaw_sentence(FileFlaw.TOO_LARGE)), 413)
            except (BadForm, ClientDisconnect, TimeoutError):
                return _answer(upload_pages.form(link, NOT_UNDERSTOOD), 400)
            answer = await run_in_threadpool(receive, context, secret, file.name, file.content)
        if not isinstance(answer, Refused):
            return _answer(upload_pages.receipt(answer))
        if answer.reason is Reason.FILE_REFUSED:
            return _answer(upload_pages.form(link, refusal(answer)), 422)
        return _answer(
            upload_pages.sentence(refusal(answer)),
            404 if is_refused_for(answer, Reason.DEPOSIT_OVER) else 422,
        )

    async def nothing(_request: Request, _error: Exception) -> HTMLResponse:
        return _answer(upload_pages.sentence(refusal(OVER)), 404)

    async def trouble(_request: Request, error: Exception) -> HTMLResponse:
        log.error("the store cannot answer the upload page: %s", error)
        return _answer(upload_pages.sentence(BUSY), 503)

    async def unexpected(_request: Request, error: Exception) -> HTMLResponse:
        log.error("unexpected error on the upload page", exc_info=error)
        return _answer(upload_pages.sentence(BUSY), 500)

    return Starlette(
        routes=[
            Route("/{secret:str}", show, methods=["GET"]),
            Route("/{secret:str}", take, methods=["POST"]),
        ],
        exception_handlers={404: nothing, 405: nothing, StoreTrouble: trouble, Exception: unexpected},
    )


def _answer(page: str, status: int = 200) -> HTMLResponse:
    # what is refused may not have been read whole: the line is closed rather than read to its end
    closing = {} if status == 200 else {"Connection": "close"}
    return HTMLResponse(page, status, headers={**upload_pages.HEADERS, **closing})
