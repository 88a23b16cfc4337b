"""Which quotient counts on a day, how it is made of an income, and who counts as a resident."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portail_tui.domain.rules.eligibility import Schooling
from portail_tui.domain.rules.quotient_formula import (
    CAF_PARTS,
    PARTS,
    PartsBy,
    PartsRule,
    QuotientHousehold,
    QuotientRounding,
    parts_rule,
    usual_rule,
)
from portail_tui.domain.rules.quotients import (
    ProofStatus,
    QuotientRecord,
    WhyMaximum,
    applies_from,
    income_on,
    quotient_on,
)
from portail_tui.domain.rules.residence import NO_EXCEPTIONS, Residence, ResidentExceptions, is_resident_on
from portail_tui.domain.shared.invalid_rule import InvalidRule

MAY = date(2026, 5, 1)


def record(
    value: int | None = 500_00,
    since: date = date(2026, 1, 1),
    until: date | None = None,
    status: ProofStatus = ProofStatus.ACCEPTED,
    income: int | None = None,
    parts: int | None = None,
) -> QuotientRecord:
    return QuotientRecord(
        value_hundredths=value,
        income_cents=income,
        parts_hundredths=parts,
        from_on=since,
        to_on=until,
        status=status,
    )


def test_income_alone_gives_a_quotient_by_twelfths_and_parts():
    # 30 000 € a year, 3 parts
    assert quotient_on([record(None, income=30_000_00, parts=3_00)], MAY) == 833_33


def test_the_newest_accepted_quotient_counts():
    records = [
        record(500_00),
        record(600_00, date(2026, 3, 1)),
        record(1_00, date(2026, 4, 1), status=ProofStatus.SENT),
    ]
    assert quotient_on(records, date(2026, 2, 28)) == 500_00
    assert quotient_on(records, MAY) == 600_00


@pytest.mark.parametrize(
    ("records", "why"),
    [
        ([], WhyMaximum.NONE),
        ([record(since=date(2027, 1, 1))], WhyMaximum.NONE),
        ([record(until=date(2026, 4, 30))], WhyMaximum.EXPIRED),
        ([record(status=ProofStatus.REFUSED)], WhyMaximum.REFUSED),
        ([record(status=ProofStatus.REFUSED), record(status=ProofStatus.SENT)], WhyMaximum.SENT),
        ([record(None)], WhyMaximum.EXPIRED),
    ],
)
def test_the_reason_for_the_maximum_is_the_most_useful_one(records: list[QuotientRecord], why: WhyMaximum):
    assert quotient_on(records, MAY) is why


def test_a_quotient_counts_on_its_last_day():
    assert quotient_on([record(until=MAY)], MAY) == 500_00


def test_the_income_is_that_of_the_last_accepted_record_that_has_one():
    records = [
        record(income=20_000_00),
        record(income=25_000_00, since=date(2026, 2, 1)),
        record(600_00, since=date(2026, 3, 1)),
        record(income=1, since=date(2026, 4, 1), status=ProofStatus.SENT),
    ]
    assert income_on(records, date(2026, 1, 15)) == 20_000_00
    assert income_on(records, MAY) == 25_000_00
    assert income_on([record(income=1, until=date(2026, 4, 30))], MAY) is None


def test_the_first_quotient_of_a_year_counts_from_its_proof_and_a_later_one_from_the_month_after():
    assert applies_from(date(2026, 9, 17), is_first_of_year=True) == date(2026, 9, 17)
    assert applies_from(date(2026, 9, 17), is_first_of_year=False) == date(2026, 10, 1)
    assert applies_from(date(2027, 1, 31), is_first_of_year=False) == date(2027, 2, 1)
    assert applies_from(date(2026, 12, 1), is_first_of_year=False) == date(2027, 1, 1)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.booleans())
def test_a_quotient_never_counts_backwards(sent_on: date, is_first: bool):
    since = applies_from(sent_on, is_first_of_year=is_first)
    assert timedelta(0) <= since - sent_on <= timedelta(31)


# --- parts ----------------------------------------------------------------------------------------------

CAF = usual_rule(PartsBy.CHILDREN)


@pytest.mark.parametrize(
    ("children", "disabled", "parts"),
    [
        (0, 0, "2"),
        (1, 0, "2.5"),
        (2, 0, "3"),
        (3, 0, "4"),
        (4, 0, "4.5"),
        (5, 0, "5"),
        (6, 0, "5.5"),
        (2, 1, "3.5"),
    ],
)
def test_the_caf_s_parts_go_by_the_number_of_children(children: int, disabled: int, parts: str):
    assert CAF.parts(QuotientHousehold(children=children, disabled_children=disabled)) == Decimal(parts)


def test_the_caf_s_own_example():
    # (30 000 / 12 + 148.52) / 3
    assert CAF.quotient(30_000_00, QuotientHousehold(children=2), benefits_cents=148_52) == 882_84


def test_a_town_may_divide_by_persons_with_one_more_for_a_lone_parent_and_half_for_a_disabled_child():
    rule = usual_rule(PartsBy.PERSONS)
    assert rule.quotient(24_000_00, QuotientHousehold(persons=4)) == 500_00
    assert rule.quotient(24_000_00, QuotientHousehold(persons=4, is_lone_parent=True)) == 400_00
    assert (
        rule.quotient(24_000_00, QuotientHousehold(persons=3, is_lone_parent=True, disabled_children=2))
        == 400_00
    )


def test_fiscal_parts_are_those_of_the_tax_notice():
    rule = usual_rule(PartsBy.FISCAL)
    home = QuotientHousehold(fiscal_parts=Decimal("2.5"), is_lone_parent=True, disabled_children=1)
    assert rule.quotient(30_000_00, home) == 1000_00


def test_what_the_town_counts_by_must_be_known():
    assert usual_rule(PartsBy.FISCAL).quotient(1, QuotientHousehold(persons=3, children=2)) is None
    assert usual_rule(PartsBy.PERSONS).quotient(1, QuotientHousehold(fiscal_parts=Decimal(2))) is None
    assert usual_rule(PartsBy.FISCAL).quotient(1, QuotientHousehold(fiscal_parts=Decimal(0))) is None


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [
        (QuotientRounding.HUNDREDTH, 833_33),
        (QuotientRounding.EURO, 833_00),
        (QuotientRounding.EURO_DOWN, 833_00),
    ],
)
def test_a_quotient_is_rounded_as_the_town_says(rounding: QuotientRounding, expected: int):
    assert (
        PartsRule(rounding=rounding).quotient(30_000_00, QuotientHousehold(fiscal_parts=Decimal(3)))
        == expected
    )
    assert (
        PartsRule(rounding=QuotientRounding.EURO).quotient(
            30_030_00, QuotientHousehold(fiscal_parts=Decimal(3))
        )
        == 834_00
    )
    assert (
        PartsRule(rounding=QuotientRounding.EURO_DOWN).quotient(
            30_030_00, QuotientHousehold(fiscal_parts=Decimal(3))
        )
        == 834_00
    )
    assert (
        PartsRule(rounding=QuotientRounding.EURO_DOWN).quotient(
            30_020_00, QuotientHousehold(fiscal_parts=Decimal(3))
        )
        == 833_00
    )


@given(
    st.builds(
        PartsRule,
        by=st.sampled_from(PartsBy),
        lone_parent=st.decimals(0, 3, places=1),
        disabled_child=st.decimals(0, 3, places=2),
        table=st.just(CAF_PARTS),
        further_child=st.just(Decimal("0.5")),
        rounding=st.sampled_from(QuotientRounding),
    )
)
def test_the_town_s_rule_survives_being_written_down(rule: PartsRule):
    assert parts_rule(PARTS.write(rule)) == rule


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"calcul": "au_jugé"},
        {"calcul": "enfants", "bareme": [{"enfants": 1, "parts": 2}]},
        {"calcul": "enfants", "bareme": [{"enfants": 0, "parts": 0}]},
    ],
)
def test_a_rule_for_parts_that_cannot_be_meant_is_refused(data: dict[str, object]):
    with pytest.raises(InvalidRule):
        parts_rule(data)


# --- residence ------------------------------------------------------------------------------------------

MOVED_OUT = (Residence(date(2025, 9, 1), True, "Valbrune"), Residence(date(2026, 3, 1), False, "Saint-Élie"))
ULIS = (Schooling("TILLEULS", "ULIS", date(2025, 9, 1)),)


def test_residence_is_that_of_the_day():
    assert is_resident_on(MOVED_OUT, (), date(2026, 2, 28), NO_EXCEPTIONS)
    assert not is_resident_on(MOVED_OUT, (), date(2026, 3, 1), NO_EXCEPTIONS)
    assert not is_resident_on(MOVED_OUT, (), date(2025, 8, 31), NO_EXCEPTIONS)


@pytest.mark.parametrize(
    "exceptions",
    [
        ResidentExceptions(cities=frozenset({"saint elie"})),
        ResidentExceptions(schools=frozenset({"TILLEULS"})),
        ResidentExceptions(grades=frozenset({"ULIS"})),
    ],
)
def test_a_town_may_count_others_as_residents(exceptions: ResidentExceptions):
    assert is_resident_on(MOVED_OUT, ULIS, MAY, exceptions)
    assert not is_resident_on(MOVED_OUT, (), MAY, ResidentExceptions(grades=frozenset({"ULIS"})))
