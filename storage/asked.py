"""Who is asked to decide on a case, as a condition of queries: the same lines as in workflow/deciding.py."""

from sqlalchemy import BindParameter, ColumnElement, Text, and_, cast, exists, not_, or_, true

from storage.tables import hazards, memberships, people
from workflow.deciding import LINES
from workflow.people import Role
from workflow.permissions import GRANTS, Action, Scope


def asked(action: Action, me: BindParameter[str], today: BindParameter[str]) -> ColumnElement[bool]:
    """Cases on which `me` is asked to use a right: nobody before them in line is there and may decide."""
    roles = LINES[action].roles
    return or_(
        *(
            and_(
                _there(role, action, today, people.c.id == me), *(not_(_there(r, action, today)) for r in roles[:place])
            )
            for place, role in enumerate(roles)
        )
    )


def _there(role: Role, action: Action, today: BindParameter[str], *who: ColumnElement[bool]) -> ColumnElement[bool]:
    """Somebody holds the role today, has the right by it, and decides on no case of their own."""
    holds = exists().where(
        people.c.id == memberships.c.person_id,
        memberships.c.role == role,
        memberships.c.since <= today,
        or_(memberships.c.until.is_(None), memberships.c.until >= today),
        or_(people.c.left_on.is_(None), people.c.left_on >= today),
        _reaches(role, action),
        *(cast(people.c.id, Text).is_distinct_from(_named(path)) for path in LINES[action].own),
        *who,
    )
    return holds.correlate(hazards)


def _reaches(role: Role, action: Action) -> ColumnElement[bool]:
    of_department = any(g.role is role and g.action is action and g.scope is Scope.DEPARTMENT for g in GRANTS)
    return memberships.c.department_id == hazards.c.department_id if of_department else true()


def _named(path: tuple[str, ...]) -> ColumnElement[str]:
    column, *inside = path
    return hazards.c[column][inside[0]].as_string() if inside else cast(hazards.c[column], Text)
