"""The keys of a town's file that are the town's own: who it is, its calendar, its desk, its schools."""

from __future__ import annotations

from datetime import date

from portail_tui.domain.rules.legal_notices import NOTICES
from portail_tui.domain.rules.mail_server import MAIL_SERVER
from portail_tui.domain.rules.public_holidays import HolidayPlan
from portail_tui.domain.rules.quotient_formula import PARTS
from portail_tui.domain.rules.residence import RESIDENTS
from portail_tui.domain.rules.rulebook import USUAL_TERMS, InvoiceTerms, TownContact
from portail_tui.domain.rules.schema import (
    DAY,
    FLAG,
    HUNDREDTHS,
    LINES,
    MONTH_DAY,
    OPTIONAL_TEXT,
    SIGNED,
    TEXT,
    TEXTS,
    Field,
    FilePlace,
    Got,
    OneOf,
    Rows,
    Scalar,
    Section,
    Shape,
    Whole,
    optional,
)
from portail_tui.domain.rules.school_calendar import Span
from portail_tui.domain.rules.town_file.plans import (
    AnyClosure,
    ClosurePlan,
    DocumentPlan,
    RegiePlan,
    SchoolPlan,
    TownPlan,
    TypePlan,
    YearPlan,
)

LONGEST_YEAR = 400

# --- [commune] ------------------------------------------------------------------------------------------

_NAME = Field("nom", TEXT, "Le nom de la commune.")
_SERVICE = Field("service", TEXT, "Le service qui répond aux familles.")
_ADDRESS = Field("adresse", TEXTS, "L'adresse, une ligne par texte.", ())
_PHONE = Field("telephone", TEXT, "Le téléphone du service.")
_EMAIL = Field("courriel", TEXT, "L'adresse électronique du service.")
_HOURS = Field("horaires", TEXTS, "Les horaires d'ouverture, une ligne par texte.", ())
_MEANS = Field("moyens_a_l_accueil", TEXTS, "Les moyens de paiement acceptés à l'accueil.", ())
_ZONE = Field("zone_scolaire", OneOf({zone: zone for zone in "ABC"}), "La zone des vacances scolaires.")

COMMUNE = Section(
    Shape(_NAME, _SERVICE, _ADDRESS, _PHONE, _EMAIL, _HOURS, _MEANS, _ZONE),
    lambda got: (
        TownContact(
            name=got[_NAME],
            service=got[_SERVICE],
            address=got[_ADDRESS],
            phone=got[_PHONE],
            email=got[_EMAIL],
            hours=got[_HOURS],
            means_at_desk=got[_MEANS],
        ),
        got[_ZONE],
    ),
)

# --- [regie], [tirelire], [annee_scolaire], [reglement] -------------------------------------------------

_REGIE_CODE = Field("code", TEXT, "Le code de la régie.", "REGIE")
_REGIE_NAME = Field(
    "nom", TEXT, "Le nom de la régie, tel qu'il sera imprimé.", "Régie des services aux familles"
)
REGIE = Section(Shape(_REGIE_CODE, _REGIE_NAME), lambda got: RegiePlan(got[_REGIE_CODE], got[_REGIE_NAME]))

_FLOOR = Field("plancher", SIGNED, "Le solde en dessous duquel une réservation ne descend jamais.", 0)
_LOW = Field("solde_bas", HUNDREDTHS, "Le solde en dessous duquel la famille est prévenue.", 10_00)
_TOP_UP_LEAST = Field("versement_au_moins", HUNDREDTHS, "Le plus petit versement.", 5_00)
_TOP_UP_MOST = Field("versement_au_plus", HUNDREDTHS, "Le plus grand versement.", 300_00)
_REPRICED = Field(
    "prix_suivis",
    FLAG,
    "Un jour déjà payé suit un nouveau quotient ou un nouveau tarif : la différence est débitée ou créditée.",
    True,
)


def _check_wallet(got: Got, at: FilePlace) -> None:
    if got[_TOP_UP_LEAST] > got[_TOP_UP_MOST]:
        at.note("il est au moins égal à « versement_au_moins ».", _TOP_UP_MOST.name)


