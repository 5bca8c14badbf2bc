"""A message that its sender has changed or deleted: the draft follows it, a case keeps record of it."""

from collections.abc import Callable
from typing import Any

from handlers.dialogue import Asking, play, refreshed
from handlers.messages import Earlier
from handlers.parts import without_pictures
from handlers.questions import Entry, Open
from handlers.stack import Stack
from handlers.turn_plan import Dialogue
from handlers.wanted import CaseNow, DraftPhotos, Finders, LastSaid, NameOf
from nlp.anonymity import asks_of_oneself, without_wish
from nlp.courtesy import says_something
from storage.dialogues import is_private
from workflow.alarm import TellAlarm
from workflow.amended import AmendMessage, WithdrawMessage
from workflow.ids import new_id
from workflow.lifecycle import Verb

# What a report asks and finds out because somebody else has found the hazard.
OF_FINDER = ("report.for_whom", Finders("").key, NameOf("").key)

Read = Callable[[Asking, str], dict[str, Any] | None]
Another = Callable[[str], Open | None]
Place = tuple[Dialogue, int | None]  # a dialogue, and a position in its journal; none: the message that opened it


def change(
    stack: Stack, earlier: Earlier, text: str, read: Read, hide: Callable[[str], None], another: Another
) -> None:
    """The words are others now. Of an answer still open the dialogue is played again; of a case it is told.

    read: what words answer to a question, if anything. hide: begins an anonymous report. another: the report for
    another that words make in one go, where they do; for whom it is made is no part of what is told.
    """
    place = _said_in(stack, earlier.id)
    _belongs_to(stack, place)
    granted = asks_of_oneself(earlier.text) or (place is not None and is_private(place[0]))
    wish = asks_of_oneself(text) and not granted
    if wish and place is not None:
        _hide(stack, place, earlier, text, hide, another)
    elif wish and earlier.case is not None:
        stack.say("anonymous.late", hazard=earlier.case)
        _tell_case(stack, earlier, without_wish(text) or earlier.text, another)
    elif place is None:
        _tell_case(stack, earlier, text, another)
    elif place[1] is None:
        if says_something(text):
            _for_whom(place[0], another(text))
        _reword(stack, place[0], _besides(text, another) if says_something(text) else "")
    else:
        _answer_otherwise(stack, place[0], place[1], text, read)


def delete(stack: Stack, earlier: Earlier) -> None:
    """It is gone: its answer and its pictures are taken back; without its first message a draft is put aside."""
    place = _said_in(stack, earlier.id) or _collecting(stack, earlier.draft)
    _belongs_to(stack, place)
    if place is None:
        if earlier.case is not None:
            stack.order(WithdrawMessage(earlier.case, earlier.id, earlier.of_report))
        return
    dialogue, index = place
    if earlier.photos:
        stack.plan.taken_back = earlier.photos
        without_pictures(dialogue, earlier.photos)
        _recount(stack, dialogue)
    if earlier.alone or (index is None and _is_empty_without(dialogue, earlier)):
        _take_back(stack, dialogue, index)
    elif index is None and earlier.text:
        _reword(stack, dialogue, "")
    else:
        _take_back(stack, dialogue, len(dialogue["journal"]))  # the rest of the album is there


def is_part(stack: Stack, earlier: Earlier) -> bool:
    """True for a message that opened a dialogue which is not over, or answers in it."""
    return _said_in(stack, earlier.id) is not None


def _recount(stack: Stack, dialogue: Dialogue) -> None:
    """How many pictures opened a draft, now that some are taken back."""
    if dialogue["args"].get("photos"):
        left = stack.find(DraftPhotos(dialogue["draft"]))
        dialogue["args"] = {**dialogue["args"], "photos": min(dialogue["args"]["photos"], left)}


def _is_empty_without(dialogue: Dialogue, earlier: Earlier) -> bool:
    """It was opened by an album, of which this is the last part: no picture is left of it, no words and no answer."""
    args = dialogue["args"]
    words = "" if earlier.text else args.get("text")
    return args.get("photos") == 0 and not words and not any(entry.get("in") for entry in dialogue["journal"])


def _belongs_to(stack: Stack, place: Place | None) -> None:
    """The change is part of the dialogue that it changes, whatever is in front."""
    if place is None:
        stack.is_elsewhere()
    else:
        stack.touch(place[0])


def _every(stack: Stack) -> list[Dialogue]:
    """What is open or kept, the front first."""
    conversation = stack.plan.conversation
    return [*reversed(conversation.stack), *reversed(conversation.kept)]


def _said_in(stack: Stack, message: str) -> Place | None:
    """Where a message stands."""
    for dialogue in _every(stack):
        for index, entry in enumerate(dialogue["journal"]):
            if entry.get("in") == message:
                return dialogue, index
        if dialogue.get("in") == message:
            return dialogue, None
    return None


def _collecting(stack: Stack, draft: str | None) -> Place | None:
    """The dialogue that collects for a draft, where a picture without an answer of its own came in."""
    return next(((d, len(d["journal"])) for d in _every(stack) if d["draft"] == draft), None)


