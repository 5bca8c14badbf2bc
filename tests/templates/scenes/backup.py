"""What the operator reads of backups and restores: each topic with its facts."""

from tests.templates.scenes.facts import Scene, plain

NAME = "20261127T020000Z-66a0"
PLACE = {"place": "/mnt/backup"}
STREAM = {"name": f"backups/{NAME}.database"}
FOLDER = {"where": "/srv/hazardline"}
MADE = {"name": NAME, **PLACE, "size": "812.4", "pictures": 60000, "lost": 0, "seconds": 95, "gone": 0}
LISTED = {"name": NAME, "cases": 5120, "pictures": 60000, "size": "812.4"}
RESTORED = {**FOLDER, "made_at": "2026-11-27 02:00", "kept": "/srv/hazardline/before-20261127T080000Z"}
DOUBT = {"kind": "altered", "source": "event", "id": "019aa0b1-1111-7000-8000-000000000001", "position": None}
SCENES = (
    Scene("backup.no_target", {"variable": "HAZARDLINE_BACKUP_TO"}),
    Scene("backup.made", MADE),
    Scene("backup.made", {**MADE, "gone": 2, "lost": 1}, "old ones go, a picture is missing"),
    *(Scene("backup.listed", {**LISTED, "good": good}, f"good: {good}") for good in (None, True, False)),
    Scene("backup.listed_shut", {"name": NAME}),
    Scene("backup.none_there", PLACE),
    Scene("backup.none_called", {**PLACE, "which": "2025"}),
    Scene("backup.good", {"name": NAME, "tables": 54, "pictures": 60000}),
    Scene("backup.restored", RESTORED),
    Scene("backup.restored", {**RESTORED, "kept": ""}, "into nothing"),
    Scene("backup.not_empty", FOLDER),
    *plain("backup", "two_halves no_half keys_do_not_fit keys_rotate"),
    Scene("backup.halves", {"one": "Mh813w0cfVOEFkHhvkK0BQ=", "other": "eAMiJhx8Z30zcivt5s5J5w="}),
    *(Scene(f"backup.{topic}", FOLDER) for topic in ("disk_full", "under_way", "is_mount")),
    Scene("backup.heads_not_written", {**FOLDER, "why": "Permission denied"}),
    Scene("backup.disk_fault", {**FOLDER, "why": "Input/output error"}),
    Scene("backup.no_room", {**FOLDER, "needed": 900, "free": 120}),
    Scene("backup.target_full", PLACE),
    Scene("backup.target_away", {**PLACE, "why": "Connection refused"}),
    Scene(
        "backup.target_unknown",
        {"place": "sftp://hazardline@nas:22/backup/", "known_hosts": "/etc/hazardline/known_hosts"},
    ),
    *(Scene(f"backup.{topic}", STREAM) for topic in ("altered", "empty", "missing", "wrong_key")),
    Scene("backup.unknown_version", {**STREAM, "version": 2, "known": 1}),
    *(Scene(f"backup.{topic}", {"why": "disk I/O error"}) for topic in ("database_away", "damaged_database")),
    Scene("backup.no_tool", {"program": "pg_dump"}),
    Scene("backup.tool_failed", {"program": "pg_dump", "why": "server version mismatch"}),
    Scene("backup.not_allowed", {"user": "hazardline"}),
    Scene("backup.database_in_use", {"name": "hazardline"}),
    Scene("backup.differs", {"what": "hazards", "found": 5119, "told": 5120}),
    Scene("backup.audit_doubts", {"count": 1, "first": {**DOUBT, "position": 17}}, "a row"),
    Scene("backup.audit_doubts", {"count": 3, "first": {"kind": "cut", "source": "", "id": "", "position": 18}}, "cut"),
    Scene("backup.audit_doubts", {"count": 2, "first": {**DOUBT, "kind": "photo", "source": "photo"}}, "a photo"),
    Scene("backup.other_engine", {"of": "PostgreSQL"}),
    Scene("backup.newer_program", {"revision": "0051"}),
    Scene("backup.pictures_lost", {"count": 2, "first": "019aa0b1-1111-7000-8000-000000000001"}),
)