WALLET = Section(
    Shape(_FLOOR, _LOW, _TOP_UP_LEAST, _TOP_UP_MOST, _REPRICED),
    lambda got: (got[_FLOOR], got[_LOW], got[_TOP_UP_LEAST], got[_TOP_UP_MOST], got[_REPRICED]),
    _check_wallet,
)

_NEXT_YEAR = Field(
    "preparer_la_suivante_le",
    MONTH_DAY,
    "Le jour (mois-jour) à partir duquel l'année scolaire suivante est ouverte à côté de celle en cours.",
    (6, 1),
)
SCHOOL_YEAR = Section(Shape(_NEXT_YEAR), lambda got: got[_NEXT_YEAR])

_RULES = Field("texte", LINES, "Ce qu'une famille accepte en activant son compte (Markdown).", "")
RULES = Section(Shape(_RULES), lambda got: got[_RULES])

# --- [factures] -----------------------------------------------------------------------------------------

_DAYS_TO_PAY = Field(
    "jours_pour_payer", Whole(0, 365), "Combien de jours une famille a pour payer.", USUAL_TERMS.days_to_pay
)
_VAT = Field("mention_tva", TEXT, "Ce qui est dit de la TVA.", USUAL_TERMS.vat)
_COMPLAINTS = Field(
    "reclamations", OPTIONAL_TEXT, "Où réclamer ; vide : au service qui répond aux familles.", ""
)
_AFTERWARDS = Field("suites", TEXT, "Ce qui arrive à une facture impayée.", USUAL_TERMS.afterwards)
INVOICING = Section(
    Shape(_DAYS_TO_PAY, _VAT, _COMPLAINTS, _AFTERWARDS),
    lambda got: InvoiceTerms(got[_DAYS_TO_PAY], got[_VAT], got[_COMPLAINTS], got[_AFTERWARDS]),
)

# --- [garde_alternee] -----------------------------------------------------------------------------------

_BINDING = Field(
    "semaines_obligatoires",
    FLAG,
    "Chaque foyer ne réserve que ses semaines ; sinon, elles sont seulement montrées.",
    False,
)
CUSTODY = Section(Shape(_BINDING), lambda got: got[_BINDING])

# --- [calendrier], [[annees]], [[fermetures]] -----------------------------------------------------------

_ALSACE = Field("alsace_moselle", FLAG, "Le vendredi saint et le 26 décembre sont fériés aussi.", False)
_DAY_NAME = Field("nom", TEXT, "Le nom du jour férié.")
_DAY_ON = Field("le", MONTH_DAY, "Le jour (mois-jour), tous les ans.")
_MORE_DAYS: Field[tuple[tuple[tuple[int, int], str], ...]] = Field(
    "jours_feries_en_plus",
    Rows(Section(Shape(_DAY_NAME, _DAY_ON), lambda got: (got[_DAY_ON], got[_DAY_NAME]))),
    "Jours fériés propres à la commune ou au département.",
    (),
)
_KEPT_OPEN = Field(
    "jours_feries_travailles", TEXTS, "Jours fériés qui ne le sont pas ici : « Lundi de Pentecôte ».", ()
)
CALENDAR = Section(
    Shape(_ALSACE, _MORE_DAYS, _KEPT_OPEN),
    lambda got: HolidayPlan(got[_ALSACE], got[_MORE_DAYS], frozenset(got[_KEPT_OPEN])),
)

_SPAN_NAME = Field("nom", TEXT, "Le nom de ces vacances.")
_SPAN_FIRST = Field("du", DAY, "Le premier jour sans école.")
_SPAN_LAST = Field("au", DAY, "Le dernier jour sans école, compris.")
_SPAN_SUMMER = Field("ete", FLAG, "Ce sont les vacances d'été.", False)
_YEAR_CODE = Field("code", TEXT, "L'année scolaire : « 2026-2027 ».")
_YEAR_FIRST = Field("du", DAY, "Le premier jour de l'année scolaire.")
_YEAR_LAST = Field("au", DAY, "Le dernier jour de l'année scolaire, vacances d'été comprises.")


def _check_span(got: Got, at: FilePlace) -> None:
    if got[_SPAN_FIRST] > got[_SPAN_LAST]:
        at.note("la fin vient après le début.", _SPAN_LAST.name)


