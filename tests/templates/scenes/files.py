"""Narrowed searches and lists as files: each topic with its facts."""

from tests.templates.scenes.facts import Scene, Two, plain

SCENES = (
    *plain("search", "by by_state by_time by_place"),
    Scene("search.wrong_day", {"said": "2026-02-30"}),
    Scene("search.wrong_order", {"said": "2026-10-31~2026-10-01"}),
    Scene("search.wrong_state", {"said": Two("快好了", "nearly")}),
    Scene("file.list", {"list": "OpenCases", "cases": 31}),
    *plain("file", "nothing"),
    Scene("file.too_much", {"cases": 31_000, "most": 20_000}),
)
