"""How findings are shown: as a table to whoever sits at a terminal, else a line each."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from rich.text import Text

from handlers.platform import Finding
from templates.render import Renderer

GOOD, BAD = "✓", "✗"


def show(findings: Sequence[Finding], language: str) -> bool:
    """Print them, and how many are to be put right; True where none is."""
    said = [(finding.good, _words(finding, language)) for finding in findings]
    wrong = sum(not good for good, _ in said)
    if sys.stdout.isatty():
        _as_table(said)
    else:
        print(*(f"{GOOD if good else BAD} {words}" for good, words in said), sep="\n")
    whole = Finding("doctor.to_put_right" if wrong else "doctor.all_well", not wrong, {"count": str(wrong)})
    print(_words(whole, language))
    return not wrong


def _as_table(said: Sequence[tuple[bool, str]]) -> None:
    table = Table(show_header=False, show_lines=True)
    for good, words in said:
        style = "green" if good else "bold red"
        table.add_row(Text(GOOD if good else BAD, style), Text(words))  # as text: what it says is no markup
    Console().print(table)


def _words(finding: Finding, language: str) -> str:
    now = datetime.now(UTC)
    return Renderer(ZoneInfo("UTC")).render(language, finding.topic, finding.facts, now)