HOLIDAYS = Section(
    Shape(_SPAN_NAME, _SPAN_FIRST, _SPAN_LAST, _SPAN_SUMMER),
    lambda got: Span(got[_SPAN_NAME], got[_SPAN_FIRST], got[_SPAN_LAST], got[_SPAN_SUMMER]),
    _check_span,
)
_YEAR_HOLIDAYS = Field("vacances", Rows(HOLIDAYS), "Les vacances de cette année scolaire.")


def _check_year(got: Got, at: FilePlace) -> None:
    first, last = got[_YEAR_FIRST], got[_YEAR_LAST]
    if not 0 < (last - first).days <= LONGEST_YEAR:
        at.note("une année scolaire finit un an environ après son début.", _YEAR_LAST.name)
    elif got[_YEAR_CODE] != f"{first.year}-{first.year + 1}":
        at.note(f"cette année scolaire s'appelle « {first.year}-{first.year + 1} ».", _YEAR_CODE.name)
    before = date.min
    for number, span in enumerate(got[_YEAR_HOLIDAYS]):
        if span.first_on <= before:
            at.note("les vacances se suivent sans se recouvrir.", _YEAR_HOLIDAYS.name, number)
        if not first <= span.first_on <= span.last_on <= last:
            at.note("ces vacances sortent de l'année scolaire.", _YEAR_HOLIDAYS.name, number)
        before = span.last_on


YEAR = Section(
    Shape(_YEAR_CODE, _YEAR_FIRST, _YEAR_LAST, _YEAR_HOLIDAYS),
    lambda got: YearPlan(
        code=got[_YEAR_CODE],
        first_on=got[_YEAR_FIRST],
        last_on=got[_YEAR_LAST],
        holidays=got[_YEAR_HOLIDAYS],
        is_projected=False,
    ),
    _check_year,
)


def _day_or_month_day(value: object) -> date | tuple[int, int]:
    return MONTH_DAY.reader(value) if isinstance(value, str) else DAY.reader(value)


EITHER_DAY: Scalar[date | tuple[int, int]] = Scalar(
    _day_or_month_day,
    (1, 1),
    {"anyOf": [{"type": "string", "pattern": "^[0-9]{2}-[0-9]{2}$"}, {"format": "date"}]},
)
"""« 12-24 » for every year, or a date without quotes."""
_CLOSED_NAME = Field("nom", TEXT, "Pourquoi, tel que le calendrier le dira.")
_CLOSED_FIRST = Field("du", EITHER_DAY, "Le premier jour : « 12-24 » tous les ans, ou 2026-12-24 une fois.")
_CLOSED_LAST = optional("au", EITHER_DAY, "Le dernier jour, compris ; sans lui, un seul jour.")


def _closure(got: Got) -> AnyClosure:
    name, first, last = got[_CLOSED_NAME], got[_CLOSED_FIRST], got[_CLOSED_LAST] or got[_CLOSED_FIRST]
    if isinstance(first, date):
        return Span(name, first, last if isinstance(last, date) else first)
    return ClosurePlan(name, first, first if isinstance(last, date) else last)


def _check_closure(got: Got, at: FilePlace) -> None:
    first, last = got[_CLOSED_FIRST], got[_CLOSED_LAST]
    if last is None:
        return
    if isinstance(first, date) != isinstance(last, date):
        at.note("« du » et « au » s'écrivent de la même façon.", _CLOSED_LAST.name)
    elif isinstance(first, date) and isinstance(last, date) and first > last:
        at.note("la fin vient après le début.", _CLOSED_LAST.name)


CLOSURE = Section(Shape(_CLOSED_NAME, _CLOSED_FIRST, _CLOSED_LAST), _closure, _check_closure)

# --- [[ecoles]], [[types]], [[pieces]] ------------------------------------------------------------------

_SCHOOL_CODE = Field("code", TEXT, "Le code de l'école.")
_SCHOOL_NAME = Field("nom", TEXT, "Son nom.")
_SCHOOL_GRADES = Field("niveaux", TEXTS, "Ses niveaux, dans l'ordre : « PS », « CP », « CM2 »…")
SCHOOL = Section(
    Shape(_SCHOOL_CODE, _SCHOOL_NAME, _SCHOOL_GRADES),
    lambda got: SchoolPlan(got[_SCHOOL_CODE], got[_SCHOOL_NAME], got[_SCHOOL_GRADES]),
)

