"""What officers read of shifts and quiet time: each topic with its facts."""

from tests.templates.scenes.facts import MONDAY, ZHANG, Scene, Two, plain

SHIFT = Two("白班", "Day shift")
NOW = {"name": ZHANG, "shift": SHIFT, "starts": "08:00", "ends": "20:00", "on_shift": True, "heeded": True}
OFF = {"name": ZHANG, "shift": "", "starts": "", "ends": "", "on_shift": False, "heeded": False}
SCENES = (
    Scene("hours.who", {"found": 3, "name": ""}),
    Scene("hours.who", {"found": 0, "name": ZHANG}, "nobody found"),
    Scene("hours.which", {**NOW, "next": MONDAY}),
    Scene("hours.which", {**OFF, "next": MONDAY}, "off shift, where nobody is let be"),
    *(Scene(f"hours.{block}", {"name": ZHANG, "was": "", "shift": SHIFT}) for block in ("same", "sure", "set")),
    *(Scene(f"hours.{b}", {"name": ZHANG, "was": SHIFT, "shift": ""}, "usual") for b in ("same", "sure", "set")),
    Scene("hours.put_back", {"name": ZHANG}),
    *(Scene(f"hours.{block}", {"quiet": True}) for block in ("sure_quiet", "quiet_set")),
    *(Scene(f"hours.{block}", {"quiet": False}, "at any hour") for block in ("sure_quiet", "quiet_set")),
    *plain("hours", "quiet_put_back"),
    *plain("refused", "shift_gone"),
)
