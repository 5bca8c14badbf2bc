"""What the operator reads: each topic with its facts."""

from typing import Any

from tests.templates.scenes.facts import LI, ZHOU, Scene, Two, plain

TELEGRAM = {
    "url": "https://bot.example.com/telegram/4242",
    "why": "Connection refused",
    "name": "hazardline_bot",
    "count": "12",
}
BAD_TEMPLATES = (
    *(("not_word", "", ()), ("too_large", "", ()), ("outside", "http://a.example/logo.png", ())),
    *(("active", "word/vbaProject.bin", ()), ("code", "call", ()), ("loops", "steps", ())),
    *(("syntax", "unexpected '}'", ()), ("unknown", "ownr", ("number", "owner", "steps[].at"))),
)
ROBOT = {"variable": "HAZARDLINE_WECOM_ROBOTS", "area": "A01"}
DIGEST = Two("11月24日 日报", "Digest of Nov 24")
BOT_FILES = {"folder": "/var/lib/telegram-bot-api"}
TELEGRAM_LINES = """
    unreachable webhook_refused works webhook_set webhook_not_set webhook_elsewhere waiting webhook_error
"""
KEY_FILE = {"file": "/etc/hazardline/master.key"}
KEY_PROBLEMS = "wrong missing unreadable open foreign inside no_key"
ZONED = ("company", "sites")
HEAD = {"number": 4711, "link": "3fa9c2d1" + "0" * 56}
AUDIT = {"rows": 4711, "unlinked": 2, "cases": 620, "photos": 33, "rights": 420, "heads": 90, "head": HEAD}
DOUBTS = [
    {"kind": "altered", "position": 17, "source": "event", "id": "0199-7"},
    {"kind": "case", "position": None, "source": "case", "id": "YH-20261123-001"},
]
OPERATOR = (
    Scene("operator.started", {"address": "http://127.0.0.1:8080", "data": "data/demo"}),
    *plain("operator", "stopped loop_fell not_migrated no_company not_a_demo imported_before"),
    *(Scene("operator.unknown_zone", {"sheet": sheet, "code": "BE", "zone": "Mars/Phobos"}, sheet) for sheet in ZONED),
    Scene("operator.migrated", {"database": "sqlite:///data/demo/hazardline.db"}),
    Scene("operator.already_running", {"data": "data/demo"}),
    *(Scene(f"operator.master_key_{problem}", {"file": ""}, "no file") for problem in ("none", "wrong", "two")),
    *(Scene(f"operator.master_key_{problem}", KEY_FILE) for problem in KEY_PROBLEMS.split()),
    Scene("operator.key_created", KEY_FILE),
    *plain("operator", "sealing rotation_goes_on"),
    Scene("operator.sealed", {"values": 4711, "files": 33}),
    Scene("operator.rotated", {"values": 4711, "files": 33}),
    Scene("operator.still_running"),
    Scene("operator.rewrapped", KEY_FILE),
    Scene("operator.lookup_rotated", {"values": 4711}),
    *plain("operator", "audit_verifying"),
    Scene("operator.audit_verified", {**AUDIT, "outside": True, "doubts": [], "count": 0, "given_up": 0}),
    Scene(
        "operator.audit_verified", {**AUDIT, "outside": False, "doubts": DOUBTS, "count": 2, "given_up": 4}, "doubts"
    ),
    Scene("operator.audit_head", {"head": HEAD}),
    Scene("operator.audit_head", {"head": {}}, "nothing is linked"),
    Scene("operator.audit_no_head", {"number": 9000, "head": HEAD}),
    Scene("operator.audit_no_head", {"number": 9000, "head": {}}, "nothing is linked"),
    *(Scene(f"operator.audit_export_{found}", {"file": "audit.jsonl"}) for found in ("genuine", "doubtful")),
    Scene("operator.audit_not_read", {"file": "audit.jsonl.hmac", "why": "No such file or directory"}),
    Scene("operator.audit_nothing", {"named": "YH-7"}),
    Scene("operator.audit_exported", {"count": 4711, "file": "audit.jsonl", "signature": "audit.jsonl.hmac"}),
    Scene("operator.audit_not_written", {"file": "audit.jsonl", "why": "Permission denied"}),
    Scene("operator.key_not_overwritten", KEY_FILE),
    Scene("operator.key_not_written", {**KEY_FILE, "why": "Permission denied"}),
    Scene("operator.port_taken", {"address": "127.0.0.1:8080", "variable": "HAZARDLINE_PORT"}),
    Scene("operator.polls", {"data": "data"}),
    Scene("operator.demo_lives", {}),
    Scene("operator.simulates_demo_only", {"company": "acme"}),
    Scene("operator.simulates_into_nothing", {"database": "data/simulated"}),
    Scene(
        "operator.simulated",
        {"cases": 170, "turns": 6809, "messages": 12036, "seconds": 77, "rate": 88, "data": "data/simulated"},
    ),
    Scene("operator.nobody_called", {"person": "E1001"}),
    Scene("operator.invited", {"person": "E1001", "code": "join_Zk3vT0mJc9o1QhYb7uLw2A", "links": [], "days": 7}),
    Scene(
        "operator.digest_written",
        {"words": Two("11月24日 日报", "Digest of Nov 24"), "files": ["digest-zhou-2026-11-24.txt"]},
    ),
    Scene("operator.digest_sent", {"person": "zhoujianguo"}),
    Scene("operator.nobody_named", {"person": "zhou", "near": [ZHOU, LI]}),
    Scene("operator.nobody_named", {"person": "x", "near": []}, "none like it"),
    Scene("operator.several_named", {"person": "zhou", "codes": ["zhouqiang", "zhoujianguo"]}),
    Scene("operator.reads_no_digest", {"person": "liqiang"}),
    *plain("operator", "which_digest ledger_days"),
    Scene("operator.ledger_written", {"file": "/out/ledger.xlsx", "count": 412}),
    Scene("operator.no_ledger_for", {"person": "liqiang"}),
    Scene("operator.ledger_not_written", {"folder": "/out", "why": "Permission denied"}),
    Scene("operator.paper_written", {"file": "/out/order.docx", "number": "ZG-20261127-0001"}),
    *(
        Scene(
            "operator.paper_again", {"file": "/out/order.docx", "number": "ZG-20261127-0001", "same": same}, str(same)
        )
        for same in (True, False)
    ),
    Scene("operator.paper_not_theirs", {"number": "YH-20261123-0007"}),
    Scene("operator.no_such_paper", {"number": "ZG-20261127-0009"}),
    *(
        Scene("operator.paper_not_yet", {"number": "YH-20261123-0007", "why": why}, why)
        for why in ("no_owner", "not_done", "not_major", "order_open")
    ),
    Scene("operator.paper_not_written", {"file": "/out/order.docx", "why": "Permission denied"}),
    Scene("operator.pdf_written", {"file": "/out/order.pdf"}),
    *(
        Scene("operator.no_pdf", {"file": "/out/order.docx", "why": why}, why)
        for why in ("absent", "too_long", "failed")
    ),
    Scene("operator.no_such_period", {"named": "2026-Q5"}),
    Scene("operator.template_given", {"file": "/out/order.docx"}),
    Scene("operator.template_taken", {"which": "order"}),
    *(Scene("operator.template_dropped", {"which": "order", "dropped": is_}, str(is_)) for is_ in (True, False)),
    Scene("operator.template_not_read", {"file": "own.docx", "why": "No such file or directory"}),
    *(
        Scene("operator.bad_template", {"file": "own.docx", "why": why, "what": what, "known": known}, why)
        for why, what, known in BAD_TEMPLATES
    ),
    Scene("operator.digest_not_written", {"folder": "/out", "why": "Permission denied"}),
    Scene("operator.bad_setting", {"variable": "HAZARDLINE_PORT", "why": "not a number"}),
    *(Scene("operator.bad_robot", {**ROBOT, "part": part}, part) for part in ("key", "language", "other", "form")),
    Scene("operator.unknown_areas", {"variable": "HAZARDLINE_WECOM_ROBOTS", "codes": "A9, B7"}),
    Scene("operator.imported", {"tables": [("people", 25, 0, 0), ("areas", 0, 1, 12)]}),
    Scene("operator.nothing_imported", {"count": 3}),
    *plain("operator", "telegram_wrong_token telegram_polled telegram_no_groups telegram_reads_all"),
    *(Scene(f"operator.telegram_{block}", TELEGRAM) for block in TELEGRAM_LINES.split()),
    *plain("operator", "telegram_files_unset"),
    Scene("operator.telegram_files_away", {"why": "404 Not Found"}),
    Scene("operator.telegram_files_outside", BOT_FILES),
    Scene("operator.telegram_files_unreadable", {**BOT_FILES, "why": "Permission denied"}),
    Scene("operator.telegram_files_read", BOT_FILES),
    Scene("operator.telegram_files_untried", BOT_FILES),
)
# Whatever an error of a workbook tells: storage/workbook_errors.py gives each the place, and what it adds.
CELL: dict[str, Any] = {
    "path": "company.xlsx",
    "sheet": "人员",
    "english": "People",
    "row": 7,
    "column": "部门",
    "cell": "D7",
    "area": "B3:C4",
    "value": "设备科",
    "choices": [["是", "Yes"], ["否", "No"]],
    "meant": [],
    "target": "部门",
    "limit": 40,
    "length": 61,
    "count": 2,
    "first": 4,
    "other": "F",
    "way": "A1 → A2 → A1",
    "start": "2026-01-01",
    "since": "2027-01-01",
    "until": "2022-01-01",
    "known": "DEMO",
    "days": 90,
    "left": "2026-12-09",
    "before": "夜班",
}
LADDER = {
    **CELL,
    "sheet": "升级阶梯",
    "column": "到期天数",
    "grade": "larger",
    "choices": [["每天", "Daily"]],
    "limit": 365,
}
HOLE = {**CELL, "sheet": "值班表", "column": "日期", "cell": "A9", "first": "2026-12-03", "last": "2026-12-08"}
LAW = {"sheet": "法规", "column": "废止日期", "value": "GB 4674-2009", "until": "2026-12-01"}
OVER = {"sheet": "隐患库", "column": "依据", "value": "GB 2894-2008", "until": "2026-03-01"}
HOLES = (
    ({"part": "night"}, "nights"),
    ({"part": "part_of_night"}, "part of each night"),
    ({"part": "day_off", "last": "2026-12-03"}, "one day off"),
)
WORKBOOK = """
    no_file not_workbook too_large unpacks_too_large too_many_rows missing_sheet duplicate_sheet no_headings
    missing_column duplicate_column merged_cells formula_without_value error_value missing_value too_long bad_code
    strange_column formula past_day no_rows
    bad_date bad_time bad_number unknown_time_zone unknown_yes_no unknown_language unknown_colour unknown_day_kind
    unknown_grade unknown_law_kind unknown_cause unknown_industry law_dangling law_repealed law_not_yet
    unknown_role unknown_category unknown_site unknown_area unknown_department unknown_contractor
    unknown_person unknown_equipment unknown_shift unknown_weekday same_hours cycle_with_hours cycle_in_cycle
    cycle_of_rest cycle_overlaps one_company duplicate_code duplicate_row duplicate_scope area_cycle
    department_cycle too_deep owner_accepts ends_before_start other_company real_company
    deputy_self deputy_long deputy_left deputy_twice deputy_circle last_administrator appoints
"""
SCENES = (
    *OPERATOR,
    *(Scene(f"workbook.{block}", CELL) for block in WORKBOOK.split()),
    Scene("workbook.sums_fall", {**CELL, "sheet": "公司", "column": "安全总监批款上限", "head": 2000, "director": 500}),
    *(Scene(f"workbook.{block}", LADDER) for block in ("bad_distance", "no_step_at_limit", "ladder_tells_nobody")),
    *(Scene(f"workbook.ladder_{block}", {**LADDER, "days": 365}) for block in ("without_holders", "tells_late")),
    Scene(
        "workbook.nobody_above",
        {"sheet": "任职", "grades": ["general", "major"], "roles": ["team_leader", "executive"]},
    ),
    Scene("workbook.manages_nothing", {**CELL, "sheet": "任职", "column": "部门", "value": "department_head"}),
    *(Scene("workbook.nobody_on_watch", {**HOLE, **rest}, note) for rest, note in HOLES),
    Scene("workbook.law_still_cited", {**CELL, **LAW, "entries": "ME-05, ME-29, ME-33", "count": 3}),
    Scene("workbook.major_never_asked", {**CELL, "sheet": "隐患库", "column": "等级", "value": "G-01"}),
    Scene("workbook.text_names_repealed", {**CELL, **OVER, "successor": "GB 2894-2025"}),
    Scene("workbook.text_names_repealed", {**CELL, **OVER, "successor": None}, "nothing in its place"),
    Scene("workbook.roster_over", HOLE),
    Scene("workbook.role_off_ladder", {**LADDER, "value": "worker"}),
    Scene("workbook.unknown_department", {**CELL, "meant": ["D-EQ"]}, "a name instead of a code"),
)
