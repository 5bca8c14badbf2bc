"""What a QR code says: which machine somebody stands at, or that somebody is invited."""

import re

from handlers.known import Known
from handlers.parts import REPORTS
from handlers.questions import Open
from handlers.stack import Stack

# One of our codes, by itself or in the link that leads to the bot.
_CODE = re.compile(r"(?:^|[=/?&])(?P<kind>eq|join)_(?P<token>[A-Za-z0-9_-]{8,60})$")


def code_in(text: str) -> tuple[str, str] | None:
    """The kind and the token of one of our codes; nothing where a text is none."""
    found = _CODE.search(text.strip())
    return (found["kind"], found["token"]) if found else None


def scan(stack: Stack, known: Known, said: str) -> None:
    """A machine's code gives a report its place: that is context and never a permission."""
    kind, token = code_in(said) or ("", "")
    if kind == "join":
        stack.say("scan.member")  # whoever is not known yet is answered before a turn thinks
        stack.repeat()
        return
    place = known.equipment(token) if kind else None
    if place is None:
        stack.say("scan.unknown" if kind else "scan.other")
        stack.repeat()
        return
    front = stack.front
    if front is not None and front["script"] in REPORTS:
        front["args"] = {**front["args"], **place}
        stack.touch(front)
        stack.play_anew(front, 0)
    else:
        stack.go_on(stack.open(Open("report_hazard", dict(place))))
