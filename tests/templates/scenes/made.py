"""Papers asked for in chat: each topic with its facts."""

from tests.templates.scenes.facts import LI, Scene, Two, plain

QUARTER = Two("2026 年第 3 季度", "Quarter 3 of 2026")
ORDER = {"made": "order", "about": "YH-20261123-0007"}
STATISTICS = {"made": "statistics", "about": QUARTER}
SENT = {**STATISTICS, "number": "TJ-20261127-0001"}
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
    *(Scene(f"made.{topic}", SENT) for topic in ("send_sure", "sent_to_sign", "sign_done", "why_not", "sent_back")),
    *(Scene(f"made.{topic}", {**SENT, "by": LI}) for topic in ("to_sign", "signed")),
    Scene("made.not_signed", {**SENT, "by": LI, "remark": Two("仓库的数不对", "the figures of the store are wrong")}),
    *plain("made", "not_sent"),
    *plain("refused", "no_such_period no_paper_to_sign nobody_signs"),
    *(
        Scene(f"refused.{topic}", {"number": SENT["number"]})
        for topic in ("paper_sent", "paper_signed", "paper_sent_back")
    ),
)
