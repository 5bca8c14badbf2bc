"""What officers and administrators read of their company: each topic with its facts."""

from tests.templates.scenes.facts import GUARD, LI, MONDAY, PRESS, STAMPING, ZHANG, ZHAO, Scene, Two, plain

FIGURES = {
    "received": 12,
    "sent": 30,
    "platforms": [{"bot": "wecom:1", "platform": "wecom", "people": 23}, {"bot": "x", "platform": "", "people": 2}],
    "backup": {"outcome": "good", "day": ""},
    "restored": {"day": "2026-11-24", "ago": 0},
    "chain": 812,
    "everything": False,
}
PROBLEMS = [
    {"kind": "disk_full", "mebibytes": 812},
    {"kind": "inbox_late", "count": 3, "since": MONDAY},
    {"kind": "outbox_late", "count": 14, "since": MONDAY},
    {"kind": "clock_late", "count": 2, "since": MONDAY},
    {"kind": "silenced", "bot": "telegram:1", "platform": "telegram", "until": MONDAY.replace(hour=9)},
    {"kind": "undelivered", "bot": "wecom:1", "platform": "wecom", "count": 5},
    {"kind": "unanswered", "count": 1},
    {"kind": "unread", "count": 2},
    {"kind": "chain_behind", "count": 7},
    {"kind": "no_backup"},
    {"kind": "backup_failed", "day": "2026-11-24"},
    {"kind": "backup_doubtful", "day": "2026-11-24"},
    {"kind": "backup_none", "day": "2026-11-20"},
    {"kind": "role_unreached", "role": "safety_officer"},
    {"kind": "unwatched", "part": "night", "first": "2026-11-28", "last": "2026-11-29"},
]
BARE = {**FIGURES, "platforms": [], "backup": None, "restored": None}

POST = {"name": Two("整改责任人", "Owner"), "department": Two("设备部", "Equipment"), "area": ""}
WORKS = {"name": Two("员工", "Employee"), "department": Two("设备部", "Equipment"), "area": STAMPING}
CARD = {
    "name": ZHANG,
    "code": "zhangwei",
    "department": Two("设备部", "Equipment"),
    "posts": [POST, WORKS],
    "all": 2,
    "tasks": 3,
    "away": None,
    "blocked": False,
    "platforms": ["wecom", "telegram"],
}
AWAY = {"name": LI, "since": "2026-11-24", "until": "2026-12-03"}
LEAVE = {"name": ZHANG, "deputy": LI, "since": "2026-11-24", "until": "2026-12-03", "by": ZHAO}
ROLE = {"name": ZHANG, "role": "team_leader", "department": Two("设备部", "Equipment"), "area": STAMPING, "by": ZHAO}
HIGH = {**ROLE, "role": "safety_officer", "department": "", "area": ""}
PEOPLE = (
    *(Scene(f"staff.{block}", {"found": 3, "name": "", "missed": ""}) for block in ("who", "stands_in")),
    Scene("staff.stands_in_self", {"found": 0, "name": LI, "missed": ""}),
    *(Scene(f"staff.{b}", {"found": 0, "name": LI, "missed": ""}, "nobody found") for b in ("who", "stands_in")),
    Scene("staff.card", CARD),
    Scene("staff.card", {**CARD, "posts": [WORKS] * 4, "all": 9, "away": AWAY, "platforms": []}, "away, of many roles"),
    Scene("staff.card", {**CARD, "posts": [], "all": 0, "tasks": 0, "blocked": True}, "shut out"),
    *plain("staff", "where which_area move_where as_it_was shut_out"),
    *(Scene(f"staff.{b}", {"name": ZHANG}) for b in ("which_role", "back", "sure_in", "let_in", "blocked", "undone")),
    *(Scene(f"staff.{b}", ROLE) for b in ("sure_role", "role_given", "sure_end", "role_ended", "yours", "not_yours")),
    *(Scene(f"staff.{b}", HIGH, "of the whole company") for b in ("sure_role", "role_given", "sure_end", "yours")),
    *(
        Scene(f"staff.{b}", {**ROLE, "before": Two("生产部", "Production")})
        for b in ("sure_move", "moved", "moved_you")
    ),
    *(
        Scene(f"staff.{block}", LEAVE)
        for block in ("sure_leave", "on_leave", "on_leave_you", "sure_back", "leave_over")
    ),
    *(Scene("staff.sure_block", {"name": ZHANG, "tasks": count}, f"{count} tasks") for count in (0, 3)),
    Scene("staff.in", {"by": ZHAO}),
    Scene("staff.work", {"name": ZHANG, "total": 3, "left": 1, "heirs": [LI, ZHAO]}),
    Scene("staff.work", {"name": ZHANG, "total": 0, "left": 2, "heirs": []}, "nobody found"),
    *plain("refused", "own_role own_block last_administrator last_safety_officer role_held role_over department_gone"),
    *plain("refused", "nothing_to_move not_blocked nobody_stands_in"),
)

