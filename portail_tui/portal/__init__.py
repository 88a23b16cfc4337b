"""The one door between screens and services: a Protocol, so that no screen imports SQL.

Every method may raise ``StoreTrouble``: nothing was written then. Everything else that can go wrong for a
person is a ``Refused``. Writes take an ``operation_id`` made by the screen: sent twice, they happen once and
answer the same.
"""

from __future__ import annotations

from typing import Protocol

from portail_tui.portal.accounts import EnteringPortal
from portail_tui.portal.bookings import BookingPortal
from portail_tui.portal.documents import DocumentsPortal
from portail_tui.portal.families import FamilyPortal
from portail_tui.portal.file_sources import FileSources
from portail_tui.portal.file_targets import FileTargets
from portail_tui.portal.household import PeoplePortal
from portail_tui.portal.information import ReadingPortal
from portail_tui.portal.invoices import InvoicesPortal
from portail_tui.portal.price_list import TariffsPortal
from portail_tui.portal.session_start import Demo, DemoLogin, Seat, SessionStart
from portail_tui.portal.staff import DeskPortal
from portail_tui.portal.wallet import MoneyPortal

__all__ = ["Demo", "DemoLogin", "FileSources", "FileTargets", "Portal", "Seat", "SessionStart"]


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
