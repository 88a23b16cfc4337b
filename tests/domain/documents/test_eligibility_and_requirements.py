"""Who may come, and which documents stand in the way."""

from datetime import date

import pytest

from portail_tui.domain.documents.requirements import DocumentState, SentDocument, state_of_document, unlocks
from portail_tui.domain.rules.document_types import DocumentType
from portail_tui.domain.rules.eligibility import Eligibility, Schooling, age_on, schooling_on

DAY = date(2026, 11, 24)
BORN = date(2019, 11, 25)  # seven tomorrow


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (BORN, DAY, 6),
        (BORN, date(2026, 11, 25), 7),
        (date(2020, 2, 29), date(2027, 2, 28), 6),
        (date(2020, 2, 29), date(2027, 3, 1), 7),
    ],
)
def test_age_is_counted_on_the_day(birth: date, day: date, age: int):
    assert age_on(birth, day) == age


def test_a_child_becomes_old_enough_on_its_birthday_and_stays_until_the_next():
    seven = Eligibility(min_age=7, max_age=7)
    assert not seven.admits(BORN, (), DAY)
    assert seven.admits(BORN, (), date(2026, 11, 25))
    assert seven.admits(BORN, (), date(2027, 11, 24))
    assert not seven.admits(BORN, (), date(2027, 11, 25))


def test_grade_and_school_are_those_of_the_day():
    history = (
        Schooling("PREVERT", "GS", date(2025, 9, 1), date(2026, 8, 31)),
        Schooling("FERRY", "CP", date(2026, 9, 1)),
    )
    cp_at_ferry = Eligibility(grades=frozenset({"CP"}), schools=frozenset({"FERRY"}))
    assert cp_at_ferry.admits(BORN, history, DAY)
    assert not cp_at_ferry.admits(BORN, history, date(2026, 8, 31))
    assert not Eligibility(schools=frozenset({"PREVERT"})).admits(BORN, history, DAY)
    assert schooling_on(history, date(2025, 8, 31)) is None


def test_a_child_without_schooling_is_kept_out_only_where_a_school_is_asked_for():
    assert Eligibility().admits(BORN, (), DAY)
    assert not Eligibility(grades=frozenset({"CP"})).admits(BORN, (), DAY)


INSURANCE = DocumentType(
    id=1,
    code="ASSURANCE",
    label="Attestation d'assurance scolaire",
    for_child=True,
    is_yearly=True,
    needs_validation=True,
)


def sent(status: DocumentState, order: int = 1, **changes: object) -> SentDocument:
    values: dict[str, object] = {
        "type_id": 1,
        "child_id": 7,
        "school_year_id": 3,
        "status": status,
        "reason": "illisible" if status is DocumentState.REFUSED else "",
        "expires_on": None,
        "order": order,
    }
    return SentDocument(**{**values, **changes})  # type: ignore[arg-type]


def found(*documents: SentDocument, kind: DocumentType = INSURANCE) -> DocumentState:
    return state_of_document(kind, documents, child_id=7, school_year_id=3, today=DAY)[0]


def test_each_state_of_a_document():
    assert found() is DocumentState.MISSING
    assert found(sent(DocumentState.SENT)) is DocumentState.SENT
    assert found(sent(DocumentState.ACCEPTED)) is DocumentState.ACCEPTED
    assert found(sent(DocumentState.REFUSED)) is DocumentState.REFUSED
    assert found(sent(DocumentState.ACCEPTED, expires_on=date(2026, 11, 23))) is DocumentState.EXPIRED
    assert found(sent(DocumentState.ACCEPTED, expires_on=DAY)) is DocumentState.ACCEPTED


def test_the_reason_of_a_refusal_is_told():
    refused = [sent(DocumentState.REFUSED)]
    state, reason = state_of_document(INSURANCE, refused, child_id=7, school_year_id=3, today=DAY)
    assert (state, reason) == (DocumentState.REFUSED, "illisible")


def test_another_childs_document_or_last_years_is_not_this_one():
    assert found(sent(DocumentState.ACCEPTED, child_id=8)) is DocumentState.MISSING
    assert found(sent(DocumentState.ACCEPTED, school_year_id=2)) is DocumentState.MISSING


def test_sending_a_new_version_takes_no_right_away():
    assert found(sent(DocumentState.ACCEPTED, 1), sent(DocumentState.SENT, 2)) is DocumentState.ACCEPTED
    assert found(sent(DocumentState.REFUSED, 1), sent(DocumentState.SENT, 2)) is DocumentState.SENT


def test_a_document_that_needs_no_validation_unlocks_once_sent():
    trusted = DocumentType(
        id=1, code="ASSURANCE", label="", for_child=True, is_yearly=True, needs_validation=False
    )
    assert unlocks(trusted, DocumentState.SENT)
    assert not unlocks(INSURANCE, DocumentState.SENT)
    for state in (DocumentState.MISSING, DocumentState.REFUSED, DocumentState.EXPIRED):
        assert not unlocks(trusted, state)
