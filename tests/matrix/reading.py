"""The table of rights, read a second time and in another way: what the house allows is compared with this."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflow.permissions import GRANTS, NOT_DEPUTISED, Action, Scope


@dataclass(frozen=True)
class Post:
    """A role that somebody holds, as its row says."""

    role: str
    department: str | None
    area: str  # the path, or empty
    since: date
    until: date | None = None

    def is_held(self, on: date) -> bool:
        return self.since <= on <= (self.until or date.max)


@dataclass(frozen=True)
class Who:
    """Somebody of the company, as the rows say."""

    id: str
    code: str
    posts: Sequence[Post]
    left_on: date | None = None
    stands_for: Sequence["Who"] = ()
    everybody: Sequence["Who"] = field(default=(), repr=False, compare=False)

    def is_here(self, on: date) -> bool:
        return on <= (self.left_on or date.max)


def _leads(who: Who, post: Post | None, owner: str | None, on: date) -> bool:
    """The owner works in the department and within the area of the post."""
    owners = [other for other in who.everybody if other.id == owner and other.id != who.id]
    return post is not None and any(
        each.is_held(on) and each.department == post.department and each.area.startswith(post.area)
        for other in owners
        for each in other.posts
    )


Near = Callable[[Who, Post | None, Any, date], bool]
# Scope -> whether a case lies within it for somebody, by the post that the right comes with (none: it is everybody's).
NEAR: dict[Scope, Near] = {
    Scope.OWN: lambda who, post, case, on: who.id in {case.reporter_id, case.entered_by_id},
    Scope.SAME: lambda who, post, case, on: who.id in case.also_reported_by,
    Scope.TASK: lambda who, post, case, on: case.owner_id == who.id,
    Scope.ACCEPTANCE: lambda who, post, case, on: case.acceptor_id == who.id,
    Scope.ACTED: lambda who, post, case, on: False,  # nobody here has done anything yet
    Scope.ALARM: lambda who, post, case, on: case.state == "alarm",
    Scope.CALLED: lambda who, post, case, on: who.id in case.called,
    Scope.HELP: lambda who, post, case, on: (
        case.helper_department_id
        in {each.department for each in ([post] if post else who.posts) if each.department and each.is_held(on)}
    ),
    Scope.HELPER: lambda who, post, case, on: case.helper_id == who.id,
    Scope.PUBLISHED: lambda who, post, case, on: case.major_confirmed_at is not None,
    Scope.TEAM: lambda who, post, case, on: _leads(who, post, case.owner_id, on),
    Scope.AREA: lambda who, post, case, on: bool(post and post.area and case.area_path.startswith(post.area)),
    Scope.DEPARTMENT: lambda who, post, case, on: bool(
        post and post.department and case.department_id == post.department
    ),
    Scope.COMPANY: lambda who, post, case, on: True,
}
OF_ONESELF = (Scope.OWN, Scope.SAME, Scope.ACTED)


def may(who: Who, action: Action, case: Any, on: date) -> bool:
    """Whether the table gives somebody an action on a case (a row of hazards), or lends it to them as a deputy."""
    if not who.is_here(on):
        return False
    lent = [] if action in NOT_DEPUTISED else [other for other in who.stands_for if other.is_here(on)]
    return _has(who, action, case, on, ()) or any(_has(other, action, case, on, OF_ONESELF) for other in lent)


def _has(who: Who, action: Action, case: Any, on: date, but: Sequence[Scope]) -> bool:
    return any(
        NEAR[grant.scope](who, post, case, on)
        for grant in GRANTS
        if grant.action is action and grant.scope not in but
        for post in _posts(who, grant.role, on)
    )


def holds(who: Who, action: Action, on: date) -> bool:
    """Whether there is anything at all for which the table gives somebody an action, deputies aside."""
    return who.is_here(on) and any(
        _leads_anywhere(who, grant.scope, post, on)
        for grant in GRANTS
        if grant.action is action
        for post in _posts(who, grant.role, on)
    )


def _leads_anywhere(who: Who, scope: Scope, post: Post | None, on: date) -> bool:
    """What goes by a place or a department needs a post that names one; a right of everybody's, any post of theirs."""
    part = {Scope.AREA: "area", Scope.DEPARTMENT: "department", Scope.HELP: "department"}.get(scope)
    posts = [post] if post else [each for each in who.posts if each.is_held(on)]
    return part is None or any(getattr(each, part) for each in posts)


def _posts(who: Who, role: str | None, on: date) -> Sequence[Post | None]:
    return [None] if role is None else [post for post in who.posts if post.role == role and post.is_held(on)]
