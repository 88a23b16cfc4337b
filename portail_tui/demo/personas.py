"""The families that the demonstration is made for, one case each; their log-ins are in ``logins``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from portail_tui.demo import logins
from portail_tui.demo.household_bookings import DAY, TOO_LATE, HomeBookings
from portail_tui.demo.ledger import CARD, Extra
from portail_tui.demo.people import DemoAdult, DemoHome, HouseholdMaker, Kid
from portail_tui.demo.slot_occupancy import Board, DemoSlot
from portail_tui.domain.bookings.day_state import BookingStatus
from portail_tui.domain.money.ledger import Cause


def special_homes(maker: HouseholdMaker) -> dict[str, DemoHome]:
    """Make the special families, by log-in, in the order of their numbers. Their children's ages fit the
    present school year."""
    made: dict[str, DemoHome] = {}
    for login, build in _BUILDERS.items():
        home = build(maker)
        home.email = home.adults[0].email = login
        made[login] = home
    made[logins.INACTIVE].is_active = False
    _share(made, maker)
    return made


def _born(maker: HouseholdMaker, age: int, month: int, day: int) -> date:
    """The birth date of a child that has its ``age``-th birthday in the year the school year begins."""
    return date(maker.start - age, month, day)


def _family(
    name: str,
    adults: Sequence[tuple[str, str, str]],
    kids: Sequence[tuple[str, int, int, int]],
    *,
    quotient: int | None = 80_000,
    is_resident: bool = True,
    has_papers: bool = True,
) -> Callable[[HouseholdMaker], DemoHome]:
    """``adults``: civility, first and last name; ``kids``: first name, age, month and day of birth."""

    def build(maker: HouseholdMaker) -> DemoHome:
        people: list[DemoAdult] = [maker.adult(*one, None) for one in adults]
        home = maker.bare_home(name, people, is_resident=is_resident)
        for first_name, age, month, day in kids:
            home.kids.append(maker.kid(first_name, name, _born(maker, age, month, day)))
        if quotient is not None:
            home.quotients = [maker.accepted(quotient - 3150, 430), maker.accepted(quotient, 65)]
        if has_papers:
            maker.all_papers(home)
        return home

    return build


def _main(maker: HouseholdMaker) -> DemoHome:
    home = _family(
        "Lefèvre-Kervella",
        (("Mme", "Solène", "Kervella"), ("M.", "Julien", "Lefèvre")),
        (("Lucie", 8, 3, 14), ("Malo", 5, 9, 2), ("Anaë", 3, 5, 27)),
        quotient=91_250,
        has_papers=False,
    )(maker)
    home.address = "14, rue de l'Orlette"
    maker.all_papers(home)
    # the youngest has not brought its health form: something to do on the home page
    home.kids[2].papers = [paper for paper in home.kids[2].papers if paper.code != "FICHE_SANITAIRE"]
    return home


def _expired(maker: HouseholdMaker) -> DemoHome:
    home = _family("N'Diaye", (("Mme", "Aminata", "N'Diaye"),), (("Awa", 7, 11, 3),), quotient=None)(maker)
    home.quotients = [maker.accepted(48_730, 380)]
    return home


def _missing(maker: HouseholdMaker) -> DemoHome:
    home = _family(
        "Gonçalves Pereira", (("M.", "João", "Gonçalves Pereira"),), (("Inès", 9, 6, 21), ("Hugo", 6, 2, 8))
    )(maker)
    for kid in home.kids:
        kid.papers = [paper for paper in kid.papers if paper.code not in ("ASSURANCE", "FICHE_SANITAIRE")]
    return home


_BUILDERS: dict[str, Callable[[HouseholdMaker], DemoHome]] = {
    logins.FAMILY: _main,
    logins.SHARED_A: _family("Marchal", (("Mme", "Élise", "Marchal"),), (), quotient=67_400),
    logins.SHARED_B: _family("Bouchet", (("M.", "Romain", "Bouchet"),), (), quotient=152_000),
    logins.EXPIRED_QUOTIENT: _expired,
    logins.INACTIVE: _family(
        "Trần", (("M.", "Minh", "Trần"), ("Mme", "Lan", "Trần")), (("Linh", 6, 4, 30), ("Théo", 4, 8, 16))
    ),
    logins.TOO_YOUNG: _family("Le Bris", (("Mme", "Gaëlle", "Le Bris"),), (("Gwenn", 1, 10, 5),)),
    logins.MISSING_DOCUMENT: _missing,
    logins.EMPTY_WALLET: _family("Petitjean", (("M.", "Cédric", "Petitjean"),), (("Zoé", 8, 1, 19),)),
    logins.IN_DEBT: _family("d'Harcy", (("Mme", "Bérengère", "d'Harcy"),), (("Achille", 9, 7, 7),)),
    logins.OUTSIDE: _family(
        "O'Brien", (("M.", "Owen", "O'Brien"),), (("Maëlys", 7, 12, 12),), is_resident=False
    ),
}


def _share(made: dict[str, DemoHome], maker: HouseholdMaker) -> None:
    """Give a child two homes, each with its weeks, its own days and its own price."""
    one, other = made[logins.SHARED_A], made[logins.SHARED_B]
    kid = maker.kid("Timéo", "Bouchet-Marchal", _born(maker, 7, 6, 3))
    one.kids, other.kids = [kid], [kid]
    one.custody[kid.id], other.custody[kid.id] = ("shared", "even"), ("shared", "odd")
    maker.all_papers(one)
    # the other home sent only what is its own
    other.papers = list(one.papers)


def book_weeks(book: HomeBookings, board: Board, kid: Kid, parity: int) -> None:
    """A home that shares a child books the meals of its own weeks (ISO week number modulo 2)."""
    for place in _around(book, board):
        if place.day.isocalendar().week % 2 == parity and place.activity.type_code == "PERI":
            _book(book, kid, place)


def book_some(book: HomeBookings, board: Board, every: int, most: int) -> None:
    """A few bookings around today, one slot in ``every``."""
    for kid in book.home.kids:
        for number, place in enumerate(_around(book, board)):
            if len(book.entries) >= most:
                return
            if number % every == 0:
                _book(book, kid, place)


def book_study(book: HomeBookings, board: Board) -> None:
    """Days of activities that are invoiced, older than all that other families booked."""
    first, last = book.today - timedelta(days=120), book.today - timedelta(days=45)
    for kid in book.home.kids:
        for place in board.places:
            if place.activity.is_prepaid or not first <= place.day <= last or place.day.weekday() > 1:
                continue
            if book.may(kid, place) and book.is_free(kid, place):
                book.add(kid, place, BookingStatus.BOOKED, place.ordinary - 3 * DAY)


def _around(book: HomeBookings, board: Board) -> list[DemoSlot]:
    first, last = book.today - timedelta(days=25), book.today + timedelta(days=20)
    units = [activity.units[0].id for activity in board.rulebook.activities.values()]
    places = [place for unit in units for place in board.by_unit[unit] if first <= place.day <= last]
    return sorted(places, key=lambda place: (place.day, place.id))


def _book(book: HomeBookings, kid: Kid, place: DemoSlot) -> None:
    at = book.ordinary_instant(place)
    if at == TOO_LATE or place.reserved or place.is_full or place.activity.needs_validation:
        return
    if place.cancelled_at and at >= place.cancelled_at:
        return
    if book.may(kid, place) and book.is_free(kid, place):
        book.add(kid, place, BookingStatus.BOOKED, at)


def movements(login: str, now: int) -> tuple[Extra, ...]:
    """Additional movements of a special family's wallet."""
    match login:
        case logins.FAMILY:
            return (Extra(now - DAY, Cause.TOP_UP, 6000, *CARD),)
        case logins.IN_DEBT:
            return (Extra(now - 2 * DAY, Cause.CORRECTION, -4000, "cheque", "Chèque rejeté par la banque"),)
        case logins.EMPTY_WALLET | logins.INACTIVE | logins.TOO_YOUNG:
            return ()
        case _:
            return (Extra(now - 5 * DAY, Cause.TOP_UP, 3000, "cheque", "Versement par chèque"),)
