"""Values kept as JSON: what each version wrote is still read, and what is written today is known to the byte.

``landed/records.json`` holds, for each record, texts as each version wrote them and the value they hold;
``landed/rules.json`` what the town's file leaves in the store. A line is never changed: a new version adds
its own text beside the others.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import msgspec
import pytest

import portail_tui.services
import portail_tui.store
from portail_tui.domain.rules.deadlines import DEADLINE
from portail_tui.domain.rules.groups import GROUP
from portail_tui.domain.rules.legal_notices import NOTICES
from portail_tui.domain.rules.mail_server import MAIL_SERVER
from portail_tui.domain.rules.packages import STORED_PACKAGE
from portail_tui.domain.rules.quotient_formula import PARTS
from portail_tui.domain.rules.residence import RESIDENTS
from portail_tui.domain.rules.schema import Rows, strictly
from portail_tui.domain.rules.tariffs import AID, SURCHARGE, TariffGrid
from portail_tui.store.canonical_json import canonical
from portail_tui.store.json_records import JsonRecord, in_order, renamed
from tests.support.stored_records import RECORDS
from tests.support.stores.landed_town import LANDED

SAMPLES: dict[str, list[dict[str, Any]]] = json.loads((LANDED / "records.json").read_text(encoding="utf-8"))
RULES: dict[str, list[str]] = json.loads((LANDED / "rules.json").read_text(encoding="utf-8"))
ALL = [(name, sample) for name, samples in SAMPLES.items() for sample in samples]
VERSION = "version "


def versions(sample: dict[str, Any]) -> dict[int, str]:
    """The texts of a sample by the version that wrote them."""
    return {int(key.removeprefix(VERSION)): text for key, text in sample.items() if key.startswith(VERSION)}


def test_each_record_has_samples_of_each_of_its_versions():
    for name, record in RECORDS.items():
        written = {version for sample in SAMPLES[name] for version in versions(sample)}
        assert written == set(range(record.version + 1)), name


def test_no_record_of_the_portal_is_without_samples():
    known = {id(record) for record in RECORDS.values()}
    for package in (portail_tui.services, portail_tui.store):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" in found.name:
                continue
            for name, value in vars(importlib.import_module(found.name)).items():
                assert not isinstance(value, JsonRecord) or id(value) in known, f"{found.name}.{name}"


@pytest.mark.parametrize(("name", "sample"), ALL, ids=[name for name, _ in ALL])
def test_what_any_version_wrote_is_read_field_by_field(name: str, sample: dict[str, Any]):
    record = RECORDS[name]
    for text in versions(sample).values():
        value = record.from_json(text)
        assert json.loads(msgspec.json.encode(value)) == sample["value"]
        assert record.to_json(value) == versions(sample)[record.version], "as it is written today"


READERS: dict[str, Callable[[Any], Any]] = {
    "activity.booking_rule": lambda data: DEADLINE.write(DEADLINE.one(data)),
    "activity.cancel_rule": lambda data: DEADLINE.write(DEADLINE.one(data)),
    "activity.late_rule": lambda data: DEADLINE.write(DEADLINE.one(data)),
    "activity.surcharge": lambda data: SURCHARGE.write(SURCHARGE.one(data)),
    "activity.groups": lambda data: Rows(GROUP).write(strictly(Rows(GROUP), data)),
    "activity.packages": lambda data: Rows(STORED_PACKAGE).write(strictly(Rows(STORED_PACKAGE), data)),
    "family_aid.form": lambda data: AID.write(AID.one(data)),
    "tariff_grid.form": lambda data: TariffGrid.from_data("X", date(2026, 9, 1), "n° 1", data).to_data(),
    "town.mail": lambda data: MAIL_SERVER.write(MAIL_SERVER.one(data)),
    "town.notices": lambda data: NOTICES.write(strictly(NOTICES, data)),
    "town.parts_rule": lambda data: PARTS.write(PARTS.one(data)),
    "town.resident_exceptions": lambda data: RESIDENTS.write(strictly(RESIDENTS, data)),
}


@pytest.mark.parametrize("column", READERS)
def test_rules_of_the_town_s_file_are_read_and_written_as_they_are_stored(column: str):
    assert set(READERS) == set(RULES)
    for text in RULES[column]:
        assert canonical(READERS[column](json.loads(text))) == text


# --- the codec itself ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stay:
    child: str
    nights: int
    secret: str = ""
    note: str = ""


STAY = JsonRecord(
    Stay,
    version=2,
    upgrades={0: in_order("name", "nights"), 1: renamed(name="child")},
    never_written=("secret",),
    leaves_out_defaults=True,
)


def test_a_version_is_brought_forward_through_those_between():
    assert STAY.from_json('["Zoé",3]').nights == 3
    assert STAY.from_json('["Zoé",3]') == STAY.from_json('{"name":"Zoé","nights":3,"v":1}') == Stay("Zoé", 3)


def test_defaults_and_what_is_never_written_are_left_out():
    assert STAY.to_json(Stay("Zoé", 3, secret="x")) == '{"child":"Zoé","nights":3,"v":2}'
    noted = replace(Stay("Zoé", 3), note="lit du bas")
    assert STAY.from_json(STAY.to_json(noted)) == noted


@pytest.mark.parametrize(
    "text",
    [
        '{"child":"Zoé","nights":"trois","v":2}',
        '{"child":"Zoé","v":2}',
        '{"child":"Zoé","nights":3,"v":3}',
        '{"child":"Zoé","nights":3,"v":',
        '["Zoé"]',
        "7",
    ],
)
def test_what_is_not_of_the_type_or_of_a_later_version_is_refused(text: str):
    with pytest.raises(ValueError):
        STAY.from_json(text)
