"""A message that its sender has changed or deleted: the draft follows it, a case keeps record of it."""

from collections.abc import Callable
from typing import Any

from handlers.dialogue import Asking
from handlers.legible import says_something
from handlers.lookups import CaseNow
from handlers.messages import Earlier
from handlers.stack import Stack
from handlers.wanted import LastSaid
from workflow.alarm import TellAlarm
from workflow.amended import AmendMessage, WithdrawMessage
from workflow.ids import new_id
from workflow.lifecycle import Verb

Read = Callable[[Asking, str], dict[str, Any] | None]


def change(stack: Stack, earlier: Earlier, text: str, read: Read) -> None:
    """The words are others now. Of an answer still open the dialogue is played again; of a case it is told."""
    place = stack.said_in(earlier.id)
    if place is None:
        _tell_case(stack, earlier, text)
        return
    dialogue, index = place
    if index is None:
        stack.reword(dialogue, text if says_something(text) else "")
        return
    asking = stack.asked_at(dialogue, index)
    answer = read(asking, text) if asking is not None else None
    photos = dialogue["journal"][index].get("photos")
    if answer is None and photos:
        answer = {"text": ""}  # its pictures answer it without words
    if answer is None:
        stack.say("unknown.in_dialogue")  # as it would have been answered in the first place
        stack.repeat()
    else:
        stack.replace_answer(dialogue, index, answer | ({"photos": photos} if photos else {}))


def delete(stack: Stack, earlier: Earlier) -> None:
    """It is gone: its answer and its pictures are taken back; without its first message a draft is put aside."""
    place = stack.said_in(earlier.id)
    if place is None and earlier.draft is not None:
        place = stack.draft(earlier.draft)
    if place is None:
        if earlier.case is not None:
            stack.order(WithdrawMessage(earlier.case, earlier.id, earlier.of_report))
        return
    dialogue, index = place
    if earlier.photos:
        stack.plan.taken_back = earlier.photos
    if earlier.alone:
        stack.take_back(dialogue, index)
    elif index is None and earlier.text:
        stack.reword(dialogue, "")
    else:
        stack.take_back(dialogue, len(dialogue["journal"]))  # the rest of the album is there


def _tell_case(stack: Stack, earlier: Earlier, text: str) -> None:
    """A correction while people are on their way is news for them; later it is a line in the trail."""
    if earlier.case is None or text == stack.find(LastSaid(earlier.case, earlier.id, earlier.text)):
        return
    case = stack.find(CaseNow(earlier.case))
    if case is not None and Verb.TELL_ALARM in case["verbs"] and text:
        stack.order(TellAlarm(earlier.case, new_id(), "words", text))
    else:
        stack.order(AmendMessage(earlier.case, earlier.id, earlier.of_report, text))
