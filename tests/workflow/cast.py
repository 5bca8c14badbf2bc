"""A small machine plant for tests of the domain: its people, places and responsibilities."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from workflow.library import Category, Grade, LibraryEntry
from workflow.people import Language, Membership, Person, Role
from workflow.responsibility import Responsibility

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
HIRED = date(2020, 1, 1)
PLANT, STAMPING, LINE, WAREHOUSE, YARD = "/p/", "/p/s/", "/p/s/l/", "/p/w/", "/p/y/"
# Who works here: name, role, department, area of the role.
CAST: tuple[tuple[str, Role, str | None, str], ...] = (
    ("li", Role.WORKER, "production", STAMPING),
    ("wang", Role.WORKER, "store", WAREHOUSE),
    ("ma", Role.TEAM_LEADER, "production", STAMPING),
    ("zhang", Role.OWNER, "equipment", ""),
    ("hou", Role.OWNER, "equipment", ""),
    ("liu", Role.OWNER, "store", ""),
    ("chen", Role.OWNER, "store", ""),
    ("zhao", Role.ACCEPTOR, "quality", ""),
    ("wu", Role.DEPARTMENT_HEAD, "equipment", ""),
    ("sun", Role.DEPARTMENT_HEAD, "production", ""),
    ("qian", Role.SAFETY_OFFICER, "safety", ""),
    ("feng", Role.SAFETY_OFFICER, "safety", ""),
    ("he", Role.SAFETY_DIRECTOR, "safety", ""),
    ("zhou", Role.EXECUTIVE, None, ""),
    ("yuan", Role.UNION, None, ""),
    ("shi", Role.DUTY_LEADER, None, PLANT),
)


def person(name: str, role: Role, department: str | None = None, area_path: str = "") -> Person:
    held = Membership(role, department, area_path, HIRED)
    return Person(name, name, name.title(), Language.ZH_CN, (held,), hired_on=HIRED)


def entry(code: str, category: Category, grade: Grade, limit_days: int) -> LibraryEntry:
    words = ("停机，紧固后再开机", "Stop the machine, fasten, start again")
    law = ("安全生产法 第三十六条", "Work Safety Law, article 36")
    return LibraryEntry(code, category, code, code, (), grade, *words, limit_days, *law, True)


def row(
    code: str,
    owner: str | None,
    acceptor: str | None = "zhao",
    *,
    area: str = "",
    equipment: str | None = None,
    category: Category | None = None,
) -> Responsibility:
    return Responsibility(code, equipment, area, category, "equipment", owner, acceptor)
