"""The app's own menu, at the foot of its chat: three entries, each with up to five behind it.

Source: developer.work.weixin.qq.com/document/path/90231. WeCom refuses a menu with more in it.
"""

from collections.abc import Sequence

from bot.platforms.wecom_messages import Body
from handlers.messages import MenuItem, Shelf
from templates.render import label

ENTRY_BYTES, BEHIND_BYTES = 16, 40
# Pictures that are taken here arrive as ordinary messages; what a code says comes as an event of its own.
SCAN = {"type": "scancode_waitmsg", "key": "scan"}
PHOTO = {"type": "pic_photo_or_album", "key": "photo"}


def menu_of(items: Sequence[MenuItem], language: str) -> Body:
    """An entry for each shelf that has something on it; camera and scanner stand first on that for reports."""
    behind = {shelf: [_click(item) for item in items if item.shelf is shelf] for shelf in Shelf}
    behind[Shelf.REPORT][:0] = [_named("photo", language, PHOTO), _named("scan", language, SCAN)]
    return {"button": [_entry(shelf, language, buttons) for shelf, buttons in behind.items() if buttons]}


def _entry(shelf: Shelf, language: str, behind: list[Body]) -> Body:
    return {"name": _cut(label(language, "wecom", f"menu.{shelf}"), ENTRY_BYTES), "sub_button": behind}


def _named(name: str, language: str, button: Body) -> Body:
    return {"name": _cut(label(language, "wecom", f"menu.{name}"), BEHIND_BYTES), **button}


def _click(item: MenuItem) -> Body:
    return {"name": _cut(item.label, BEHIND_BYTES), "type": "click", "key": item.word}


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode("utf-8", "ignore")
