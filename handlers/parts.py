"""What comes apart though it belongs together: late parts of an album, and a picture beside what was just reported."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from handlers.dialogue import Asking
from handlers.later import together
from handlers.left_standing import messages_of
from handlers.legible import joined, legible
from handlers.messages import Earlier, Incoming
from handlers.questions import Open, Option, Part
from handlers.stack import Stack
from handlers.turn_plan import Dialogue
from handlers.wanted import DraftPhotos, IsAnother
from nlp.another import said_to_be_another
from nlp.courtesy import says_something
from storage.recent import Reported
from workflow.amended import AddPictures, TakeOutPictures
from workflow.ids import new_id

# What a choice opens that takes a picture out of the case it was added to.
ANOTHER_PLACE = "another_place"
SPLIT = "split_album"
REPORTS = ("report_hazard", "report_anonymously")


def captioned(incoming: Incoming) -> list[dict[str, Any]]:
    """The parts of an album by their captions, where two or more have words: each may be a hazard of its own.

    A picture without words goes with the one before it; `photos` are the names of those that are sound.
    """
    sound = {photo.remote for photo in incoming.photos if photo.problem in (None, "pending")}
    groups: list[dict[str, Any]] = []
    for part in incoming.parts:
        photos = [name for name in part.photos if name in sound]
        text = legible(part.text)
        this = {"ids": [part.id], "text": text, "photos": photos}
        if groups and not (says_something(text) and groups[-1]["text"]):
            groups[-1] = together(groups[-1], this)
        else:
            groups.append(this)
    return groups if sum(says_something(group["text"]) for group in groups) > 1 else []


def joins(stack: Stack, earlier: Earlier, incoming: Incoming, text: str, photos: int) -> bool:
    """A late part goes where its album has gone: to the dialogue that is open or kept, else to the case."""
    dialogue = _made_of(stack, earlier.id)
    if dialogue is not None and _is_ahead(stack, dialogue, earlier.id):
        return False  # it is read as the rest of its album was: words that it brings may be of another hazard
    if dialogue is not None:
        to_dialogue(stack, dialogue, incoming, text, photos, earlier.id)
    elif earlier.case is not None and (text or photos):
        stack.is_elsewhere()
        draft = new_id()
        stack.plan.attach_to = draft if photos else None
        stack.order(AddPictures(earlier.case, incoming.message_id, earlier.of_report, draft, text))
    else:
        return dialogue is not None or earlier.case is not None
    return True


def _made_of(stack: Stack, message: str) -> Dialogue | None:
    every = (*reversed(stack.plan.conversation.stack), *reversed(stack.plan.conversation.kept))
    return next((d for d in every if message in messages_of(d) or message in d.get("messages", ())), None)


def to_dialogue(stack: Stack, dialogue: Dialogue, incoming: Incoming, text: str, photos: int, of: str = "") -> None:
    """More for a dialogue. of: the earlier message that it is a part of."""
    asking = stack.asking(dialogue)
    if photos:
        stack.attach(dialogue)
        stack.plan.attach_as = asking.question.pictures if asking is not None else "draft"
    else:
        stack.touch(dialogue)
    if dialogue["script"] == SPLIT:
        _one_more(stack, dialogue, incoming, text)
    elif (told := next((entry for entry in dialogue["journal"] if is_of(entry, of)), None)) is not None:
        _more_told(stack, dialogue, told, incoming, text)
    elif text and dialogue["script"] in REPORTS:
        _more_words(stack, dialogue, text)
    elif text and asking is not None and asking.question.takes(text):
        stack.answer(dialogue, asking, text=text)
    elif photos:
        stack.say("photo.added", total=stack.find(DraftPhotos(dialogue["draft"], stack.plan.attach_as)))


def _more_words(stack: Stack, dialogue: Dialogue, text: str) -> None:
    """The words stand with those by which the report was opened, or which said what it is."""
    place = next((n for n, entry in enumerate(dialogue["journal"]) if entry["key"] == "report.what"), None)
    if place is None:
        dialogue["args"] = {**dialogue["args"], "text": joined(dialogue["args"].get("text", ""), text)}
    else:
        said = dialogue["journal"][place]
        said["text"] = joined(said["text"], text)
    stack.play_anew(dialogue, place or 0)


def is_of(entry: Mapping[str, Any], message: str) -> bool:
    """True for an answer that a message gave, where what it told may be another hazard."""
    return message in entry.get("part", {}).get("ids", ())


def _more_told(stack: Stack, dialogue: Dialogue, told: dict[str, Any], incoming: Incoming, text: str) -> None:
    """It stands with the rest of its album, whose hazard may yet be another than the report's."""
    part = {"ids": [incoming.message_id], "text": text, "photos": names(incoming)}
    grown = together({**told["part"], "text": told["text"]}, part)
    told["text"], told["part"] = grown.pop("text"), {**told["part"], **grown}
    stack.play_anew(dialogue, dialogue["journal"].index(told))


