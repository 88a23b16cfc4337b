"""A class name means one thing in the whole product."""

import ast
from collections import defaultdict
from pathlib import Path

PRODUCT = Path(__file__).parents[2] / "portail_tui"


def test_no_two_classes_have_one_name():
    """Messages aside, which stand in the widget that posts them."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in PRODUCT.rglob("*.py"):
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.ClassDef):
                found[node.name].append(str(file.relative_to(PRODUCT)))
    assert not {name: files for name, files in found.items() if len(files) > 1}
