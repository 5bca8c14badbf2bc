"""What one message means: a tap, a number, a word, an answer to the open question, or a new report."""

from typing import Any

from handlers import parts, scanned
from handlers.changes import Changes
from handlers.codes import code_in, is_invitation
from handlers.dialogue import Asking
from handlers.emergencies import Emergencies
from handlers.known import Known
from handlers.legible import NUMBER, SHORT_NUMBER, legible
from handlers.messages import FORWARDED, Attached, Earlier, Incoming
from handlers.nearest import is_command, nearest
from handlers.numbers import Numbers
from handlers.questions import Open, Option
from handlers.reports import Reports
from handlers.routing import (
    BACK_WORDS,
    CANCEL_WORDS,
    RESUME_WORDS,
    SCRIPTS,
    as_word,
    looks_for_name,
    opened_by,
)
from handlers.stack import Stack
from handlers.tapped import Taps
from handlers.turn_plan import Dialogue
from handlers.unnamed import Unnamed
from nlp.anonymity import asks_for_anonymity, asks_of_oneself
from nlp.courtesy import says_something
from nlp.whether import agrees

LONGEST_TEXT = 2000
# What a message may bring that nobody here can look into, and what is said to it.
UNREAD = {
    "voice": "unknown.voice",
    "video": "unknown.video",
    "location": "unknown.location",
    "document": "unknown.document",
}


