"""Papers asked for in chat: each topic with its facts."""

from tests.templates.scenes.facts import Scene, Two, plain

QUARTER = Two("2026 年第 3 季度", "Quarter 3 of 2026")
ORDER = {"made": "order", "about": "YH-20261123-0007"}
STATISTICS = {"made": "statistics", "about": QUARTER}
LINK = "https://hazards.example/f/AZ0x"

SCENES = (
    Scene("made.which", {"number": "YH-20261123-0007"}),
    *plain("made", "which_of_period no_period not_yours"),
    Scene("made.of_when", {"made": "statistics"}),
    *(Scene("made.begun", facts, note) for facts, note in ((ORDER, "of a case"), (STATISTICS, "of a period"))),
    Scene("made.ready", {**ORDER, "number": "ZG-20261127-0001"}),
    *(
        Scene("made.by_link", {**STATISTICS, "number": "TJ-20261127-0001", "file_at": link, "mebibytes": 64}, note)
        for link, note in ((LINK, ""), ("", "there is no page to lead to"))
    ),
    *plain("refused", "no_such_period"),
)
