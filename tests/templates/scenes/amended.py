"""What is sent of a report afterwards, changed or deleted: each topic with its facts."""

from typing import Any

from tests.templates.scenes.facts import CASE, LI, Scene, Two, because, event, of_case

LEFT_ONE = Two("左边那台也是", "the one on the left too")


def pictures(kind: str, photos: int, **words: Two) -> dict[str, Any]:
    """A case to which pictures have been added, or from which they were taken."""
    return {"case": CASE, "event": {**event(kind, LI, **words), "facts": {"photos": photos}}}


SCENES = (
    *of_case("case", "amended withdrawn"),
    because("task.reworded", "message_edited", LI, said=Two("是冲压3号机，不是2号机", "it is press 3, not press 2")),
    Scene("task.reworded", {"case": CASE, "event": event("message_edited", LI)}, "only the photo is left"),
    *of_case("task", "words_withdrawn"),
    *of_case("photo", "joined"),
    Scene("task.more_pictures", pictures("pictures_added", 2), "pictures"),
    Scene("task.more_pictures", pictures("pictures_added", 1, said=LEFT_ONE), "a picture and words"),
    Scene("task.more_pictures", pictures("pictures_added", 0, said=LEFT_ONE), "words"),
    Scene("accept.more_pictures", pictures("pictures_added", 1, said=LEFT_ONE), "a picture and words"),
    Scene("accept.more_pictures", pictures("pictures_added", 0, said=LEFT_ONE), "words"),
    Scene("task.reported_again", pictures("reported_again", 2, said=LEFT_ONE), "pictures"),
    Scene("task.reported_again", pictures("reported_again", 0, said=LEFT_ONE), "words"),
    Scene("accept.reported_again", pictures("reported_again", 1, said=LEFT_ONE), "a picture"),
    Scene("accept.reported_again", pictures("reported_again", 0, said=LEFT_ONE), "words"),
    Scene("task.fewer_pictures", pictures("pictures_taken_out", 1), "one"),
    Scene("task.fewer_pictures", pictures("pictures_taken_out", 2), "two"),
)
