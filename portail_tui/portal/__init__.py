"""The one door between screens and services: a Protocol, so that no screen imports SQL.

Every method may raise ``StoreTrouble``: nothing was written then. Everything else that can go wrong for a
person is a ``Refused``. Writes take an ``operation_id`` made by the screen: sent twice, they happen once and
answer the same.
"""

from __future__ import annotations

from typing import Protocol

from portail_tui.portal.booking import BookingPortal
from portail_tui.portal.desk import DeskPortal
from portail_tui.portal.documents import DocumentsPortal
from portail_tui.portal.entering import EnteringPortal
from portail_tui.portal.family import FamilyPortal
from portail_tui.portal.inlets import Inlets
from portail_tui.portal.invoices import InvoicesPortal
from portail_tui.portal.money import MoneyPortal
from portail_tui.portal.outlets import Outlets
from portail_tui.portal.people import PeoplePortal
from portail_tui.portal.reading import ReadingPortal
from portail_tui.portal.start import Demo, DemoLogin, Place, SessionStart
from portail_tui.portal.tariffs import TariffsPortal

__all__ = ["Demo", "DemoLogin", "Inlets", "Outlets", "Place", "Portal", "SessionStart"]


class Portal(
    EnteringPortal,
    FamilyPortal,
    BookingPortal,
    MoneyPortal,
    InvoicesPortal,
    TariffsPortal,
    ReadingPortal,
    PeoplePortal,
    DocumentsPortal,
    DeskPortal,
    Protocol,
):
    """All that a person can ask of the town hall, from any screen: a module here for each topic."""
