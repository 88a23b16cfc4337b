"""« Télécharger mes données »: all that the store holds about a household, in one file (GDPR, articles 15 and
20)."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor, Role
from portail_tui.domain.money.invoices import InvoiceKind, number_of
from portail_tui.domain.ops.data_keys import KeyTrouble
from portail_tui.domain.shared.generated_files import GeneratedFileKind, MadeFile
from portail_tui.domain.shared.refusals import Refused
from portail_tui.domain.shared.text import clean
from portail_tui.services.accounts.throttle import digest_of
from portail_tui.services.core.access import Admitted, show_and_record
from portail_tui.services.core.audit import audit_for_family
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.parental_authority import may_decide
from portail_tui.services.core.vault import Sealed
from portail_tui.store import tables_core as t
from portail_tui.store.queries.core.instants import from_stored
from portail_tui.store.queries.families import data_export
from portail_tui.store.queries.families.data_export import ExportedHousehold
from portail_tui.store.queries.families.health import HEALTH
from portail_tui.texts.families import data_export as words

FOLDER = "donnees"
_JSON = frozenset({"detail", "result", "params", "form", "tariff", "content"})
"""Columns that hold JSON as text."""
_INSTANTS = ("_at", "_until", "_from")
"""Endings of the names of columns that hold instants."""
_FILES = (t.document_file, t.invoice_paper)
"""Tables whose rows are files: exported as files rather than JSON."""


def own_data(context: ServiceContext, *, actor: Actor, family_id: int) -> MadeFile | Refused:
    """A ZIP of the household's data: JSON by subject, the files sent, the invoices made. The copy leaves an
    audit line, and so does each child's health in it.

    Health is given only to an adult who holds parental authority. Refused: NOT_ALLOWED.
    """

    def copy(connection: Connection, admitted: Admitted) -> MadeFile:
        files = dict(_files(context, connection, admitted))
        audit_for_family(connection, admitted, "own_data_copied", {})
        title = words.title(admitted.family.name, admitted.today)
        return MadeFile(title, GeneratedFileKind.ZIP, _zipped(files, admitted.now))

    return show_and_record(context, actor, family_id, "own_data", copy)


def _files(
    context: ServiceContext, connection: Connection, admitted: Admitted
) -> Iterator[tuple[str, bytes]]:
    """Each file of the copy, by its path."""
    home = data_export.household(connection, admitted.family_id, digest_of)
    names = data_export.names(connection)
    days = data_export.booked_slots(connection, home)
    counts: dict[str, int] = {}
    for table in data_export.OWN:
        if table in _FILES:
            continue
        path = f"{FOLDER}/{words.FILES[table.name]}.json"
        if table is t.child_health:
            lines: list[Any] = _health(context, connection, admitted, home)
        else:
            lines = [_told(row, names, days) for row in data_export.rows(connection, home, table)]
        counts[path] = len(lines)
        yield path, json.dumps(lines, ensure_ascii=False, indent=1).encode()
    yield from _documents(connection, home)
    yield from _invoices(connection, home)
    contact = admitted.rulebook.town.contact
    text = words.readme(admitted.family.name, admitted.today, contact, counts)
    yield words.README, text.encode()


def _told(
    row: Mapping[str, object],
    names: Mapping[str, Mapping[int, str]],
    days: Mapping[int, data_export.SlotNames],
) -> dict[str, object]:
    """A row for people to read: without secrets, dates written out, references replaced by names."""
    told: dict[str, object] = {}
    for column, value in row.items():
        if column in data_export.SECRET or (column == "account_id" and "detail" in row):
            continue  # in the audit trail, who of the town's staff did it is told by the role alone
        told[column] = _value(column, value)
        if column in names:
            told[column.removesuffix("_id")] = names[column].get(value) if isinstance(value, int) else None
        elif column == "slot_id" and isinstance(value, int):
            slot = days[value]
            told.update(day=slot.day.isoformat(), unit=slot.unit, activity=slot.activity)
    if isinstance(detail := told.get("detail"), dict):
        detail.pop("account", None)
    return told


def _value(column: str, value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool) and column.endswith(_INSTANTS):
        return from_stored(value).isoformat()
    if isinstance(value, str) and column in _JSON:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _health(
    context: ServiceContext, connection: Connection, admitted: Admitted, home: ExportedHousehold
) -> list[Any]:
    if admitted.role != Role.FAMILY.value or not may_decide(connection, admitted):
        return [words.NO_HEALTH]
    told: list[Any] = []
    for row in data_export.sealed_health(connection, home):
        child_id = row.child_id
        try:
            sealed = Sealed(row.key_id, row.sealed)
            plain = context.vault.open(connection, t.child_health, child_id, sealed)
        except KeyTrouble:
            return [words.KEY_MISSING]
        audit_for_family(connection, admitted, "health_read", {"child": child_id})
        told.append(
            {
                "child_id": child_id,
                "changed_at": row.changed_at.isoformat(),
                **asdict(HEALTH.from_json(plain.decode())),
            }
        )
    return told


def _documents(connection: Connection, home: ExportedHousehold) -> Iterator[tuple[str, bytes]]:
    for sent in data_export.document_files(connection, home):
        name = PurePosixPath(clean(sent.file_name or "").replace("\\", "/")).name
        yield f"documents/{sent.document_id}-{name or 'document'}", sent.content


def _invoices(connection: Connection, home: ExportedHousehold) -> Iterator[tuple[str, bytes]]:
    for paper in data_export.invoice_papers(connection, home):
        number = number_of(InvoiceKind(paper.kind), paper.year, paper.number)
        yield f"factures/{number}.pdf", paper.pdf


def _zipped(files: Mapping[str, bytes], at: datetime) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        for path, content in files.items():
            info = zipfile.ZipInfo(path, at.timetuple()[:6])
            info.external_attr = 0o600 << 16  # unpacked, its owner's alone
            packed.writestr(info, content, zipfile.ZIP_DEFLATED)
    return held.getvalue()