_TYPE_CODE = Field("code", TEXT, "Le code du type d'activité.")
_TYPE_LABEL = Field("libelle", TEXT, "Ce que les familles lisent.")
TYPE = Section(Shape(_TYPE_CODE, _TYPE_LABEL), lambda got: TypePlan(got[_TYPE_CODE], got[_TYPE_LABEL]))

_DOCUMENT_CODE = Field("code", TEXT, "Le code de la pièce.")
_DOCUMENT_LABEL = Field("libelle", TEXT, "Ce que les familles lisent.")
_DOCUMENT_FOR = Field(
    "pour", OneOf({"enfant": True, "famille": False}), "Une par enfant, ou une par famille."
)
_DOCUMENT_YEARLY = Field("chaque_annee", FLAG, "Redemandée chaque année scolaire.")
_DOCUMENT_CHECKED = Field("a_valider", FLAG, "Un agent l'accepte ; sinon, l'envoyer suffit.")
DOCUMENT = Section(
    Shape(_DOCUMENT_CODE, _DOCUMENT_LABEL, _DOCUMENT_FOR, _DOCUMENT_YEARLY, _DOCUMENT_CHECKED),
    lambda got: DocumentPlan(
        code=got[_DOCUMENT_CODE],
        label=got[_DOCUMENT_LABEL],
        for_child=got[_DOCUMENT_FOR],
        is_yearly=got[_DOCUMENT_YEARLY],
        needs_validation=got[_DOCUMENT_CHECKED],
    ),
)

# --- all of it ------------------------------------------------------------------------------------------

_COMMUNE = Field("commune", COMMUNE, "La commune et son accueil.")
_REGIE = Field("regie", REGIE, "La régie qui encaisse.", REGIE.otherwise)
_WALLET = Field("tirelire", WALLET, "Le compte des familles.", WALLET.otherwise)
_SCHOOL_YEAR = Field(
    "annee_scolaire", SCHOOL_YEAR, "Le passage d'une année à l'autre.", SCHOOL_YEAR.otherwise
)
_REGLEMENT = Field("reglement", RULES, "Le règlement que les familles acceptent.", RULES.otherwise)
_MAIL = optional("courriel", MAIL_SERVER, "Comment partent les messages ; sans elle, aucun ne part.")
_QUOTIENT = optional("quotient", PARTS, "Comment un quotient se calcule à partir du revenu.")
_RESIDENTS = Field("habitants", RESIDENTS, "Qui compte comme habitant sans l'être.", RESIDENTS.otherwise)
_INVOICING = Field("factures", INVOICING, "Ce que disent les factures.", INVOICING.otherwise)
_CUSTODY = Field("garde_alternee", CUSTODY, "Les enfants qui ont deux foyers.", CUSTODY.otherwise)
_NOTICES = Field("mentions", NOTICES, "Ce que la loi demande d'afficher.", NOTICES.otherwise)
_CALENDAR = Field("calendrier", CALENDAR, "Les jours fériés d'ici.", CALENDAR.otherwise)
TOWN_FIELDS = (
    _COMMUNE,
    _REGIE,
    _WALLET,
    _SCHOOL_YEAR,
    _REGLEMENT,
    _MAIL,
    _QUOTIENT,
    _RESIDENTS,
    _INVOICING,
    _CUSTODY,
    _NOTICES,
    _CALENDAR,
)


def town_plan(got: Got) -> TownPlan:
    """The town's own part of a file."""
    contact, zone = got[_COMMUNE]
    floor, low, least, most, reprices = got[_WALLET]
    return TownPlan(
        contact=contact,
        school_zone=zone,
        regie=got[_REGIE],
        floor_cents=floor,
        low_balance_cents=low,
        top_up_least_cents=least,
        top_up_most_cents=most,
        rules=got[_REGLEMENT],
        next_year_from=got[_SCHOOL_YEAR],
        parts_rule=got[_QUOTIENT],
        resident_exceptions=got[_RESIDENTS],
        holidays=got[_CALENDAR],
        reprices_prepaid=reprices,
        custody_binds=got[_CUSTODY],
        mail=got[_MAIL],
        invoicing=got[_INVOICING],
        notices=got[_NOTICES],
    )