ROW = {"name": ZHANG, "house": Two("设备部", "Equipment"), "for_area": STAMPING, "for_equipment": ""}
SEEN = {
    "words": GUARD,
    "area": STAMPING,
    "equipment": PRESS,
    "category": "mechanical",
    "owner": ZHANG,
    "acceptor": ZHAO,
    "instead": "",
    "gone": False,
    "row": {**ROW, "for_category": "mechanical"},
}
SET = {"place": STAMPING, "category": "fire", "name": ZHANG, "before": LI}
NO_ROW = {**SEEN, "owner": "", "acceptor": ""}
GAPS = [
    {"area": "a1", "place": STAMPING, "category": "fire", "left": ""},
    {"area": None, "place": "", "category": "electrical", "left": ZHANG},
]
MATRIX = (
    Scene("matrix.gaps", {"items": GAPS, "total": 7, "more": True}),
    *plain("matrix", "whole try where which"),
    Scene("matrix.would_get", SEEN),
    Scene(
        "matrix.would_get", {**SEEN, "instead": LI, "acceptor": "", "row": {**ROW, "for_category": ""}}, "stood in for"
    ),
    Scene("matrix.would_get", {**NO_ROW, "gone": True}, "gone"),
    Scene("matrix.would_get", NO_ROW, "no person"),
    Scene("matrix.would_get", {**NO_ROW, "row": None}, "no row"),
    Scene("matrix.would_get", {**NO_ROW, "area": "", "equipment": "", "category": ""}, "not understood"),
    Scene("matrix.who", {"found": 3, "name": "", "missed": ""}),
    Scene("matrix.who", {"found": 0, "name": LI, "missed": ""}, "nobody found"),
    *(Scene(f"matrix.{block}", SET) for block in ("sure", "set", "already", "put_back")),
    Scene("matrix.sure", {**SET, "place": "", "before": ""}, "nobody's, everywhere"),
    *plain("refused", "row_gone"),
    Scene("refused.no_department", {"name": ZHANG}),
)

FILE = Two("公司资料.xlsx", "company.xlsx")
COUNTS = {"name": FILE, "added": 3, "changed": 2, "unchanged": 412}
CELL = {"name": Two("名称", "Name"), "old": STAMPING, "new": Two("冲压一车间", "Stamping shop 1")}
WRONG = Two("“人员”B3（姓名）是空的：这一格必须填", '"People" B3 (Name) is empty: it has to be filled in')
ROWS = [
    {"kind": "added", "sheet": Two("人员", "People"), "what": Two("li 李强", "li Li Qiang"), "cells": []},
    {
        "kind": "changed",
        "sheet": Two("区域", "Areas"),
        "what": STAMPING,
        "cells": [CELL, {**CELL, "old": "", "new": ""}],
    },
]
BULK = (
    Scene("sheet.would", {**COUNTS, "rows": ROWS, "first": 0, "total": 5, "more": True}),
    Scene("sheet.same", COUNTS),
    Scene("sheet.errors", {"name": FILE, "errors": [WRONG, WRONG], "total": 12}),
    Scene("sheet.applied", COUNTS),
    *(Scene(f"sheet.{block}", {"name": FILE}) for block in ("too_large", "not_workbook", "old_excel", "unavailable")),
    *plain("refused", "sheet_gone"),
    Scene("refused.sheet_wrong", {"count": 2, "sheet": Two("人员", "People"), "row": 7}),
)

SAID = {"name": LI, "words": Two("晚上的提醒太多", "too many reminders at night")}
FEEDBACK = (
    *plain("feedback", "what sent not_sent answer answer_sent"),
    *(Scene(f"feedback.{block}", SAID) for block in ("sure", "came", "sure_answer", "answered")),
    *plain("refused", "feedback_gone feedback_answered"),
)

