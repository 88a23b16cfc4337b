"""Mails that wait in a store: those that an earlier portal queued leave with the words it meant.

``stored_mails.json`` holds mails of every kind as each version wrote them, and the letter that the first
portal made of them. A line is never changed: a new version adds its own text beside the others.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from portail_tui.domain.ops.mail import MailKind
from portail_tui.services.core.mail_records import queued, read_mail, subject_of
from portail_tui.texts.mails.accounts import EmailChangeCode, NewPassword
from portail_tui.texts.mails.letter import letter
from tests.support.towns.town_store import CONTACT

SAMPLES: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("stored_mails.json").read_text(encoding="utf-8")
)


def test_there_are_samples_of_every_kind():
    assert {sample["kind"] for sample in SAMPLES} == {kind.value for kind in MailKind}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["kind"])
@pytest.mark.parametrize("version", ["version 0", "version 1"])
def test_a_stored_mail_of_any_version_becomes_the_same_letter(sample: dict[str, Any], version: str):
    mail = read_mail(sample["kind"], sample[version])
    assert mail.kind.value == sample["kind"]
    text = mail.text("ACDE-FGHJ") if isinstance(mail, NewPassword | EmailChangeCode) else mail.text()
    assert letter(text, CONTACT) == (sample["subject"], sample["body"])
    assert queued(mail, "").params == sample["version 1"], "as it is written today"


@pytest.mark.parametrize(
    ("kind", "params"),
    [
        ("surprise", "{}"),
        ("days_saved", "{}"),
        ("days_saved", "[]"),
        ("days_saved", "not JSON"),
        ("topped_up", '{"balance_cents":2500,"cents":"2000","v":1}'),
        ("topped_up", '{"balance_cents":2500,"cents":2000,"v":2}'),
        ("place_not_given", '{"details":null}'),
        ("document_accepted", "{}"),
    ],
)
def test_a_mail_that_cannot_be_read_is_told_by_its_kind(kind: str, params: str):
    with pytest.raises(ValueError):
        read_mail(kind, params)
    assert subject_of(kind, params) == kind


def test_a_mail_given_up_is_told_by_its_subject():
    assert subject_of("topped_up", '{"balance_cents":2500,"cents":2000}') == "Versement reçu"
