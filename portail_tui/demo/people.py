"""The town's households: adults, children, schools, quotients and documents. All of them are invented.

Everything is drawn from one ``random.Random``: the same seed on the same day makes the same town.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from portail_tui.demo import names
from portail_tui.domain.documents.requirements import DocumentState
from portail_tui.domain.rules.eligibility import Schooling
from portail_tui.domain.rules.quotients import ProofStatus, QuotientRecord
from portail_tui.domain.rules.town_file import SchoolPlan, TownFile
from portail_tui.domain.rules.town_file.expand_years import YearPlan

GRADES = ("PS", "MS", "GS", "CP", "CE1", "CE2", "CM1", "CM2", "6e")
FIRST_GRADE_AGE = 3
"""In the school year that starts in Y, PS is born Y-3."""
NO_GRADE = ""


@dataclass(slots=True, kw_only=True)
class DemoAdult:
    civility: str
    first_name: str
    last_name: str
    email: str | None
    phone: str
    may_book: bool = True


@dataclass(slots=True, kw_only=True)
class Paper:
    """A document sent; ``year`` is the index of its school year, or None."""

    code: str
    year: int | None
    status: DocumentState
    sent_days_ago: int
    reason: str = ""
    expires_on: date | None = None


@dataclass(slots=True, eq=False, kw_only=True)
class Kid:
    id: int
    first_name: str
    last_name: str
    birth_on: date
    schoolings: tuple[Schooling, ...]
    papers: list[Paper] = field(default_factory=list)
    needs_help: bool = False


@dataclass(slots=True, eq=False, kw_only=True)
class DemoHome:
    """A household. ``email`` is its log-in, where it has one."""

    id: int
    name: str
    address: str
    postcode: str
    city: str
    is_resident: bool
    adults: list[DemoAdult]
    kids: list[Kid]
    quotients: list[QuotientRecord]
    email: str | None
    papers: list[Paper] = field(default_factory=list)
    is_active: bool = True
    custody: dict[int, tuple[str, str | None]] = field(default_factory=dict)
    """By child: « full » or « shared », and its weeks."""

    @property
    def number(self) -> str:
        return f"F{self.id:06d}"


class HouseholdMaker:
    """Makes homes one by one. Identifiers are given in order, from 1."""

    def __init__(self, random: Random, file: TownFile, years: Sequence[YearPlan], today: date) -> None:
        self._random = random
        self._names = names.read()
        self._file = file
        asked = {code for activity in file.activities for code in activity.documents}
        self._asked = [document for document in file.documents if document.code in asked]
        self._years = years
        self.today = today
        self._homes = 0
        self._kids = 0
        self._town = file.town.contact.name
        self._postcode = file.town.contact.address[-1].partition(" ")[0]
        self._schools = {grade: _schools_of(file.schools, grade) for grade in GRADES}
        self.this_year = next(n for n, year in enumerate(years) if year.first_on <= today <= year.last_on)

    @property
    def start(self) -> int:
        """The civil year in which the present school year began."""
        return self._years[self.this_year].first_on.year

    def home(self) -> DemoHome:
        """A household like others."""
        pick = self._random
        name = self._family_name()
        adults = self._adults(name)
        is_resident = pick.random() < 0.88
        home = self.bare_home(name, adults, is_resident=is_resident)
        last_name = name
        if len(adults) == 2 and adults[1].last_name != name and pick.random() < 0.25:
            last_name = f"{name}-{adults[1].last_name}"
        choice = pick.randrange(10)
        for birth_on in self._births():
            kid = self.kid(self._first_name(home), last_name, birth_on, choice)
            kid.needs_help = pick.random() < 0.02
            home.kids.append(kid)
        home.quotients = self._quotients()
        home.is_active = pick.random() < 0.94
        home.email = adults[0].email if pick.random() < 0.93 else None
        self._papers(home)
        return home

    def bare_home(self, name: str, adults: list[DemoAdult], *, is_resident: bool = True) -> DemoHome:
        """A household without children, quotient or log-in yet."""
        pick = self._random
        self._homes += 1
        postcode, city = (self._postcode, self._town) if is_resident else pick.choice(self._names.neighbours)
        address = f"{pick.randint(1, 120)}, {pick.choice(self._names.streets)}"
        return DemoHome(
            id=self._homes,
            name=name,
            address=address,
            postcode=postcode,
            city=city,
            is_resident=is_resident,
            adults=adults,
            kids=[],
            quotients=[],
            email=None,
        )

    def kid(self, first_name: str, last_name: str, birth_on: date, choice: int = 0) -> Kid:
        """A child, schooled each year at its grade's age; ``choice`` keeps siblings in the same schools."""
        self._kids += 1
        schoolings = []
        for year in self._years:
            grade = grade_in(year.first_on.year, birth_on)
            if grade != NO_GRADE and (schools := self._schools[grade]):
                school = schools[choice % len(schools)]
                schoolings.append(Schooling(school, grade, year.first_on, year.last_on))
        return Kid(
            id=self._kids,
            first_name=first_name,
            last_name=last_name,
            birth_on=birth_on,
            schoolings=tuple(schoolings),
        )

    def adult(self, civility: str, first_name: str, last_name: str, email: str | None) -> DemoAdult:
        return DemoAdult(
            civility=civility, first_name=first_name, last_name=last_name, email=email, phone=self._phone()
        )

    def accepted(self, value: int, from_days_ago: int, days: int = 365) -> QuotientRecord:
        """An accepted quotient, in hundredths."""
        from_on = self.today - timedelta(days=from_days_ago)
        return QuotientRecord(
            value_hundredths=value,
            income_cents=None,
            parts_hundredths=None,
            from_on=from_on,
            to_on=from_on + timedelta(days=days - 1),
            status=ProofStatus.ACCEPTED,
        )

    def all_papers(self, home: DemoHome) -> None:
        """Every document accepted, for every child and every school year."""
        for document in self._asked:
            years = range(len(self._years)) if document.is_yearly else (None,)
            for year in years:
                for owner in home.kids if document.for_child else [home]:
                    owner.papers.append(
                        Paper(code=document.code, year=year, status=DocumentState.ACCEPTED, sent_days_ago=70)
                    )

    def _family_name(self) -> str:
        pick = self._random
        draw = pick.random()
        if draw < 0.02:
            return pick.choice(self._names.rare_families)
        name = pick.choice(self._names.families)
        return f"{name}-{pick.choice(self._names.families)}" if draw < 0.07 else name

    def _adults(self, name: str) -> list[DemoAdult]:
        pick = self._random
        first = self._adult(name, is_woman=pick.random() < 0.6)
        draw = pick.random()
        if draw < 0.2:
            return [first]
        other_name = name if draw < 0.6 else self._family_name()
        is_woman = (first.civility == "M.") is (pick.random() < 0.96)
        return [first, self._adult(other_name, is_woman=is_woman)]

    def _adult(self, name: str, *, is_woman: bool) -> DemoAdult:
        pick = self._random
        first_name = pick.choice(self._names.mothers if is_woman else self._names.fathers)
        email = None
        if pick.random() < 0.95:
            email = f"{ascii_of(first_name)}.{ascii_of(name)}.{self._homes + 1}@exemple.fr"
        return DemoAdult(
            civility="Mme" if is_woman else "M.",
            first_name=first_name,
            last_name=name,
            email=email,
            phone=self._phone(),
        )

    def _phone(self) -> str:
        # numbers that the regulator keeps for fiction
        four = f"{self._random.randrange(10_000):04d}"
        return f"{'06 39 98' if self._random.random() < 0.8 else '02 61 91'} {four[:2]} {four[2:]}"

    def _first_name(self, home: DemoHome) -> str:
        taken = {kid.first_name for kid in home.kids}
        while (name := self._random.choice(self._names.children)) in taken:
            pass
        return name

    def _births(self) -> list[date]:
        """Birth dates of siblings, the eldest first: at least one of an age to be schooled, or nearly."""
        pick = self._random
        number = pick.choices((1, 2, 3, 4), (34, 46, 16, 4))[0]
        age = pick.choices(range(2, 12), (3, 10, 11, 11, 11, 12, 12, 12, 11, 7))[0]
        births = []
        for _ in range(number):
            year = self.start - age
            births.append(date(year, 1, 1) + timedelta(days=pick.randrange(365)))
            age -= pick.choices((0, 1, 2, 3, 4), (2, 10, 42, 30, 16))[0]
            if age < 0:
                break
        return sorted(births)

    def _quotients(self) -> list[QuotientRecord]:
        pick, today = self._random, self.today
        value = min(max(int(pick.lognormvariate(6.85, 0.45) * 100), 12_000), 450_000)
        since = pick.randint(45, 335)
        draw = pick.random()
        if draw < 0.06:
            return []
        if draw < 0.10:
            return [
                QuotientRecord(
                    value_hundredths=value,
                    income_cents=None,
                    parts_hundredths=None,
                    from_on=today - timedelta(days=9),
                    to_on=None,
                    status=ProofStatus.SENT,
                )
            ]
        if draw < 0.13:
            from_on = today - timedelta(days=since)
            return [
                QuotientRecord(
                    value_hundredths=value,
                    income_cents=None,
                    parts_hundredths=None,
                    from_on=from_on,
                    to_on=None,
                    status=ProofStatus.REFUSED,
                )
            ]
        if draw < 0.17:
            return [self.accepted(value, 365 + since // 3)]
        if draw < 0.21:
            from_on = today - timedelta(days=since)
            income, parts = value * 33, pick.choice((200, 250, 300, 400))
            to_on = from_on + timedelta(days=364)
            return [
                QuotientRecord(
                    value_hundredths=None,
                    income_cents=income,
                    parts_hundredths=parts,
                    from_on=from_on,
                    to_on=to_on,
                    status=ProofStatus.ACCEPTED,
                )
            ]
        before = max(12_000, value - pick.randint(-8_000, 12_000))
        return [self.accepted(before, since + 365), self.accepted(value, since)]

    def _papers(self, home: DemoHome) -> None:
        pick = self._random
        for document in self._asked:
            for owner in home.kids if document.for_child else (home,):
                for year in range(len(self._years)) if document.is_yearly else (None,):
                    is_next = year is not None and year > self.this_year
                    if pick.random() < (0.5 if is_next else 0.05):
                        continue
                    owner.papers.append(self._paper(document.code, year, document.needs_validation))

    def _paper(self, code: str, year: int | None, needs_validation: bool) -> Paper:
        pick = self._random
        days = pick.randint(1, 25) if year is not None and year > self.this_year else pick.randint(20, 80)
        draw = pick.random()
        if not needs_validation or draw < 0.9:
            expires_on = None
            if year is None and draw < 0.04:
                expires_on = self.today - timedelta(days=pick.randint(1, 60))
            return Paper(
                code=code,
                year=year,
                status=DocumentState.ACCEPTED,
                sent_days_ago=days,
                reason="",
                expires_on=expires_on,
            )
        if draw < 0.96:
            return Paper(code=code, year=year, status=DocumentState.SENT, sent_days_ago=min(days, 6))
        return Paper(
            code=code,
            year=year,
            status=DocumentState.REFUSED,
            sent_days_ago=days,
            reason="La photo est illisible.",
        )


def grade_in(start: int, birth_on: date) -> str:
    """The grade of a child in the school year that starts in ``start``, or NO_GRADE outside PS … 6e."""
    index = start - birth_on.year - FIRST_GRADE_AGE
    return GRADES[index] if 0 <= index < len(GRADES) else NO_GRADE


def _schools_of(schools: Sequence[SchoolPlan], grade: str) -> list[str]:
    return [school.code for school in schools if grade in school.grades]


def ascii_of(name: str) -> str:
    """A name as it stands in an e-mail address."""

    plain = unicodedata.normalize("NFKD", name.casefold().replace("ı", "i"))
    return "".join(char if char.isascii() and char.isalnum() else "-" * (char in " -'") for char in plain)