PLACE = {"what": "area", "name": STAMPING, "code": "CY", "colour": "orange", "retired": False, "in_use": 4}
CANTEEN = Two("职工食堂", "Staff canteen")
NEW = {"what": "area", "name": CANTEEN, "around": STAMPING, "before": STAMPING}
DAY = {"day": "2026-12-05", "kind": "work", "works": False}
GROUNDS = (
    *plain("grounds", "area departments department day day_past retired_ones"),
    Scene("grounds.card", PLACE),
    Scene("grounds.card", {**PLACE, "colour": "", "retired": True, "in_use": 0}, "retired"),
    Scene("grounds.card", {**PLACE, "what": "department", "colour": ""}, "a department"),
    *(Scene(f"grounds.{b}", NEW) for b in ("new_name", "sure_add", "added", "sure_rename", "renamed", "name_undone")),
    *(
        Scene(f"grounds.{b}", {**NEW, "what": "department", "around": ""}, "a department")
        for b in ("new_name", "sure_add", "added")
    ),
    *(Scene(f"grounds.{b}", PLACE) for b in ("other_name", "sure_retire", "retired", "revived", "colour")),
    *(Scene(f"grounds.{b}", PLACE) for b in ("sure_colour", "coloured", "colour_undone")),
    Scene("grounds.colour_undone", {**PLACE, "colour": ""}, "none before"),
    *(Scene(f"grounds.{b}", DAY) for b in ("day_is", "sure_day", "day_set", "day_undone")),
    *(Scene(f"grounds.{b}", {**DAY, "kind": ""}, "as usual") for b in ("day_is", "sure_day", "day_set")),
    Scene("refused.place_in_use", {"name": STAMPING, "count": 4}),
    Scene("refused.name_too_long", {"most": 40}),
    Scene("refused.name_taken", {"name": STAMPING}),
    *plain("refused", "day_past place_gone overtaken"),
)

PLAN_NOW = {"plan": "p1", "taken_at": MONDAY.isoformat(), "outlined": 5, "missing": [STAMPING, CANTEEN], "more": 3}
OFFER = {"sign_in": "0123456789abcdefghijkl", "minutes": 10, "hours": 8, "to": "plan"}
SITE_PLAN = (
    Scene("site_plan.card", PLAN_NOW),
    Scene("site_plan.card", {**PLAN_NOW, "outlined": 0, "more": 0}, "nothing outlined"),
    Scene("site_plan.card", {**PLAN_NOW, "missing": [], "more": 0}, "all of it"),
    *(Scene("site_plan.picture", {"replaces": replaces}, told) for replaces, told in ((False, ""), (True, "another"))),
    *plain("site_plan", "picture_needed sure_drop dropped none"),
    *(Scene(f"site_plan.{b}", {"replaces": False, "outlined": 0}) for b in ("sure_take", "taken")),
    *(Scene(f"site_plan.{b}", {"replaces": True, "outlined": 5}, "another") for b in ("sure_take", "taken")),
    Scene("site_plan.undone", {"there": True}),
    Scene("site_plan.undone", {"there": False}, "none before"),
    Scene("site_plan.link", {**OFFER, "link": "https://hazards.example.com/in/0123456789abcdefghijkl?to=plan"}),
    Scene("site_plan.link", {**OFFER, "link": ""}, "no web"),
    Scene("refused.outline_points", {"fewest": 3, "most": 60}),
    *plain("refused", "site_plan_picture site_plan_gone outline_overtaken outline_off outline_crosses outline_small"),
)

USED = [{"name": "report", "people": 31}, {"name": "task", "people": 14}, {"name": "my_lists", "people": 9}]
RARELY = [{"name": "money", "people": 2}]
UNUSED = [{"name": "plan", "people": 0}, {"name": "anonymous", "people": 0}]
STEPS = [
    {"name": "repair", "seconds": 97_200, "cases": 40, "few": False},
    {"name": "take", "seconds": 2_400, "cases": 3, "few": True},
]
USAGE = (
    Scene("status.usage", {"people": 34, "days": 30, "used": USED, "rare": RARELY, "unused": UNUSED, "steps": STEPS}),
    Scene(
        "status.usage",
        {"people": 2, "days": 30, "used": USED[:1], "rare": [], "unused": [], "steps": []},
        "hardly begun",
    ),
    *plain("status", "unused"),
)

SCENES = (
    *USAGE,
    *GROUNDS,
    *SITE_PLAN,
    *FEEDBACK,
    *BULK,
    *MATRIX,
    *PEOPLE,
    *plain("admin", "menu"),
    Scene("status.all", {**FIGURES, "problems": [], "count": 0}, "all is well"),
    Scene("status.all", {**FIGURES, "problems": PROBLEMS[1:2], "count": 1}, "one thing"),
    Scene("status.all", {**BARE, "problems": PROBLEMS[9:11], "count": 15}, "the worst of many"),
    Scene("status.all", {**FIGURES, "problems": PROBLEMS, "count": 15, "everything": True}, "each of many"),
)
