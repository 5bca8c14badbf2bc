"""WeCom's address book, as far as the app may see it. A self-built app is told ids, names and departments, no numbers.

The secret of contact synchronisation tells the ids of everybody and no name: names are then asked for as the app.
"""

from collections.abc import Callable, Iterator

from bot.platforms.wecom_client import Answer, Client
from bot.platforms.wecom_errors import GONE, CallRefused
from storage.contacts import Member

PAGE = 10_000
LEFT = frozenset({2, 5})  # status of a member: disabled, has left the company
# Is told how much is done, and of how much.
Progress = Callable[[int, int], None]


def members_of(client: Client, contacts: Client | None, agent: str, progress: Progress) -> list[Member]:
    """Everybody in the app's sight, once. Raises CallRefused, OutOfReach."""
    departments = client.get("department/list")["department"]
    names = {row["id"]: str(row.get("name", "")) for row in departments}
    found: dict[str, Answer] = {}
    for done, department in enumerate(names):
        progress(done, len(names))
        listed = client.get("user/list", department_id=department, fetch_child=0)["userlist"]
        found |= {row["userid"].lower(): row for row in listed}
    alone = [id_ for id_ in _named_alone(client, agent, contacts) if id_.lower() not in found]
    for done, id_ in enumerate(alone):
        progress(done, len(alone))
        found |= {row["userid"].lower(): row for row in _seen(client, id_)}
    return [_member(row, names) for row in found.values() if row.get("status") not in LEFT]


def _named_alone(client: Client, agent: str, contacts: Client | None) -> Iterator[str]:
    """Ids that no department of the app leads to: let in by name, or told by the secret of the contacts."""
    allowed = client.get("agent/get", agentid=agent).get("allow_userinfos", {})
    yield from (row["userid"] for row in allowed.get("user", ()))
    cursor = ""
    while contacts is not None:
        page = contacts.post("user/list_id", {"cursor": cursor, "limit": PAGE})
        yield from (row["userid"] for row in page.get("dept_user", ()))
        cursor = page.get("next_cursor", "")
        if not cursor:
            return


def _seen(client: Client, id_: str) -> list[Answer]:
    """The member, where the app may see them."""
    try:
        return [client.get("user/get", userid=id_)]
    except CallRefused as error:
        if error.code not in GONE:
            raise
        return []


def _member(row: Answer, names: dict[int, str]) -> Member:
    inside = (names.get(id_, "") for id_ in row.get("department", ()))
    return Member(str(row["userid"]), str(row.get("name", "")), tuple(filter(None, inside)))