def _answer_otherwise(stack: Stack, dialogue: Dialogue, index: int, text: str, read: Read) -> None:
    """Another answer in the place of one; those after it stay as far as they fit."""
    journal = dialogue["journal"]
    photos = {"photos": journal[index]["photos"]} if journal[index].get("photos") else {}
    asking = _asked_at(stack, dialogue, index)
    # its pictures answer it without words
    answer = (read(asking, text) if asking is not None else None) or ({"text": ""} if photos else None)
    if answer is None:
        stack.say("unknown.in_dialogue")  # as it would have been answered in the first place
        stack.repeat()
        return
    kept = {name: journal[index][name] for name in ("key", "n", "in", "part") if name in journal[index]}
    journal = [*journal[:index], {**kept, **answer, **photos}, *journal[index + 1 :]]
    _play_again(stack, dialogue, refreshed(journal, index))


def _hide(
    stack: Stack, place: Place, earlier: Earlier, text: str, hide: Callable[[str], None], another: Another
) -> None:
    """The words ask for anonymity now: the report becomes an anonymous one; an answer elsewhere is taken back."""
    dialogue, index = place
    journal = dialogue["journal"]
    if dialogue["script"] == "report_hazard":
        words = without_wish(text)
        if (report := another(words)) is not None:
            _for_whom(dialogue, report)
        said: dict[str, Any] = dialogue["args"] if index is None else journal[index]
        said["text"] = without_wish(_besides(words, another))
        stack.to_front(dialogue)
        hide("")
        return
    if index is None:
        dialogue["args"] = {name: value for name, value in dialogue["args"].items() if name not in ("text", "said")}
    else:
        dialogue["journal"] = refreshed(journal[:index], 0)
    stack.plan.erased.append(earlier.id)
    hide(text)


def _asked_at(stack: Stack, dialogue: Dialogue, index: int) -> Asking | None:
    """The question that an entry of the journal answers."""
    row = stack.row(dialogue)
    if row is None:
        return None
    played = play(row.start(dialogue["draft"], dialogue["args"]), dialogue["journal"][:index], stack.find)
    return played if isinstance(played, Asking) else None


def _reword(stack: Stack, dialogue: Dialogue, text: str) -> None:
    """Other words in the message that opened it; a word that only opened it stays as it was."""
    worded = [name for name in ("text", "said") if name in dialogue["args"]]
    if worded:
        dialogue["args"] = {**dialogue["args"], worded[0]: text}
        _play_again(stack, dialogue, refreshed(dialogue["journal"], 0))


def _for_whom(dialogue: Dialogue, report: Open | None) -> None:
    """The finder whom the words name now; none any more, where they named one and do not."""
    if dialogue["script"] != "report_hazard":
        return
    if report is not None:
        named = {name: report.args[name] for name in ("for_another", "finder")}
        dialogue["args"] = {**dialogue["args"], **named}
    elif "finder" in dialogue["args"]:
        dialogue["args"] = {n: v for n, v in dialogue["args"].items() if n not in ("for_another", "finder")}
        dialogue["journal"] = [entry for entry in dialogue["journal"] if entry["key"] not in OF_FINDER]


def _finder(text: str, another: Another) -> str:
    """Whose find it is, as the words call them; empty where they name nobody."""
    report = another(text)
    return "" if report is None else str(report.args["finder"])


def _besides(text: str, another: Another) -> str:
    """The words without for whom they are said, whom the owner is not to learn of."""
    report = another(text)
    return text if report is None else str(report.args["text"])


def _take_back(stack: Stack, dialogue: Dialogue, index: int | None) -> None:
    """Forget an answer and what follows from it. Without the message that opened it, a dialogue is put aside."""
    dialogue["journal"] = refreshed(dialogue["journal"][:index], 0)
    row = stack.row(dialogue)
    if index is not None:
        _play_again(stack, dialogue, dialogue["journal"])
    elif dialogue in stack.plan.conversation.stack:
        stack.to_front(dialogue)
        if row is not None and row.light:
            stack.close(dialogue)
        else:
            stack.cancel()


def _play_again(stack: Stack, dialogue: Dialogue, journal: list[Entry]) -> None:
    """On with the changed journal; a dialogue that is put aside waits until it is taken up."""
    dialogue["journal"] = journal
    if dialogue in stack.plan.conversation.stack:
        stack.to_front(dialogue)
        stack.go_on(dialogue, changed=True)


def _tell_case(stack: Stack, earlier: Earlier, text: str, another: Another) -> None:
    """A correction while people are on their way is news for them; later it is a line in the trail."""
    if earlier.case is None:
        return
    if earlier.of_report and _finder(text, another) not in ("", _finder(earlier.text, another)):
        stack.say("report.finder_stays", hazard=earlier.case)
    text, sent = _besides(text, another), _besides(earlier.text, another)
    if text == stack.find(LastSaid(earlier.case, earlier.id, sent)):
        return
    case = stack.find(CaseNow(earlier.case))
    if case is not None and Verb.TELL_ALARM in case["verbs"] and text:
        stack.order(TellAlarm(earlier.case, new_id(), "words", text))
    else:
        stack.order(AmendMessage(earlier.case, earlier.id, earlier.of_report, text))
