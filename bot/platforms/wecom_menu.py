"""The app's own menu, at the foot of its chat: three entries, each with up to five behind it."""

from collections.abc import Sequence

from bot.platforms.wecom_messages import Body
from handlers.messages import MenuItem
from templates.render import label

BEHIND = 5
ENTRY_BYTES, BEHIND_BYTES = 16, 40
# Pictures that are taken here arrive as ordinary messages; what a code says comes as an event of its own.
SCAN = {"type": "scancode_waitmsg", "key": "scan"}
PHOTO = {"type": "pic_photo_or_album", "key": "photo"}


def menu_of(items: Sequence[MenuItem], language: str) -> Body:
    """The first item stands in front, beside the camera and the scanner; the others behind two more entries."""
    first, *others = (_click(item) for item in items)
    report = [_named("photo", language, PHOTO), _named("scan", language, SCAN), first]
    entries = [_entry("report", language, report)]
    entries += [_entry("mine", language, others[:BEHIND])] if others else []
    entries += [_entry("more", language, others[BEHIND : 2 * BEHIND])] if others[BEHIND:] else []
    return {"button": entries}


def _entry(name: str, language: str, behind: list[Body]) -> Body:
    return {"name": _cut(label(language, "wecom", f"menu.{name}"), ENTRY_BYTES), "sub_button": behind}


def _named(name: str, language: str, button: Body) -> Body:
    return {"name": _cut(label(language, "wecom", f"menu.{name}"), BEHIND_BYTES), **button}


def _click(item: MenuItem) -> Body:
    return {"name": _cut(item.label, BEHIND_BYTES), "type": "click", "key": item.word}


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode("utf-8", "ignore")
