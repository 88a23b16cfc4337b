"""Tables that a French spreadsheet opens as they are, and in which no text computes."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portail_tui.domain.shared.csv_tables import Cents, to_csv


def read(content: bytes) -> list[list[str]]:
    """As a spreadsheet reads it."""
    return list(csv.reader(content.decode("utf-8-sig").splitlines(keepends=True), delimiter=";"))


def test_it_has_its_mark_semicolons_decimal_commas_and_french_days():
    content = to_csv(
        ("Jour", "Montant"), [(date(2026, 12, 1), Cents(-250)), (date(2026, 12, 2), Cents(123_456))]
    )
    assert content == "\ufeffJour;Montant\r\n01/12/2026;-2,50\r\n02/12/2026;1234,56\r\n".encode()


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+33 6", "-2", "@SUM(A1)", " =1", "\t=1", "\r=1", "|calc", "%x", "＝1", "＋1", "－1", "＠x"],
)
def test_text_that_would_be_a_formula_is_text(text: str):
    [[cell]] = read(to_csv((text,), []))
    assert cell.startswith("'")


def test_quotes_separators_and_ends_of_line_stay_in_their_cell():
    assert read(to_csv(("a;b", 'dit "non"'), [("x\ny", "")])) == [["a;b", 'dit "non"'], ["x\ny", ""]]


@given(st.text())
def test_nothing_written_by_anybody_opens_a_formula(text: str):
    written = to_csv((text,), []).decode("utf-8-sig").removesuffix("\r\n").removeprefix('"')
    assert written.lstrip()[:1] not in set("=+-@|%")
