"""The upload page as a telephone meets it: a real server, a real socket, forms of browsers and worse."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from portail_tui.bootstrap import open_context
from portail_tui.domain.documents.uploaded_files import MOST_BYTES
from portail_tui.domain.documents.views import DocumentSent, UploadLinkOpened, UploadLinkState
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.portal import Portal
from portail_tui.services.documents.phone_upload import MOST_TRIES
from portail_tui.services.ops.upkeep import Task, upkeep_now
from portail_tui.services.portal import open_to_screens
from portail_tui.web.upload_app import upload_app
from tests.support.machine.clocks import PLAY_DAY, FrozenClock
from tests.support.machine.sample_files import HOSTILE, pdf
from tests.support.stores.both_engines import Stores
from tests.support.stores.service_contexts import context_behind
from tests.support.towns.small_town import Home, LittleTown
from tests.support.towns.town_activities import YEAR

SECRET = "0123456789abcdef0123456789abcdef"
PUBLIC = "https://depot.petit-bourg.example"
LEFT_BEHIND = ("document", "document_file", "outbox_mail")


class Page:
    """The page, served; and the family that opened an address."""

    def __init__(self, town: LittleTown, url: str) -> None:
        context = replace(open_context(town.url, town.clock, clock_decides=True), deposit_address=PUBLIC)
        self.town, self.url = town, url
        self.portal: Portal = open_to_screens(context)
        self.app = upload_app(context)
        self.home: Home = town.home()
        self.sheet = town.document_type(validated=False)

    def opens(self, **more: Any) -> Any:
        asked = {"operation_id": "open", "actor": self.home.actor, "secret": SECRET, **more}
        return self.portal.open_upload_link(
            family_id=self.home.id,
            child_id=self.home.child,
            type_id=self.sheet,
            school_year_id=YEAR,
            **asked,
        )

    def get(self, secret: str = SECRET) -> httpx.Response:
        return httpx.get(f"{self.url}/{secret}")

    def sends(self, name: str = "fiche.pdf", content: bytes = b"", secret: str = SECRET) -> httpx.Response:
        files = {"fichier": (name, content or pdf(), "application/octet-stream")}
        return httpx.post(f"{self.url}/{secret}", files=files, timeout=60)

    def posts(self, body: bytes, kind: str = "multipart/form-data; boundary=xx") -> httpx.Response:
        return httpx.post(f"{self.url}/{SECRET}", content=body, headers={"content-type": kind}, timeout=60)

    def state(self, deposit: UploadLinkOpened) -> Any:
        return self.portal.upload_link_state(
            actor=self.home.actor, family_id=self.home.id, deposit_id=deposit.deposit_id
        )

    def later(self, **by: int) -> None:
        assert isinstance(self.town.clock, FrozenClock)
        self.town.clock.instant = PLAY_DAY + timedelta(**by)

    def kept(self) -> list[int]:
        return [self.town.value(f"SELECT count(*) FROM {table}") for table in LEFT_BEHIND]


@pytest.fixture
def page(stores: Stores, tmp_path: Path) -> Iterator[Page]:
    town = LittleTown.founded(stores, tmp_path)
    listening = socket.create_server(("127.0.0.1", 0))
    page = Page(town, f"http://127.0.0.1:{listening.getsockname()[1]}")
    server = uvicorn.Server(uvicorn.Config(page.app, log_config=None, access_log=False, server_header=False))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield page
    server.should_exit = True
    thread.join()


def test_a_telephone_sends_once_and_the_screen_hears_of_it(page: Page):
    opened = page.opens()
    assert opened == UploadLinkOpened(
        opened.deposit_id, PLAY_DAY + timedelta(minutes=30), f"{PUBLIC}/{SECRET}"
    )
    assert page.opens() == opened  # asked again, answered again
    assert SECRET not in page.town.everything()
    assert page.state(opened) == UploadLinkState(None, is_over=False)
    shown = page.get()
    assert shown.status_code == 200
    assert "Fiche sanitaire, pour Zoé" in shown.text
    assert "Martin" not in shown.text
    sent = page.sends()
    assert (sent.status_code, "Document envoyé" in sent.text) == (200, True)
    state = page.state(opened)
    assert isinstance(state, UploadLinkState) and isinstance(state.sent, DocumentSent)
    assert state.sent.reference in sent.text
    assert page.kept() == [1, 1, 1]
    assert page.town.audited() == ["deposit_opened", "document_sent"]
    for again in (page.get(), page.sends()):
        assert (again.status_code, "a déjà servi" in again.text) == (404, True)
    assert page.kept() == [1, 1, 1]


def test_every_answer_is_plain_and_locked(page: Page):
    page.opens()
    answers = [page.get(), page.get("inconnu"), page.sends(content=b"MZ"), httpx.put(f"{page.url}/x")]
    answers.append(httpx.get(f"{page.url}/"))
    assert [one.status_code for one in answers] == [200, 404, 422, 404, 404]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "server" not in answer.headers
        assert '<html lang="fr">' in answer.text
        assert not re.search(r"<script|https?://|javascript:|\son\w+=", answer.text)
    form = answers[0].text
    assert '<label for="f">' in form and 'id="f"' in form
    assert 'role="alert"' in answers[2].text


@pytest.mark.parametrize("name", ["a program named PDF", "a PDF with a password", "a photo and an archive"])
def test_a_hostile_file_is_refused_with_its_sentence_and_the_address_still_serves(page: Page, name: str):
    page.opens()
    file_name, make, _flaw = HOSTILE[name]
    refused = page.sends(file_name, make())
    assert refused.status_code == 422
    assert "Rien n&#x27;a été envoyé." in refused.text
    assert page.kept() == [0, 0, 0]
    assert page.sends().status_code == 200


def test_what_is_too_large_is_refused_before_it_has_all_come(page: Page):
    page.opens()
    assert page.sends(content=b"\0" * (MOST_BYTES + 20_000)).status_code == 413  # it said so
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        yield b'--xx\r\nContent-Disposition: form-data; name="fichier"; filename="a.pdf"\r\n\r\n'
        while sent < 20 * MOST_BYTES:
            sent += 65_536
            yield b"\0" * 65_536

    try:
        answer = httpx.post(
            f"{page.url}/{SECRET}",
            content=endless(),
            headers={"content-type": "multipart/form-data; boundary=xx"},
            timeout=60,
        )
        assert answer.status_code == 413
    except httpx.HTTPError:
        pass  # the server has hung up: as good an answer to whoever does not stop
    assert sent < 3 * MOST_BYTES
    assert page.kept() == [0, 0, 0]
    assert page.sends().status_code == 200


PART = b'--xx\r\nContent-Disposition: form-data; name="fichier"; filename="a.pdf"\r\n\r\nx\r\n'
BAD_FORMS = {
    "nothing": b"",
    "no part": b"--xx--\r\n",
    "not ended": PART,
    "cut in its headers": PART[:40],
    "another boundary": PART.replace(b"xx", b"yy") + b"--yy--\r\n",
    "two files": PART + PART + b"--xx--\r\n",
    "no file name": PART.replace(b'; filename="a.pdf"', b"") + b"--xx--\r\n",
    "another field": PART.replace(b"fichier", b"autre") + b"--xx--\r\n",
    "endless headers": b"--xx\r\n" + b"X-A: " + b"a" * 9_000 + b"\r\n\r\nx\r\n--xx--\r\n",
    "many headers": b"--xx\r\n" + b"".join(b"X-%d: a\r\n" % n for n in range(50)) + b"\r\nx\r\n--xx--\r\n",
}


def test_a_form_that_no_browser_makes_is_refused_and_leaves_nothing(page: Page):
    page.opens()
    for name, body in BAD_FORMS.items():
        answer = page.posts(body)
        assert answer.status_code == 400, name
        assert "Recommencez." in answer.text
    for kind in ("text/plain", "multipart/form-data", f"multipart/form-data; boundary={'x' * 200}", ""):
        assert page.posts(PART + b"--xx--\r\n", kind).status_code == 400, kind
    assert page.kept() == [0, 0, 0]
    assert page.sends().status_code == 200


def test_a_telephone_that_hangs_up_leaves_nothing(page: Page):
    page.opens()
    port = int(page.url.rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(
            f"POST /{SECRET} HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n"
            "Content-Type: multipart/form-data; boundary=xx\r\n\r\n".encode()
            + PART
        )
    assert page.kept() == [0, 0, 0]
    assert page.sends().status_code == 200


def test_an_address_ends_at_its_hour_or_after_too_many_files(page: Page):
    opened = page.opens()
    for _ in range(MOST_TRIES):
        assert page.sends(content=b"MZ").status_code == 422
    assert page.sends().status_code == 404
    assert page.state(opened) == UploadLinkState(None, is_over=True)
    page.opens(operation_id="other", secret="f" * 32)
    assert page.get("f" * 32).status_code == 200
    page.later(minutes=30)
    assert page.get("f" * 32).status_code == 404
    assert page.sends(secret="f" * 32).status_code == 404
    context = context_behind(page.portal)
    assert upkeep_now(context, holder="one").done[Task.ADDRESSES] == 0  # type: ignore[union-attr]
    page.later(days=1, hours=1)
    assert upkeep_now(context, holder="two").done[Task.ADDRESSES] == 2  # type: ignore[union-attr]
    assert page.kept() == [0, 0, 0]


def test_an_address_serves_no_more_once_its_account_is_closed(page: Page):
    page.opens()
    page.town.run("UPDATE account SET closed_at = 1")
    assert page.sends().status_code == 422
    assert page.kept() == [0, 0, 0]


def test_without_a_public_address_none_is_offered(page: Page):
    portal = page.town.portal()
    view = portal.documents(actor=page.home.actor, family_id=page.home.id)
    assert not isinstance(view, Refused) and not view.takes_from_afar
    answer = portal.open_upload_link(
        operation_id="open",
        actor=page.home.actor,
        family_id=page.home.id,
        child_id=page.home.child,
        type_id=page.sheet,
        school_year_id=YEAR,
        secret=SECRET,
    )
    assert answer == Refused(Reason.NO_FILE_FROM_HERE)
