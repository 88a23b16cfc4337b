"""What the store answers has a declared type, so that a misspelt column is a type error at every caller."""

import ast
from collections.abc import Iterator
from pathlib import Path

import portail_tui.store.queries as queries

FOLDER = Path(queries.__file__).parent
EXPRESSIONS = {"ColumnElement", "ScalarSelect", "Select"}
"""Parts of statements, for other queries: of the type of their columns nobody says anything."""


def functions(folder: Path) -> Iterator[tuple[str, ast.expr | None]]:
    """Each public function with the type that it answers."""
    for path in sorted(folder.rglob("*.py")):
        module = ast.parse(path.read_text())
        of_classes = [node for one in module.body if isinstance(one, ast.ClassDef) for node in one.body]
        for node in (*module.body, *of_classes):
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield f"{path.relative_to(folder)}: {node.name}", node.returns


def says_nothing(answered: ast.expr | None) -> bool:
    """Whether a type leaves open what is in it."""
    if answered is None:
        return True
    if isinstance(answered, ast.Subscript) and isinstance(answered.value, ast.Name):
        if answered.value.id in EXPRESSIONS:
            return False
        if answered.value.id == "Row":
            return True
    names = {"Any", "Row", "RowMapping", "CursorResult"}
    if isinstance(answered, ast.Name):
        return answered.id in names
    return any(says_nothing(one) for one in ast.iter_child_nodes(answered) if isinstance(one, ast.expr))


def test_no_query_answers_rows_without_a_type() -> None:
    found = dict(functions(FOLDER))
    assert len(found) > 100
    assert [name for name, answered in found.items() if says_nothing(answered)] == []


def test_a_row_without_a_type_is_found_out() -> None:
    for open_type in ("Any", "Sequence[Any]", "Row[Any] | None", "dict[str, Any]", "list[tuple[int, Any]]"):
        assert says_nothing(ast.parse(open_type, mode="eval").body)
    for closed in ("int", "list[DocumentRow]", "Select[Any]", "list[ColumnElement[Any]]", "tuple[int, str]"):
        assert not says_nothing(ast.parse(closed, mode="eval").body)
