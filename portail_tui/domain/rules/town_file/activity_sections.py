"""Keys of an activity: its public, its days, its deadlines, its prices."""

from __future__ import annotations

from portail_tui.domain.rules.deadlines import DEADLINE, DaysBefore
from portail_tui.domain.rules.eligibility import (
    GRADE_SET,
    MAX_AGE,
    MIN_AGE,
    SCHOOL_SET,
    Eligibility,
    check_ages,
)
from portail_tui.domain.rules.groups import GROUP, PLACES, Group
from portail_tui.domain.rules.packages import PACKAGE, Package
from portail_tui.domain.rules.schema import (
    DAY,
    FLAG,
    HOUR,
    OPTIONAL_TEXT,
    TEXT,
    TEXTS,
    UNIT_HOUR,
    WEEKDAY_SET,
    Field,
    FilePlace,
    Got,
    OneOf,
    Rows,
    Section,
    Shape,
    Whole,
    optional,
)
from portail_tui.domain.rules.school_calendar import Span
from portail_tui.domain.rules.tariffs import SURCHARGE
from portail_tui.domain.rules.town_file.plans import (
    NO_RULE,
    ActivityPlan,
    AnyClosure,
    DatedOpeningPlan,
    Each,
    OpeningPlan,
    Served,
    UnitPlan,
)
from portail_tui.domain.rules.town_file.town_sections import CLOSURE

# --- units ----------------------------------------------------------------------------------------------

_UNIT_CODE = Field("code", TEXT, "Le code de l'unité : « MIDI ».")
_UNIT_LABEL = Field("libelle", TEXT, "Ce que les familles lisent : « Midi ».")
_STARTS = Field("debut", UNIT_HOUR, "L'heure de début.")
_ENDS = Field("fin", UNIT_HOUR, "L'heure de fin.")
_UNIT_PLACES = optional("places", PLACES, "Le nombre de places ; sans lui, il n'y a pas de limite.")
_UNIT_TARIFF = Field("tarif", OPTIONAL_TEXT, "Le code de son tarif, s'il n'est pas celui de l'activité.", "")
_REQUIRES = Field("exige", TEXTS, "Codes des unités à réserver aussi le même jour.", ())
_EXCLUDES = Field("exclut", TEXTS, "Codes des unités que l'on ne peut pas réserver le même jour.", ())


def _check_unit(got: Got, at: FilePlace) -> None:
    if got[_STARTS] >= got[_ENDS]:
        at.note("la fin vient après le début.", _ENDS.name)


UNIT = Section(
    Shape(_UNIT_CODE, _UNIT_LABEL, _STARTS, _ENDS, _UNIT_PLACES, _UNIT_TARIFF, _REQUIRES, _EXCLUDES),
    lambda got: UnitPlan(
        code=got[_UNIT_CODE],
        label=got[_UNIT_LABEL],
        starts_minute=got[_STARTS],
        ends_minute=got[_ENDS],
        places=got[_UNIT_PLACES],
        tariff_code=got[_UNIT_TARIFF],
        requires=got[_REQUIRES],
        excludes=got[_EXCLUDES],
    ),
    _check_unit,
)

# --- openings -------------------------------------------------------------------------------------------

_OPENS_EACH = optional(
    "pour",
    OneOf({each.value: each for each in Each}),
    "Ce qui s'ouvre d'un coup : l'année, chaque vacances, chaque mois, chaque semaine ou chaque jour.",
)
_OPENS_FOR = Field("public", OneOf({"tous": False, "habitants": True}), "Pour qui.", False)
_OPENS_DAYS = optional("jours_avant", Whole(0, 366), "Tant de jours avant le premier jour de ce qui s'ouvre.")
_OPENS_RULE = optional(
    "quand", DEADLINE, "Une autre règle, à la place de « jours_avant » et « a », sur le premier jour."
)
_OPENS_AT = optional("a", HOUR, "À quelle heure.")
_OPENS_FIRST = optional("du", DAY, "Premier jour qui s'ouvre.")
_OPENS_LAST = optional("au", DAY, "Dernier jour qui s'ouvre, compris.")
_OPENS_ON = optional("le", DAY, "Le jour où ils s'ouvrent.")


