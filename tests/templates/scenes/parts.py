"""An album that may be several hazards, and what is told to whoever runs the bots: each topic with its facts."""

from tests.templates.scenes.facts import GUARD, MONDAY, Scene, Two

CAPTIONS = [Two("防护罩松了", "the guard is loose"), Two("灭火器过期了", "the extinguisher is out of date")]
ANOTHER = {"said": CAPTIONS[1], "count": 1, "photos": 0, "before": GUARD}
WECOM = {"bot": "wecom:1000002", "said": "changed_something"}

SCENES = (
    Scene("album.several", {"photos": 2, "said": CAPTIONS, "count": 2}, "two"),
    Scene("album.several", {"photos": 10, "said": CAPTIONS, "count": 10}, "ten"),
    Scene("report.another", ANOTHER, "words"),
    Scene("report.another", {**ANOTHER, "count": 3, "photos": 2}, "several"),
    Scene("album.next", {"number": 2, "of": 3}),
    Scene("attention.unreadable", {"bot": "telegram:700100", "count": 1, "since": MONDAY.isoformat()}, "one"),
    Scene("attention.unreadable", {"bot": "telegram:700100", "count": 40, "since": MONDAY.isoformat()}, "many"),
    Scene("attention.calendar", {"year": 2027}),
    *(Scene("attention.backup", {"day": "2026-11-27", "outcome": night}, night) for night in ("doubtful", "failed")),
    *(Scene(f"attention.{block}", WECOM) for block in ("soon_off", "little_used", "off", "on_again", "other")),
)