class Understanding:
    """Applies one message to its sender's stack."""

    def __init__(self, stack: Stack, known: Known, incoming: Incoming, person_id: str) -> None:
        self._stack = stack
        self._person_id = person_id
        self._known = known
        self._incoming = incoming
        self._emergencies = Emergencies(stack, LONGEST_TEXT)
        self._unnamed = Unnamed(stack, known, self._emergencies)
        self._taps = Taps(stack, known, self._unnamed)
        self._numbers = Numbers(stack, known, self._taps, person_id)
        self._reports = Reports(stack, known, incoming, self._emergencies, self._unnamed)
        self._changes = Changes(stack, incoming, self._emergencies, self._unnamed, self._read, LONGEST_TEXT)

    def take_in(self, earlier: Earlier | None = None) -> None:
        """`earlier`: the message that this one is about, where it changes or deletes one."""
        incoming, text = self._incoming, legible(self._incoming.text)
        good = [p for p in incoming.photos if p.problem in (None, "pending")]
        for problem in dict.fromkeys(p.problem for p in incoming.photos if p not in good):
            self._stack.say(f"photo.{problem}")
        said = (text, *(legible(part.text) for part in incoming.parts))
        if incoming.edits is not None:
            self._changes.take_in(earlier)
        elif incoming.choice is not None:
            self._taps.tap(incoming.choice, self._person_id)
        elif (emergency := self._emergencies.told_by(*said)) is not None:
            self._emergencies.sound(emergency, text, len(good))
        elif (code := code_in(incoming)) is not None and (is_invitation(code) or self._is_code(text)):
            self._stack.keep_private()  # it may still be good for somebody: it stays written nowhere
            self._stack.say("enrol.known_already" if is_invitation(code) else "enrol.other_chat", private=True)
        elif incoming.scan is not None or scanned.token_in(text) is not None:
            scanned.scan(self._stack, self._known, incoming.scan or text)
        elif not self._comes_late(text, len(good)):
            self._read_on(text, len(good))
        self._stack.settle()

    def _is_code(self, text: str) -> bool:
        """True where signs that may be a code are no answer, and no command with a number (case 2345)."""
        return self._stack.front is None and opened_by(text) is None

    def _comes_late(self, text: str, good: int) -> bool:
        """A part of an album that has been answered; messages that were forwarded belong together by time alone."""
        album = self._incoming.album
        earlier = self._known.earlier_part() if album is not None and album.id != FORWARDED else None
        return earlier is not None and parts.joins(self._stack, earlier, self._incoming, text, good)

    def _read_on(self, text: str, good: int) -> None:
        """Words and pictures; of anything else it is said what to send in its place."""
        if self._incoming.file is not None and self._sheet(self._incoming.file):
            return
        unread = [topic for kind, topic in UNREAD.items() if getattr(self._incoming, kind)]
        for topic in unread:
            where = topic == "unknown.location" and self._asks_where()
            self._stack.say("unknown.location_asked" if where else topic)
        if text or self._incoming.photos or not unread:
            self._said(text, good, bool(self._incoming.photos))

    def _sheet(self, file: Attached) -> bool:
        """A workbook that was fetched is looked through; False for whoever may send none."""
        if file.problem is not None:
            self._stack.say(f"sheet.{file.problem}", name=file.name)
            self._stack.repeat()
        elif file.id is not None:
            self._stack.begin(Open("bulk_change", {"sheet": file.id, "name": file.name}), 0)
        return file.problem is not None or file.id is not None

    def _asks_where(self) -> bool:
        asking = self._stack.asking(self._stack.front) if self._stack.front is not None else None
        return asking is not None and asking.question.topic == "report.where"

    def _said(self, text: str, good: int, tried: bool) -> None:
        """Words and sound pictures; `tried`: pictures were sent, sound or not."""
        if len(text) > LONGEST_TEXT:
            self._stack.say("unknown.too_long", length=len(text), most=LONGEST_TEXT)
            text, tried = "", True
        front = self._stack.front
        said, text = (
            text,
            self._unnamed.besides_names(text) if front and front["script"] == "report_anonymously" else text,
        )
        if said and not text and not good:
            self._stack.repeat()
            return
        over = None if self._emergencies.last() else self._emergencies.telling
        if over is not None:
            self._stack.close(over)
        another = self._for_another(text, good)
        if another is not None:
            self._found_by_another(another)
        elif over is not None:
            self._after_alarm(text, good)
        elif good:
            self._reports.pictures(text, good)
        elif text or not tried:
            self._words(text)

    def _for_another(self, text: str, good: int) -> Open | None:
        """The report for another that these words begin under their sender's name."""
        if self._stack.in_private or self._emergencies.last():
            return None
        another = self._unnamed.on_behalf(text, good)
        named = another is not None and not asks_for_anonymity(text) and self._unnamed.case_named(text) is None
        return another if named else None

    def _found_by_another(self, report: Open) -> None:
        begun = self._stack.wordless_draft
        if begun is not None:
            self._stack.begin_again(begun, report)
        else:
            self._stack.begin(report, report.args["photos"])

    def _after_alarm(self, text: str, good: int) -> None:
        """The alarm is over: thanks and late news are no report and answer nothing; a hazard that is known is one."""
        if good:
            self._reports.report(text, good)
        elif opened_by(text) is not None or not says_something(text):
            self._words(text)
        elif self._known.known_kind(text) or asks_for_anonymity(text):
            self._reports.words(text)
        else:
            anew = Open("report_hazard", {"text": text, "new": True})
            self._stack.say("alarm.ended", (Option("report", "report", opens=anew),))
            self._stack.repeat()

    def _words(self, text: str) -> None:
        word = as_word(text)
        own = self._unnamed.case_named(text)
        if word in CANCEL_WORDS | BACK_WORDS and self._emergencies.last():
            self._stack.repeat()  # people are on their way: that ends by a button that says so, not by a word
        elif word in CANCEL_WORDS:
            self._stack.cancel()
        elif word in BACK_WORDS:
            self._stack.back()
        elif own is not None:
            self._unnamed.show(own)
        elif word in RESUME_WORDS and self._stack.plan.conversation.kept:
            self._stack.resume()
        elif (opens := opened_by(text)) is not None and SCRIPTS[opens.script].private:
            self._unnamed.hide("")
        elif opens is not None and not self._stack.in_private and asks_of_oneself(opens.args.get("words", "")):
            self._unnamed.hide(opens.args["words"])
        elif opens is not None:
            self._stack.go_on(self._stack.open(opens))
        elif NUMBER.fullmatch(text) and not self._unnamed.number_is_asked():
            self._unnamed.show(text)
        elif self._unnamed.wanted(text):
            self._unnamed.hide(text)
        elif (sought := looks_for_name(text)) is not None and not self._may_answer(text):
            self._stack.go_on(self._stack.open(sought))
        elif is_command(text) and not self._stack.in_private:
            self._unknown_command(text)
        elif self._stack.front is not None:
            self._to_front(self._stack.front, text)
        elif not (_is_choice(text) and self._numbers.alone(int(text))):
            self._reports.words(text)

    def _unknown_command(self, text: str) -> None:
        """The nearest ones; whatever is open stays as it is."""
        near = nearest(text, self._stack.usable())
        help_ = Option("help", "help", opens=Open("show_help"))
        self._stack.say("unknown.command" if near else "unknown.no_command", (*near, help_), said=text)

    def _may_answer(self, text: str) -> bool:
        """True where words like these answer what is asked, or ask not to be named.

        A report that only waits to be submitted asks for no words, though it takes them.
        """
        asking = self._stack.asking(self._stack.front) if self._stack.front is not None else None
        asked = asking is not None and asking.question.text and asking.question.topic != "report.confirm"
        return asks_for_anonymity(text) or asked

    def _to_front(self, front: Dialogue, text: str) -> None:
        asking = self._stack.asking(front)
        if asking is None and front["script"] == parts.SPLIT:
            self._reports.words(text)  # it only waits for its turn
            return
        if asking is None:
            self._stack.go_on(front)
            return
        if self._stack.asks_anew(front, asking):  # what was written answers another question
            return
        if _is_choice(text) and not self._numbers.answer_front(front, asking):
            self._numbers.beside(front, int(text))
            return
        picked = self._picked(asking, text)
        row = self._stack.row(front)
        if picked is not None:
            self._taps.pick(front, asking, picked)
        elif asking.question.takes(text):
            self._reports.answer(front, asking, text=text)
        elif row is not None and row.light and (says_something(text) or SHORT_NUMBER.fullmatch(text)):
            self._stack.close(front)
            self._words(text)
        else:
            self._stack.say("unknown.in_dialogue")
            self._stack.repeat()

    def _picked(self, asking: Asking, text: str) -> Option | None:
        """The option that a number or the words of a button name."""
        options = asking.question.options
        if text.isdigit() and asking.question.spoken:
            return None
        if _is_choice(text):
            return options[int(text) - 1] if 1 <= int(text) <= len(options) else None
        named = next((o for o in options if (o.text or self._known.label(o.label)) == text), None)
        said = agrees(text)
        return named or next((o for o in options if said and o.said == said), None)

    def _read(self, asking: Asking, text: str) -> dict[str, Any] | None:
        """What words answer to a question; None where they answer nothing."""
        picked = self._picked(asking, text)
        if picked is not None and picked.opens is None:
            return {"choice": picked.value}
        return {"text": text} if asking.question.takes(text) else None


def _is_choice(text: str) -> bool:
    """True for the number of a choice."""
    return text.isdigit() and text.isascii() and len(text) <= 2