def _opening(got: Got) -> OpeningPlan | DatedOpeningPlan:
    first, last, on = got[_OPENS_FIRST], got[_OPENS_LAST], got[_OPENS_ON]
    minute = got[_OPENS_AT] or 0
    if first is not None and last is not None and on is not None:
        return DatedOpeningPlan(
            first_on=first, last_on=last, for_residents_only=got[_OPENS_FOR], opens_on=on, minute=minute
        )
    rule = got[_OPENS_RULE] or DaysBefore(days=got[_OPENS_DAYS] or 0, minute=minute)
    return OpeningPlan(got[_OPENS_EACH] or Each.YEAR, got[_OPENS_FOR], rule)


_WAYS_TO_OPEN = (
    frozenset({"pour", "jours_avant", "a"}),
    frozenset({"pour", "quand"}),
    frozenset({"du", "au", "le", "a"}),
)


def _check_opening(got: Got, at: FilePlace) -> None:
    if got.given - {"public"} not in _WAYS_TO_OPEN:
        at.note(
            "une ouverture a soit « pour », « jours_avant » et « a », soit « pour » et « quand », "
            "soit « du », « au », « le » et « a »."
        )
        return
    first, last = got[_OPENS_FIRST], got[_OPENS_LAST]
    if first is not None and last is not None and first > last:
        at.note("la fin vient après le début.", _OPENS_LAST.name)


OPENING = Section(
    Shape(
        _OPENS_EACH,
        _OPENS_FOR,
        _OPENS_DAYS,
        _OPENS_AT,
        _OPENS_RULE,
        _OPENS_FIRST,
        _OPENS_LAST,
        _OPENS_ON,
    ),
    _opening,
    _check_opening,
)

# --- the activity ---------------------------------------------------------------------------------------

