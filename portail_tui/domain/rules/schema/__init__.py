"""How a rule is written down: each key declared once, with its kind, its default and what it means.

From these declarations a town's file and the store's rules are read, the store's rules are written, every
mistake is told with its place, and the JSON Schema that editors use is generated.
"""

from portail_tui.domain.rules.schema.amounts import HUNDREDTHS, NUMBER, PERCENT, SIGNED
from portail_tui.domain.rules.schema.dates import (
    DAY,
    HOUR,
    MONTH_DAY,
    UNIT_HOUR,
    WEEKDAY,
    WEEKDAY_SET,
    WRITTEN_DAY,
)
from portail_tui.domain.rules.schema.errors import FilePlace, Mistake, Path, written
from portail_tui.domain.rules.schema.fields import Field, Got, Part, Shape, make, optional
from portail_tui.domain.rules.schema.scalars import (
    FLAG,
    LINES,
    OPTIONAL_TEXT,
    TEXT,
    TEXT_SET,
    TEXTS,
    Definitions,
    OneOf,
    Scalar,
    ValueKind,
    Whole,
)
from portail_tui.domain.rules.schema.tables import (
    Form,
    FormKind,
    Inline,
    Numbered,
    Rows,
    Rule,
    Section,
    strictly,
)

__all__ = [
    "DAY",
    "FLAG",
    "HOUR",
    "HUNDREDTHS",
    "LINES",
    "MONTH_DAY",
    "NUMBER",
    "OPTIONAL_TEXT",
    "PERCENT",
    "SIGNED",
    "TEXT",
    "TEXTS",
    "TEXT_SET",
    "UNIT_HOUR",
    "WEEKDAY",
    "WEEKDAY_SET",
    "WRITTEN_DAY",
    "Definitions",
    "Field",
    "FilePlace",
    "Form",
    "FormKind",
    "Got",
    "Inline",
    "Mistake",
    "Numbered",
    "OneOf",
    "Part",
    "Path",
    "Rows",
    "Rule",
    "Scalar",
    "Section",
    "Shape",
    "ValueKind",
    "Whole",
    "make",
    "optional",
    "strictly",
    "written",
]
