"""The owner's side, and the acceptor's: each topic with its facts."""

from tests.templates.scenes.facts import (
    BARE,
    CASE,
    LEFT,
    LI,
    MAJOR,
    REASON,
    ZHANG,
    ZHAO,
    Scene,
    Two,
    because,
    event,
    of_case,
    plain,
)

TASK = (
    *of_case("task", "new not_taken taken noted work submitted passed_on accepted"),
    Scene("task.new", {"case": MAJOR}, "major"),
    Scene("task.new", {"case": {**BARE, "owner": ZHANG}}, "bare"),
    Scene("task.received", {"case": CASE, "photos": 2}),
    Scene("task.received", {"case": CASE, "photos": 1}, "one"),
    Scene("task.received", {"case": {**CASE, "acceptor": ""}, "photos": 0}, "words only"),
    Scene("task.unsent", {"case": CASE, "said": Two("拆下来看了", "taken off"), "submits": True}),
    Scene("task.unsent", {"case": CASE, "said": "", "submits": False}, "a plan is wanted"),
    *plain("task", "after no_photo_reason pass_reason give_back_reason"),
    Scene("task.pass_to", {"found": 7, "name": ""}),
    Scene("task.pass_to", {"found": 0, "name": Two("王二小", "Wang Er")}, "nobody of that name"),
    Scene("task.passed_on", {"case": BARE}, "given back"),
    because("task.sent_back", "sent_back", ZHAO, reason=REASON),
    because("task.reopened", "reopened", LI, reason=REASON),
    Scene("task.reassigned", {"case": CASE}),
)
NO_PHOTO = Two("机器在转，拍不了", "the machine is running")
ACCEPT = (
    because("accept.new", "submitted", ZHANG, remark=Two("换了新卡扣", "new clips fitted")),
    Scene("accept.new", {"case": CASE, "event": event("submitted", ZHANG, no_photo_reason=NO_PHOTO)}, "no photo"),
    *of_case("accept", "waiting done sent_back"),
    because("accept.by_another", "accepted", LI),
    Scene("accept.by_another", {"case": CASE, "event": event("sent_back", LI)}, "sent back"),
    because("accept.reworded", "message_edited", ZHANG, said=Two("换了两个新卡扣", "two new clips fitted")),
    Scene("accept.new", {"case": {**CASE, "danger": "running"}, "event": event("submitted", ZHANG)}, "not held"),
    Scene("accept.waiting", {"case": {**CASE, "danger": "running"}}, "not held"),
    *plain("refused", "on_site_danger"),
    Scene("task.taken", {"case": {**CASE, "danger": "stopped"}}, "not held"),
    *(Scene(f"accept.{topic}", {"photos": n}, f"{n} photos") for topic in ("on_site", "remark_noted") for n in (0, 2)),
    *(Scene(f"accept.{topic}", {"case": LEFT}, "owner has left") for topic in ("sent_back",)),
    *plain("accept", "reason reason_pictured"),
)
SCENES = (*TASK, *ACCEPT)
