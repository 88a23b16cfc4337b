"""From the file's text to a ``TownFile``: section by section, then the links between sections."""

from __future__ import annotations

import tomllib
from decimal import Decimal

from portail_tui.domain.deadlines import DeadlineRule, read_hour
from portail_tui.domain.eligibility import Eligibility
from portail_tui.domain.rulebook import TownContact
from portail_tui.domain.tariffs import TARIFF, TariffGrid, surcharge_from_data
from portail_tui.domain.town_file.checks import problems_between
from portail_tui.domain.town_file.model import (
    NO_RULE,
    ActivityPlan,
    ClosurePlan,
    DocumentPlan,
    InvalidTownFile,
    OpeningPlan,
    Problem,
    RegiePlan,
    SchoolPlan,
    Served,
    TownFile,
    TownPlan,
    TypePlan,
    UnitPlan,
)
from portail_tui.domain.town_file.reading import Table


def parse(text: str) -> TownFile:
    """Read a whole town's file. Raises InvalidTownFile with every mistake found."""
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        place = str(error).rpartition("(")[2].rstrip(")")
        where = (
            place.replace("at line", "ligne")
            .replace("column", "colonne")
            .replace("at end of document", "fin")
        )
        raise InvalidTownFile([Problem("", f"ce fichier n'est pas du TOML ({where}).")]) from None
    problems: list[Problem] = []
    root = Table(data, "", problems)
    town = TownFile(
        town=_town(root),
        schools=tuple(_school(table) for table in root.tables("ecoles")),
        types=tuple(_type(table) for table in root.tables("types")),
        documents=tuple(_document(table) for table in root.tables("pieces", needed=False)),
        grids=_grids(root),
        activities=tuple(_activity(table) for table in root.tables("activites")),
        closures=tuple(_closure(table) for table in root.tables("fermetures", "nom", needed=False)),
    )
    root.finish()
    told = {problem.where for problem in problems}
    problems += (problem for problem in problems_between(town) if problem.where not in told)
    if problems:
        raise InvalidTownFile(problems)
    return town


def _town(root: Table) -> TownPlan:
    table, wallet, year = root.table("commune"), root.table("tirelire"), root.table("annee_scolaire")
    regie, rules = root.table("regie"), root.table("reglement")
    contact = TownContact(
        name=table.text("nom"),
        service=table.text("service"),
        address=table.texts("adresse"),
        phone=table.text("telephone"),
        email=table.text("courriel"),
        hours=table.texts("horaires"),
        means_at_desk=table.texts("moyens_a_l_accueil"),
    )
    plan = TownPlan(
        contact=contact,
        school_zone=table.one_of("zone_scolaire", {zone: zone for zone in "ABC"}),
        regie=RegiePlan(regie.text("code"), regie.text("nom")),
        floor_cents=wallet.euros("plancher"),
        low_balance_cents=wallet.euros("solde_bas"),
        top_up_least_cents=wallet.euros("versement_au_moins"),
        top_up_most_cents=wallet.euros("versement_au_plus"),
        rules=rules.lines("texte"),
        next_year_from=year.month_day("preparer_la_suivante_le"),
    )
    for one in (table, wallet, year, regie, rules):
        one.finish()
    return plan


def _school(table: Table) -> SchoolPlan:
    plan = SchoolPlan(table.text("code"), table.text("nom"), table.texts("niveaux"))
    table.finish()
    return plan


def _type(table: Table) -> TypePlan:
    plan = TypePlan(table.text("code"), table.text("libelle"))
    table.finish()
    return plan


def _document(table: Table) -> DocumentPlan:
    plan = DocumentPlan(
        code=table.text("code"),
        label=table.text("libelle"),
        for_child=table.one_of("pour", {"enfant": True, "famille": False}),
        is_yearly=table.flag("chaque_annee"),
        needs_validation=table.flag("a_valider"),
    )
    table.finish()
    return plan


def _grids(root: Table) -> dict[str, tuple[TariffGrid, ...]]:
    grids: dict[str, list[TariffGrid]] = {}
    for table in root.tables("tarifs"):
        grid = table.whole(TARIFF)
        if grid is None:
            continue
        if any(other.from_on == grid.from_on for other in grids.get(grid.code, ())):
            table.note("depuis", "ce tarif a déjà une grille à cette date.")
        grids.setdefault(grid.code, []).append(grid)
    return {code: tuple(sorted(rows, key=lambda grid: grid.from_on)) for code, rows in grids.items()}


def _activity(table: Table) -> ActivityPlan:
    booking, cancel = table.deadline("reservation"), table.deadline("annulation")
    for key in ("reservation", "annulation"):
        if key not in table:
            table.note(key, "cette règle manque.")
    plan = ActivityPlan(
        code=table.text("code"),
        type_code=table.text("type"),
        name=table.text("nom"),
        summary=table.text("resume"),
        is_prepaid=table.one_of("paiement", {"reservation": True, "facture": False}),
        needs_validation=table.flag("a_valider", False),
        has_waiting_list=table.flag("liste_attente", False),
        enrolment_first=table.flag("inscription_prealable", False),
        eligibility=_eligibility(table),
        weekdays=table.weekdays("jours"),
        served=table.one_of("periode", {served.value: served for served in Served}),
        booking_rule=_or_none(booking),
        late_rule=table.deadline("hors_delai"),
        cancel_rule=_or_none(cancel),
        surcharge=table.rule("majoration", surcharge_from_data),
        tariff_code=table.text("tarif"),
        few_places=table.number("peu_de_places", 0, 1000, 5),
        units=tuple(_unit(unit) for unit in table.tables("unites")),
        openings=tuple(_opening(one) for one in table.tables("ouvertures", needed=False)),
        documents=table.texts("pieces", []),
        closures=tuple(_closure(one) for one in table.tables("fermetures", "nom", needed=False)),
    )
    table.finish()
    return plan


def _or_none(rule: DeadlineRule | None) -> DeadlineRule:
    return NO_RULE if rule is None else rule


def _eligibility(table: Table) -> Eligibility:
    least, most = table.optional_number("age_min", 0, 25), table.optional_number("age_max", 0, 25)
    if least is not None and most is not None and least > most:
        table.note("age_max", "l'âge maximum est au moins égal à l'âge minimum.")
    return Eligibility(
        least, most, frozenset(table.texts("niveaux", [])), frozenset(table.texts("ecoles", []))
    )


def _unit(table: Table) -> UnitPlan:
    starts, ends = table.read("debut", read_hour, 0), table.read("fin", read_hour, 1)
    if starts >= ends:
        table.note("fin", "la fin vient après le début.")
    plan = UnitPlan(
        table.text("code"), table.text("libelle"), starts, ends, table.optional_number("places", 0, 100_000)
    )
    table.finish()
    return plan


def _opening(table: Table) -> OpeningPlan:
    plan = OpeningPlan(
        each_holidays=table.one_of("pour", {"annee": False, "vacances": True}),
        for_residents_only=table.one_of("public", {"tous": False, "habitants": True}, "tous"),
        days_before=table.number("jours_avant", 0, 366),
        minute=table.read("a", read_hour, 0),
    )
    table.finish()
    return plan


def _closure(table: Table) -> ClosurePlan:
    plan = ClosurePlan(table.text("nom"), table.month_day("du"), table.month_day("au"))
    table.finish()
    return plan
