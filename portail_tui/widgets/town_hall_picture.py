"""The town hall on the log-in screen."""

from __future__ import annotations

from portail_tui.widgets.pixel_picture import Pixels

TOWN_HALL: Pixels = (
    "...............wr...........",
    "...............bwr..........",
    "...............b............",
    "..............sss...........",
    ".............sssss..........",
    ".............scccs..........",
    "............ssscsss.........",
    "...........sssssssss........",
    "..tttttttttttttttttttttttt..",
    ".tttttttttttttttttttttttttt.",
    ".ssssssssssssssssssssssssss.",
    ".sskkssskkssskkssskksskksss.",
    ".sskkssskkssskkssskksskksss.",
    ".ssssssssssssssssssssssssss.",
    ".sskksskksssdddddsskksskkss.",
    ".sskksskksssdddddsskksskkss.",
    ".sssssssssssdddddssssssssss.",
    "gggggggggggggggggggggggggggg",
)
TOWN_HALL_PALETTE = {
    "s": "stone",
    "t": "slate",
    "k": "brand",
    "d": "accent",
    "c": "coin",
    "g": "lawn",
    "b": "flag-blue",
    "w": "flag-white",
    "r": "flag-red",
}