def names(incoming: Incoming) -> list[str]:
    """What the platform calls the pictures that are sound."""
    return [photo.remote for photo in incoming.photos if photo.problem in (None, "pending")]


def ahead(dialogue: Dialogue, asking: Asking, messages: Sequence[str], incoming: Incoming) -> None:
    """Bare pictures to a report that waits: they are its own, unless words of another hazard follow."""
    before = came_ahead(dialogue, asking)
    ids, photos = [*before["ids"], *messages], [*before["photos"], *names(incoming)]
    asked = [asking.question.key, asking.occurrence]
    dialogue["ahead"] = {"asked": asked, "ids": ids, "photos": photos}


def _is_ahead(stack: Stack, dialogue: Dialogue, message: str) -> bool:
    asking = stack.asking(dialogue) if dialogue is stack.front else None
    return asking is not None and message in came_ahead(dialogue, asking)["ids"]


def without_pictures(dialogue: Dialogue, taken_back: Collection[str]) -> None:
    """These count no more, neither ahead of words nor with what was told."""
    if "ahead" in dialogue:
        dialogue["ahead"] = _less(dialogue["ahead"], taken_back)
    for n, entry in enumerate(dialogue["journal"]):
        if "part" in entry:
            dialogue["journal"][n] = {**entry, "part": _less(entry["part"], taken_back)}


def _less(part: Part, taken_back: Collection[str]) -> dict[str, Any]:
    return {**part, "photos": [name for name in part["photos"] if name not in taken_back]}


def came_ahead(dialogue: Dialogue, asking: Asking) -> Part:
    """The pictures that came by themselves since this was asked; an answer settles whose those before it are."""
    before: Part = dialogue.get("ahead", {})
    if before.get("asked") == [asking.question.key, asking.occurrence]:
        return before
    return {"ids": (), "photos": ()}


def _one_more(stack: Stack, album: Dialogue, incoming: Incoming, text: str) -> None:
    """One more part of what is not parted yet, or waits for its turn to be reported."""
    shown = names(incoming)
    part = {"ids": [incoming.message_id], "text": text, "photos": shown}
    parts = album["args"]["parts"]
    if text:
        parts = [*parts, part]
    else:
        last = parts[-1]
        parts = [*parts[:-1], {**last, "photos": [*last["photos"], *shown]}]
    album["args"] = {**album["args"], "parts": parts}
    if stack.asking(album) is not None:
        stack.play_anew(album, 0)
    else:
        stack.say("photo.added", total=sum(len(waiting["photos"]) for waiting in parts))


def beside_report(stack: Stack, just: Reported, incoming: Incoming, photos: int) -> bool:
    """A bare picture right after a report shows more of it. False where its person is at something else since.

    To a report without a name it is added only when its person says so: the picture may show who they are.
    """
    if just.pictured or _is_at_something_else(stack, just):
        return False
    if just.party:
        stack.acts_as(just.party)
        stack.begin(Open("add_pictures", {"hazard": just.hazard, "photos": photos}), photos)
        return True
    shown = names(incoming)
    draft = stack.plan.attach_to = new_id()
    stack.plan.command = AddPictures(just.hazard, incoming.message_id, True, draft)
    moved = {"hazard": just.hazard, "message": incoming.message_id, "names": shown}
    apart = Option("another_place", "another_place", opens=Open(ANOTHER_PLACE, moved))
    stack.is_elsewhere()
    stack.say("photo.joined", (apart,), hazard=just.hazard)
    stack.repeat()
    return True


def words_beside(stack: Stack, just: Reported, incoming: Incoming, text: str) -> bool:
    """Words right after a person has joined an open case say more of it, unless they tell of another hazard.

    False where they do, or where what was reported is a case of its own: that one is reported anew, and they are asked.
    """
    if not just.said or _is_at_something_else(stack, just) or said_to_be_another(text):
        return False
    if stack.find(IsAnother(text, just.said)):
        return False
    stack.plan.command = AddPictures(just.hazard, incoming.message_id, True, new_id(), text)
    apart = Option("report", "report_apart", opens=Open("report_hazard", {"text": text, "new": True}))
    stack.is_elsewhere()
    stack.say("photo.joined", (apart,), hazard=just.hazard)
    return True


def _is_at_something_else(stack: Stack, just: Reported) -> bool:
    """They have begun something since, or taken it up."""
    front = stack.front
    return front is not None and (front["script"] in (*REPORTS, SPLIT) or stack.at(front) > just.at)


def report_apart(stack: Stack, args: Mapping[str, Any]) -> None:
    """The picture shows another place: it leaves the case and is a report of its own."""
    names: Sequence[str] = args["names"]
    dialogue = stack.open(Open("report_hazard", {"photos": len(names), "new": True}))
    dialogue["in"] = args["message"]
    stack.plan.command = TakeOutPictures(args["hazard"], args["message"], dialogue["draft"], names)
    stack.plan.followed_by = dialogue["id"]
    stack.go_on(dialogue)
