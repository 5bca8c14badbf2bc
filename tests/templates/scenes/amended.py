"""Messages changed or deleted afterwards: each topic with its facts."""

from tests.templates.scenes.facts import CASE, LI, Scene, Two, because, event, of_case

SCENES = (
    *of_case("case", "amended withdrawn"),
    because("task.reworded", "message_edited", LI, said=Two("是冲压3号机，不是2号机", "it is press 3, not press 2")),
    Scene("task.reworded", {"case": CASE, "event": event("message_edited", LI)}, "only the photo is left"),
    *of_case("task", "words_withdrawn"),
)