_CODE = Field("code", TEXT, "Le code de l'activité.")
_TYPE = Field("type", TEXT, "Le code de son type.")
_NAME = Field("nom", TEXT, "Ce que les familles lisent.")
_SUMMARY = Field("resume", OPTIONAL_TEXT, "Une ligne : quels jours, à quelles heures.", "")
_PAYMENT = Field(
    "paiement",
    OneOf({"reservation": True, "facture": False}),
    "Débitée en réservant, ou facturée chaque mois.",
)
_VALIDATED = Field("a_valider", FLAG, "Un agent valide chaque réservation.", False)
_WAITING = Field("liste_attente", FLAG, "Complète, elle a une liste d'attente.", False)
_ENROLLED = Field(
    "inscription_prealable", FLAG, "La mairie accepte l'inscription avant toute réservation.", False
)
_WEEKDAYS = Field("jours", WEEKDAY_SET, "Les jours de la semaine servis.")
_SERVED = Field(
    "periode",
    OneOf({served.value: served for served in Served}),
    "En période d'école, pendant les vacances (toutes, les petites, l'été) ou toute l'année.",
)
_DATE_FIRST = Field("du", DAY, "Premier jour.")
_DATE_LAST = Field("au", DAY, "Dernier jour, compris.")
_DATES: Field[tuple[Span, ...]] = Field(
    "dates",
    Rows(Section(Shape(_DATE_FIRST, _DATE_LAST), lambda got: Span("", got[_DATE_FIRST], got[_DATE_LAST]))),
    "Les seules dates servies (séjours, stages) ; sans elles, toutes celles de sa période.",
    (),
)
_TARIFF = Field("tarif", TEXT, "Le code de son tarif.")
_BOOKING = Field("reservation", DEADLINE, "Jusqu'à quand un jour se réserve.")
_CANCELLING = Field("annulation", DEADLINE, "Jusqu'à quand un jour réservé s'annule.")
_LATE = optional("hors_delai", DEADLINE, "Jusqu'à quand un jour se réserve encore, avec une majoration.")
_SURCHARGE = optional("majoration", SURCHARGE, "Ce que coûte en plus une réservation hors délai.")
_FEW = Field(
    "peu_de_places", Whole(0, 1000), "À partir de combien de places le calendrier dit ce qu'il reste.", 5
)
_DOCUMENTS = Field("pieces", TEXTS, "Codes des pièces demandées.", ())
_LEAST_DAYS = Field(
    "jours_par_semaine_au_moins", Whole(0, 7), "Nombre de jours à réserver au moins par semaine.", 0
)
_PACKAGES_ONLY = Field("forfaits_seulement", FLAG, "Les jours ne se réservent pas un par un.", False)
_OPENINGS: Field[tuple[OpeningPlan | DatedOpeningPlan, ...]] = Field(
    "ouvertures", Rows(OPENING), "Quand les réservations s'ouvrent ; sans elles, elles le sont toujours.", ()
)
_CLOSURES: Field[tuple[AnyClosure, ...]] = Field(
    "fermetures", Rows(CLOSURE), "Les jours où cette activité est fermée.", ()
)
_UNITS = Field("unites", Rows(UNIT, least=1), "Les parties de la journée.")
_GROUPS: Field[tuple[Group, ...]] = Field(
    "groupes", Rows(GROUP), "Des groupes qui ont leurs places ; un enfant d'aucun groupe n'est pas admis.", ()
)
_PACKAGES: Field[tuple[Package, ...]] = Field(
    "forfaits", Rows(PACKAGE), "Des jours d'une semaine réservés ensemble, à un prix.", ()
)


def _activity(got: Got) -> ActivityPlan:
    return ActivityPlan(
        code=got[_CODE],
        type_code=got[_TYPE],
        name=got[_NAME],
        summary=got[_SUMMARY],
        is_prepaid=got[_PAYMENT],
        needs_validation=got[_VALIDATED],
        has_waiting_list=got[_WAITING],
        enrolment_first=got[_ENROLLED],
        eligibility=Eligibility(got[MIN_AGE], got[MAX_AGE], got[GRADE_SET], got[SCHOOL_SET]),
        weekdays=got[_WEEKDAYS],
        served=got[_SERVED],
        booking_rule=got[_BOOKING] or NO_RULE,
        late_rule=got[_LATE],
        cancel_rule=got[_CANCELLING] or NO_RULE,
        surcharge=got[_SURCHARGE],
        tariff_code=got[_TARIFF],
        few_places=got[_FEW],
        units=got[_UNITS],
        openings=got[_OPENINGS],
        documents=got[_DOCUMENTS],
        closures=got[_CLOSURES],
        dates=got[_DATES],
        groups=got[_GROUPS],
        packages=got[_PACKAGES],
        packages_only=got[_PACKAGES_ONLY],
        least_days_a_week=got[_LEAST_DAYS],
    )


ACTIVITY = Section(
    Shape(
        _CODE,
        _TYPE,
        _NAME,
        _SUMMARY,
        _PAYMENT,
        _SERVED,
        _WEEKDAYS,
        _DATES,
        MIN_AGE,
        MAX_AGE,
        GRADE_SET,
        SCHOOL_SET,
        _TARIFF,
        _BOOKING,
        _LATE,
        _SURCHARGE,
        _CANCELLING,
        _OPENINGS,
        _VALIDATED,
        _WAITING,
        _ENROLLED,
        _DOCUMENTS,
        _FEW,
        _LEAST_DAYS,
        _PACKAGES_ONLY,
        _UNITS,
        _GROUPS,
        _PACKAGES,
        _CLOSURES,
    ),
    _activity,
    check_ages,
)
