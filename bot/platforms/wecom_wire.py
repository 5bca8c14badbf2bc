"""WeCom's own formats: the decrypted XML of a callback as the inbox keeps it, and what it says in neutral words."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from xml.etree.ElementTree import Element

from handlers.messages import Attached, ChatEvent, Envelope, Incoming, Photo, Receipt
from handlers.platform import Unparsable
from storage.outside_xml import NotXml, read_xml

WECOM_ITSELF = "sys"  # what it calls itself as a sender
DISABLED = "2"  # Status of a member
# WeCom switches an app off that nobody uses, and says so before and after.
WARNINGS = frozenset(
    {
        "inactive_alert",
        "close_inactive_agent",
        "reopen_inactive_agent",
        "low_active_alert",
        "low_active",
        "active_restored",
    }
)


def envelope(bot: str, xml: str) -> Envelope:
    """What is stored of a callback. A retry is sealed anew, but says the same: the key is made of what it says.

    What cannot be read is stored too, under WeCom's own name: `parse` then refuses it where it does no harm.
    """
    try:
        sender = sender_of(read_xml(xml))
    except NotXml:
        sender = WECOM_ITSELF
    return Envelope(bot, sha256(xml.encode()).hexdigest(), sender, xml)


def parse(bot: str, body: str) -> Incoming:
    """Read the body of an envelope. Raises Unparsable."""
    try:
        root = read_xml(body)
        kind = _required(root, "MsgType")
        plain = Incoming(bot, _id(root, body), sender_of(root), _moment(root))
        read = _READERS.get(kind, _unknown_message)
        return _with(plain, read(root))
    except (ValueError, OverflowError, OSError) as error:
        raise Unparsable(f"{type(error).__name__}: {error}") from error


def sender_of(root: Element) -> str:
    """Whom a callback is about. Ids of members mean the same in capitals and in small letters; small ones come back."""
    who = _text(root, "FromUserName") or WECOM_ITSELF
    if who == WECOM_ITSELF and _text(root, "Event") == "change_contact":
        who = _text(root, "UserID") or who
    return who.lower()


Said = Mapping[str, object]


def _with(plain: Incoming, said: Said) -> Incoming:
    return Incoming(**{**vars(plain), **said})


def _text(root: Element, path: str) -> str:
    return (root.findtext(path) or "").strip()


def _required(root: Element, path: str) -> str:
    found = _text(root, path)
    if not found:
        raise ValueError(f"without {path}")
    return found


def _moment(root: Element) -> datetime:
    return datetime.fromtimestamp(int(_required(root, "CreateTime")), UTC)


def _id(root: Element, body: str) -> str:
    return _text(root, "MsgId") or sha256(body.encode()).hexdigest()


# Messages


def _words(root: Element) -> Said:
    return {"text": (root.findtext("Content") or "").strip()}


def _image(root: Element) -> Said:
    return {"photos": (Photo(_required(root, "MediaId")),)}


def _voice(root: Element) -> Said:
    return {"voice": _required(root, "MediaId")}


def _video(root: Element) -> Said:
    return {"video": _required(root, "MediaId")}


def _location(root: Element, where: str = "") -> Said:
    north, east = _required(root, f"{where}Location_X"), _required(root, f"{where}Location_Y")
    return {"location": (float(north), float(east))}


def _link(root: Element) -> Said:
    return {"text": "\n".join(filter(None, (_text(root, "Title"), _text(root, "Url"))))}


def _unknown_message(root: Element) -> Said:
    """A person has sent something that we do not know: they are told what can be sent."""
    return {"document": _text(root, "FileName") or _text(root, "Title") or _text(root, "MsgType")}


def _file(root: Element) -> Said:
    """Where a version of WeCom hands files to an app: most do not, and its sender is told what can be sent."""
    media, told = _text(root, "MediaId"), _unknown_message(root)
    return {**told, "file": Attached(media, str(told["document"]))} if media else told


# Events


def _event(root: Element) -> Said:
    event = _required(root, "Event")
    if event in WARNINGS:
        return {"event": ChatEvent.ATTENTION, "text": event}
    return _EVENTS.get(event, _nothing)(root)


def _nothing(root: Element) -> Said:
    return {"event": ChatEvent.NOTHING}


def _arrived(root: Element) -> Said:
    return {"event": ChatEvent.ARRIVED}


def _left(root: Element) -> Said:
    return {"event": ChatEvent.LEFT}


def _click(root: Element) -> Said:
    return {"text": _required(root, "EventKey")}


def _scan(root: Element) -> Said:
    return {"scan": _required(root, "ScanCodeInfo/ScanResult")}


def _chosen_place(root: Element) -> Said:
    return _location(root, "SendLocationInfo/")


def _card(root: Element) -> Said:
    """A button's key, or what was picked from a list before its button was pressed."""
    picked = _text(root, "SelectedItems/SelectedItem/OptionIds/OptionId")
    receipt = Receipt(_required(root, "TaskId"), _text(root, "ResponseCode") or None)
    return {"choice": picked or _required(root, "EventKey"), "card": receipt}


def _contact(root: Element) -> Said:
    change = _text(root, "ChangeType")
    if change == "delete_user" or (change == "update_user" and _text(root, "Status") == DISABLED):
        return _left(root)
    renamed = _text(root, "NewUserID").lower()
    if renamed and renamed != sender_of(root):
        return {"event": ChatEvent.MOVED, "text": renamed}
    return _nothing(root)


_READERS: Mapping[str, Callable[[Element], Said]] = {
    "text": _words,
    "image": _image,
    "voice": _voice,
    "video": _video,
    "shortvideo": _video,
    "location": _location,
    "link": _link,
    "file": _file,
    "event": _event,
}
# What is not named here concerns nobody: a chat was opened, a camera unfolded (its pictures come apart), a job is done.
_EVENTS: Mapping[str, Callable[[Element], Said]] = {
    "subscribe": _arrived,
    "unsubscribe": _left,
    "click": _click,
    "scancode_push": _scan,
    "scancode_waitmsg": _scan,
    "location_select": _chosen_place,
    "template_card_event": _card,
    "template_card_menu_event": _card,
    "change_contact": _contact,
}
