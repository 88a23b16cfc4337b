"""Markdown written by the town, shown as text to read: nothing in it acts on the terminal."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from textual.widgets import Markdown

from portail_tui.domain.shared.text import shown


class Prose(Markdown):
    """Headings, lists, tables and emphasis. A link is its words and its address, to be read: nothing opens.
    HTML is text, a picture its description; control and direction marks are left out."""

    def __init__(self, text: str) -> None:
        super().__init__(shown(text), parser_factory=_parser, open_links=False)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.core.ruler.push("links_are_read", _links_are_read)
    return parser


def _links_are_read(state: StateCore) -> None:
    for token in state.tokens:
        if token.children:
            token.children = _without_links(token.children)


def _without_links(tokens: list[Token]) -> list[Token]:
    kept: list[Token] = []
    addresses: list[tuple[str, int]] = []
    for token in tokens:
        match token.type:
            case "link_open":
                addresses.append((str(token.attrs.get("href", "")), len(kept)))
            case "link_close":
                address, start = addresses.pop()
                words = "".join(one.content for one in kept[start:])
                if address and address.removeprefix("mailto:") != words:
                    kept.append(_text(f" ({address})"))
            case "image":
                kept.append(_text(token.content))
            case _:
                kept.append(token)
    return kept


def _text(content: str) -> Token:
    return Token("text", "", 0, content=shown(content))
