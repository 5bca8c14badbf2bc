"""What a shift takes over, as facts of what is said."""

from typing import Any

from storage.hand_overs import Shift


def facts_of(shift: Shift, waits: int) -> dict[str, Any]:
    """What is told of a shift: short values only. waits: how much its leader has to do themselves."""
    shown = ("number", "area", "equipment", "words", "light")
    cases = [{**{name: each[name] for name in shown}, "due_at": each["due_at"].isoformat()} for each in shift.cases]
    measures = [
        {
            **{name: each[name] for name in ("number", "area", "equipment", "measure")},
            "until": each["until"].isoformat() if each["until"] else None,
        }
        for each in shift.measures
    ]
    return {"cases": cases, "total": shift.total, "measures": measures, "held": shift.held, "waits": waits}
