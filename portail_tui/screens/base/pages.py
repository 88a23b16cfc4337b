"""Every page that the menu leads to: one declaration for the menu, the routes and their tests."""

from __future__ import annotations

from enum import StrEnum
from importlib import import_module
from typing import Any, NamedTuple

from textual.screen import Screen

from portail_tui.domain.accounts.actor import Role
from portail_tui.screens.base.session import Session


class PAGES(StrEnum):
    HOME = "home"
    PROFILE = "profile"
    CHILDREN = "children"
    CHOICES = "choices"
    MONTH = "month"
    BOOKINGS = "bookings"
    TARIFFS = "tariffs"
    INVOICES = "invoices"
    WALLET = "wallet"
    SEND_DOCUMENT = "send_document"
    DOCUMENTS = "documents"
    CONTACT = "contact"
    LEGEND = "legend"
    GUIDE = "guide"
    NOTICES = "notices"
    SEARCH = "search"
    LOG_OUT = "log_out"


_SCREENS = {
    PAGES.HOME: "portail_tui.screens.family.home:HomeScreen",
    PAGES.PROFILE: "portail_tui.screens.family.household.profile:ProfileScreen",
    PAGES.CHILDREN: "portail_tui.screens.family.household.children:ChildrenScreen",
    PAGES.CHOICES: "portail_tui.screens.family.bookings.choose_activity:ChoicesScreen",
    PAGES.MONTH: "portail_tui.screens.family.bookings.family_month:FamilyMonthScreen",
    PAGES.BOOKINGS: "portail_tui.screens.family.bookings.booking_list:BookingsScreen",
    PAGES.TARIFFS: "portail_tui.screens.family.money.price_list:TariffsScreen",
    PAGES.INVOICES: "portail_tui.screens.family.money.invoice_list:InvoicesScreen",
    PAGES.WALLET: "portail_tui.screens.family.money.wallet:WalletScreen",
    PAGES.SEND_DOCUMENT: "portail_tui.screens.family.documents.send_document:SendDocumentScreen",
    PAGES.DOCUMENTS: "portail_tui.screens.family.documents.documents:DocumentsScreen",
    PAGES.CONTACT: "portail_tui.screens.dialogs.contact:ContactDialog",
    PAGES.LEGEND: "portail_tui.screens.dialogs.legend:LegendDialog",
    PAGES.GUIDE: "portail_tui.screens.public.guide:GuideScreen",
    PAGES.NOTICES: "portail_tui.screens.public.legal_notices:NoticesScreen",
    PAGES.SEARCH: "portail_tui.screens.agent.search:SearchScreen",
}


class MenuSection(NamedTuple):
    """A branch of the menu; the words are the leaflet's where it has them."""

    title: str
    entries: tuple[tuple[PAGES, str], ...]


FAMILY_MENU = (
    MenuSection("MA FAMILLE", ((PAGES.PROFILE, "Mon profil"), (PAGES.CHILDREN, "Fiches enfants"))),
    MenuSection(
        "Réserver",
        (
            (PAGES.CHOICES, "Choisir une activité"),
            (PAGES.MONTH, "Le mois de la famille"),
            (PAGES.BOOKINGS, "Vérifiez vos inscriptions"),
        ),
    ),
    MenuSection("Factures", ((PAGES.TARIFFS, "Tarifs"), (PAGES.INVOICES, "Factures"))),
    MenuSection(
        "Mes démarches",
        ((PAGES.SEND_DOCUMENT, "Envoyer un document"), (PAGES.DOCUMENTS, "Mes documents")),
    ),
    MenuSection("Ma tirelire", ((PAGES.WALLET, "Solde et relevé"),)),
    MenuSection(
        "La mairie",
        (
            (PAGES.CONTACT, "Nous contacter"),
            (PAGES.GUIDE, "Mode d'emploi"),
            (PAGES.LEGEND, "Légende du calendrier"),
            (PAGES.NOTICES, "Mentions légales"),
        ),
    ),
)
_STAFF = MenuSection("Accueil de la mairie", ((PAGES.SEARCH, "Chercher une famille"),))
_LEAVE = MenuSection("Session", ((PAGES.LOG_OUT, "Se déconnecter"),))


def menu_of(session: Session) -> tuple[MenuSection, ...]:
    """The menu of the person logged in."""
    staff = () if session.actor.role is Role.FAMILY else (_STAFF,)
    family = () if session.family_id is None else FAMILY_MENU
    return (*staff, *family, _LEAVE)


def load_page(page: str, *about: object) -> Screen[Any]:
    """A new screen of ``page``; its module is imported when first shown. ``about``: what its class takes (a
    child, a type of document)."""
    module, _, name = _SCREENS[PAGES(page)].partition(":")
    screen: Screen[Any] = getattr(import_module(module), name)(*about)
    return screen


def home_page(session: Session) -> Screen[Any]:
    """The first page: a family's home, or the search where staff has not opened a family."""
    is_family = session.actor.role is Role.FAMILY or session.family_id is not None
    return load_page(PAGES.HOME if is_family else PAGES.SEARCH)
