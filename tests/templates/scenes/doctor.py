"""What `hazardline doctor` says: each topic with its facts."""

from tests.templates.scenes.facts import Scene, Two, plain

FACTS: dict[str, object] = {
    "path": "/srv/hazardline/data",
    "free": "0.4",
    "why": "Connection refused",
    "variable": "HAZARDLINE_DATABASE_URL",
    "engine": "PostgreSQL",
    "name": Two("青禾机械制造有限公司", "Qinghe Machinery Co., Ltd."),
    "role": "safety_officer",
    "names": Two("吴静, 赵敏", "Wu Jing, Zhao Min"),
    "count": "2",
    "total": "25",
    "url": "https://hazards.example.com",
    "seconds": "240",
    "bot": "telegram:123456",
}
TOPICS = """
    folder folder_shut disk_full database database_away company demo role role_nobody role_unreached all_reached
    some_unreached public_url public_url_away public_url_other clock clock_wrong fault to_put_right
"""
CERTIFICATE = {"file": "/etc/hazardline/fullchain.pem", "day": "2026-12-05"}
CITED = {"law": "GB 4674-2009", "entries": "ME-05, ME-29", "count": "2"}
SCENES = (
    *(Scene(f"doctor.{block}", FACTS) for block in TOPICS.split()),
    Scene("doctor.classifier", {"name": "macbert/0f3a29c1", "folder": "/srv/models/macbert"}),
    Scene("doctor.door_plain", {"variable": "HAZARDLINE_WEBHOOK_HOST", "address": "0.0.0.0:8081"}),
    *(Scene(f"doctor.{block}", CERTIFICATE) for block in ("certificate", "certificate_ends")),
    Scene("doctor.no_runtime", {"why": "No module named 'onnxruntime'"}),
    Scene("doctor.unwatched", {"part": "night", "first": "2026-12-03", "last": "2026-12-08"}, "nights"),
    Scene("doctor.unwatched", {"part": "part_of_night", "first": "2026-12-03", "last": "2026-12-08"}, "part of nights"),
    Scene("doctor.unwatched", {"part": "day_off", "first": "2026-12-05", "last": "2026-12-05"}, "one day off"),
    *(Scene("doctor.law_unsound", {**CITED, "why": why}, why) for why in ("repealed", "not_yet", "dangling")),
    Scene("doctor.law_unsound", {**CITED, "why": "repealed", "entries": "ME-05", "count": "1"}, "a single entry"),
    *plain("doctor", "fonts no_fonts no_platform master_key key no_key watched all_well"),
)
