"""Who works where as what: roles given and ended, people moved, sent on leave, shut out and let in again."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from workflow import deputies
from workflow.deputies import NameDeputy
from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.ids import joint_id, new_id
from workflow.people import Deputyship, Person, Role
from workflow.posts import (
    HIGH,
    IN_AREA,
    IN_DEPARTMENT,
    Block,
    EndLeave,
    EndRole,
    GiveRole,
    MoveBack,
    MoveTo,
    Post,
    ResumeRole,
    SendOnLeave,
    Unblock,
    check_appoints,
)

# Of whom somebody has to be left: who lets people in and configures, and who sees each hazard that is nobody's.
NEEDED = frozenset({Role.ADMINISTRATOR, Role.SAFETY_OFFICER})


def give_role(desk: Desk, command: GiveRole, by: Person, at: datetime) -> None:
    person = _employed(desk, command.person_id)
    check_appoints(desk.today, by, [command.role])
    if command.role in HIGH and person.id == by.id:
        raise Refused("own_role")
    if command.role in IN_DEPARTMENT and not desk.posts.is_department(command.department_id or ""):
        raise Refused("department_gone")
    if command.area_id is not None and desk.area(command.area_id) is None:
        raise Refused("area_gone")
    post = Post(command.post_id, command.role, command.department_id, command.area_id, desk.today, None)
    same = (post.role, post.department_id, post.area_id)
    if any((p.role, p.department_id, p.area_id) == same for p in _held(desk, person)):
        raise Refused("role_held")
    desk.posts.enter(post, person.id)
    _record(desk, person.id, "role_given", by, at, **_facts(post))


def end_role(desk: Desk, command: EndRole, by: Person, at: datetime) -> None:
    post = _post(_held(desk, _known(desk, command.person_id)), command.post_id)
    check_appoints(desk.today, by, [post.role])
    if post.role in NEEDED:
        _check_not_last(desk, post.role, command.person_id)
    desk.posts.end(post, desk.today - timedelta(days=1))
    _record(desk, command.person_id, "role_ended", by, at, **_facts(post))


def resume_role(desk: Desk, command: ResumeRole, by: Person, at: datetime) -> None:
    person = _employed(desk, command.person_id)
    post = _post(desk.posts.posts(person.id), command.post_id)
    check_appoints(desk.today, by, [post.role])
    if post.role in HIGH and person.id == by.id:
        raise Refused("own_role")
    desk.posts.end(post, None)
    _record(desk, person.id, "role_given", by, at, **_facts(post))


def move_to(desk: Desk, command: MoveTo, by: Person, at: datetime) -> None:
    """The roles that hang on a department end there, and begin here; those of the whole company stay."""
    person = _employed(desk, command.person_id)
    if not desk.posts.is_department(command.department_id):
        raise Refused("department_gone")
    there = person.department_on(desk.today)
    moved = [p for p in _held(desk, person) if p.role in IN_DEPARTMENT and p.department_id == there]
    if not moved or there == command.department_id:
        raise Refused("nothing_to_move")
    for post in moved:
        area = command.area_id if post.role in IN_AREA else None
        new = Post(joint_id(command.move_id, post.id), post.role, command.department_id, area, desk.today, None)
        desk.posts.end(post, desk.today - timedelta(days=1))
        desk.posts.enter(new, person.id)
    _record(desk, person.id, "moved", by, at, department=command.department_id, before=there, area=command.area_id)


def move_back(desk: Desk, command: MoveBack, by: Person, at: datetime) -> None:
    person = _employed(desk, command.person_id)
    posts = {post.id: post for post in desk.posts.posts(person.id)}
    pairs = [(posts[new], old) for old in posts.values() if (new := joint_id(command.move_id, old.id)) in posts]
    if not pairs or not all(new.holds_on(desk.today) for new, _ in pairs):
        raise Refused("nothing_to_move")
    for ended, resumed in pairs:
        desk.posts.end(ended, desk.today - timedelta(days=1))
        desk.posts.end(resumed, None)
    _record(desk, person.id, "moved", by, at, department=pairs[0][1].department_id, before=pairs[0][0].department_id)


def send_on_leave(desk: Desk, command: SendOnLeave, by: Person, at: datetime) -> None:
    """As they would say it themselves, and on record as said by somebody else."""
    person = _employed(desk, command.person_id)
    check_appoints(desk.today, by, person.roles_on(desk.today))  # whoever stands in has their rights
    if command.again and any(row.since.isoformat() <= command.until for row in _standing_in(desk, person)):
        raise Refused("overtaken")
    deputies.stand_in(desk, NameDeputy(command.deputy_id, command.since, command.until), person, by, at)


def end_leave(desk: Desk, command: EndLeave, by: Person, at: datetime) -> None:
    person = _known(desk, command.person_id)
    check_appoints(desk.today, by, person.roles_on(desk.today))
    meant = [row for row in _standing_in(desk, person) if command.only is None or _is_of(row, command.only)]
    if not meant and command.only is not None:
        raise Refused("overtaken")
    if not meant:
        raise Refused("nobody_stands_in")
    deputies.end(desk, meant, by, at)


def _standing_in(desk: Desk, person: Person) -> list[Deputyship]:
    return [row for row in desk.deputyships if row.person_id == person.id]


def _is_of(row: Deputyship, leave: SendOnLeave) -> bool:
    said = (leave.deputy_id, leave.since, leave.until)
    return (row.deputy_id, row.since.isoformat(), row.until.isoformat()) == said


def block(desk: Desk, command: Block, by: Person, at: datetime) -> None:
    _check_still(desk, command)
    person = _employed(desk, command.person_id)
    if person.id == by.id:
        raise Refused("own_block")
    roles = person.roles_on(desk.today)
    check_appoints(desk.today, by, roles)
    for role in NEEDED & roles:
        _check_not_last(desk, role, person.id)
    desk.posts.shut_out(person.id, at)
    _record(desk, person.id, "blocked", by, at)


def unblock(desk: Desk, command: Unblock, by: Person, at: datetime) -> None:
    _check_still(desk, command)
    person = _known(desk, command.person_id)
    if not person.blocked:
        raise Refused("not_blocked")
    check_appoints(desk.today, by, person.roles_on(desk.today))
    desk.posts.shut_out(person.id, None)
    _record(desk, person.id, "unblocked", by, at)


def _known(desk: Desk, person_id: str) -> Person:
    person = desk.person(person_id)
    if person is None:
        raise Refused("has_left")
    return person


def _employed(desk: Desk, person_id: str) -> Person:
    person = _known(desk, person_id)
    if not person.works_on(desk.today):
        raise Refused("has_left")
    return person


def _held(desk: Desk, person: Person) -> list[Post]:
    return [post for post in desk.posts.posts(person.id) if post.holds_on(desk.today)]


def _post(posts: Iterable[Post], post_id: str) -> Post:
    post = next((post for post in posts if post.id == post_id), None)
    if post is None:
        raise Refused("role_over")
    return post


def _check_not_last(desk: Desk, role: Role, person_id: str) -> None:
    if any(person.id != person_id for person in desk.holders(role)):
        return
    if role is Role.ADMINISTRATOR:
        raise Refused("last_administrator")
    raise Refused("last_safety_officer")


def _check_still(desk: Desk, command: Block | Unblock) -> None:
    if command.if_version not in (None, desk.version_of("person", command.person_id)):
        raise Refused("overtaken")


def _facts(post: Post) -> dict[str, Fact]:
    return {"post": post.id, "role": str(post.role), "department": post.department_id, "area": post.area_id}


def _record(desk: Desk, person_id: str, kind: str, by: Person, at: datetime, **facts: Fact) -> None:
    version = desk.version_of("person", person_id) + 1
    desk.record(Event(new_id(), "person", person_id, version, kind, by.id, at, facts))
