"""The evaluation of a quarter: each topic with its facts."""

from typing import Any

from tests.templates.scenes.facts import Scene, plain
from tests.templates.scenes.figures import rate, time
from workflow.effect import JUDGED, Against
from workflow.indicators import FIGURES, Kind
from workflow.survey import Asked

HEAD: dict[str, Any] = {"empty": False, "first": "2026-10-01", "last": "2026-11-24"}
THEN = {"then_first": "2026-07-01", "then_last": "2026-08-24"}
VALUES: dict[str, tuple[Any, Any]] = {
    Kind.RATE: (rate(92, 100), rate(71, 100)),
    Kind.MEDIAN: (time(610, 40), time(1900, 38)),
    Kind.PER_HEAD: ({"value": 41.2, "counts": 40, "of": 97, "small": False},) * 2,
}
VERDICTS = ("better", "worse", "same", "unknown")


def figures(verdicts: tuple[str, ...]) -> list[dict[str, Any]]:
    """Every figure that is judged, with one verdict after the other."""
    told = []
    for n, name in enumerate(JUDGED):
        kind = FIGURES[name].kind if name in FIGURES else Kind.RATE
        now, then = VALUES[kind]
        verdict = verdicts[n % len(verdicts)]
        told.append(
            {"name": name, "kind": str(kind), "now": now, "then": then, "verdict": verdict, "section": "figure"}
        )
    return told


def accidents(verdict: str, now: int, then: int) -> dict[str, Any]:
    counts = {"hurt": 1, "near_misses": 6, "linked": 1}
    return {"verdict": verdict, "now": {"happened": now, **counts}, "then": {"happened": then, **counts}}


def surveyed(verdicts: tuple[str, ...]) -> list[dict[str, Any]]:
    """The questions of a survey, with one verdict after the other."""
    told = {"kind": "rate", "now": rate(81, 100), "then": rate(62, 100), "section": "survey"}
    return [{"name": str(asked), **told, "verdict": verdicts[n % len(verdicts)]} for n, asked in enumerate(Asked)]


SCENES = (
    *(
        Scene(
            "effect.sheet",
            {
                **{**HEAD, **THEN, "against": str(against), "figures": figures(verdicts) + said},
                **{"accidents": accidents(verdict, now, then), "remarks": {"now": 1, "then": 0}},
            },
            f"{against}, accidents: {verdict}",
        )
        for against, verdicts, verdict, now, then, said in (
            (Against.BEFORE, VERDICTS, "better", 2, 14, surveyed(VERDICTS)),
            (Against.YEAR, ("unknown",), "unknown", 1, 3, surveyed(("unknown",))),
            (Against.START, ("better", "same"), "worse", 14, 2, []),
            (Against.BEFORE, ("worse",), "same", 7, 8, []),
        )
    ),
    *(
        Scene("effect.no_earlier", {**HEAD, "against": str(against), "figures": []}, str(against))
        for against in Against
    ),
    Scene("effect.nothing", {**HEAD, "empty": True, "against": "before", "figures": []}),
    Scene("effect.nothing", {"empty": True, "against": "before", "first": "", "last": "", "figures": []}, "nobody's"),
    *plain("effect", "which which_again"),
)
