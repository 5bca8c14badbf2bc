"""The web, from chat: each topic with its facts."""

from typing import Any

from tests.templates.scenes.facts import GUARD, MONDAY, NOW, STAMPING, THURSDAY, Scene, plain

LINK = {"sign_in": "0123456789abcdefghijkl", "minutes": 10, "hours": 8}


def device(make: str, system: str) -> dict[str, Any]:
    return {"id": "s1", "make": make, "system": system, "opened_at": MONDAY.isoformat(), "used_at": NOW.isoformat()}


WAITING = {"light": "yellow", "number": "YH-20261123-0007", "area": STAMPING, "words": GUARD, "due_at": THURSDAY}
TWO = [device("wecom", "android"), device("edge", "windows")]

SCENES = (
    Scene("web.link", {**LINK, "link": "https://hazards.example.com/in/0123456789abcdefghijkl"}),
    Scene("web.link", {**LINK, "link": ""}, "no web"),
    Scene(
        "web.board", {**LINK, "to": "board", "link": "https://hazards.example.com/in/0123456789abcdefghijkl?to=board"}
    ),
    Scene("web.board", {**LINK, "to": "board", "link": ""}, "no web"),
    Scene("web.devices", {"items": TWO[:1]}, "one", buttons=("sign_out.1",)),
    Scene("web.devices", {"items": TWO}, buttons=("sign_out.1", "sign_out.2", "sign_out.all")),
    Scene("web.device", TWO[0]),
    Scene("web.line", WAITING),
    *plain("web", "no_devices"),
    *plain("web", "no_board"),
    Scene("web.ended", {"all": True}, "all"),
    Scene("web.ended", {"all": False}),
    *plain("refused", "session_over"),
)
