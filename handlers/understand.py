"""What one message means: a tap, a number, a word, an answer to the open question, or a new report."""

from collections.abc import Callable, Mapping
from typing import Any

from handlers import edited
from handlers.dialogue import Asking
from handlers.help import MENU
from handlers.legible import DAY_AND_COUNT, NUMBER, SHORT_NUMBER, legible, says_something
from handlers.messages import Earlier, Incoming
from handlers.questions import Open, Option
from handlers.routing import (
    BACK_WORDS,
    CANCEL_WORDS,
    RESUME_WORDS,
    SCRIPTS,
    as_word,
    besides_the_wish,
    looks_for_name,
    looks_for_words,
    opened_by,
)
from handlers.stack import Stack
from handlers.turn_plan import Dialogue
from handlers.wanted import CaseNow, DraftPhotos
from nlp.anonymity import asks_for_anonymity, asks_of_oneself, begins_anonymously, without_wish
from nlp.emergency import happening_now
from nlp.on_behalf import on_behalf
from workflow.emergency import Emergency
from workflow.lifecycle import Verb

LONGEST_TEXT = 2000
# Shorter than this and unknown to the library, a sentence is no report: it is a greeting, a slip, a single word.
SHORTEST_REPORT = 6

Offered = tuple[Any, Any] | None


class Understanding:
    """Applies one message to a person's stack. What it needs to look up comes in as functions."""

    def __init__(
        self,
        stack: Stack,
        offered: Callable[[str], Offered],
        card_since: Callable[[str], bool],
        known_kind: Callable[[str], bool],
        case_numbered: Callable[[str], str | None],
        label: Callable[[str], str],
        own_case: Callable[[str], str | None] = lambda number: None,
        is_party: Callable[[str], bool] = lambda recipient: False,
        helper: Callable[[], str] = lambda: "",
        finder: Callable[[str], bool] = lambda name: False,
    ) -> None:
        self._stack = stack
        self._offered = offered
        self._card_since = card_since
        self._known_kind = known_kind
        self._case_numbered = case_numbered
        self._label = label
        self._own_case = own_case
        self._is_party = is_party
        self._helper = helper
        self._finder = finder

    def take_in(self, incoming: Incoming, person_id: str, earlier: Earlier | None = None) -> None:
        """`earlier`: the message that this one is about, where it changes or deletes one."""
        good = [p for p in incoming.photos if p.problem in (None, "pending")]
        for problem in dict.fromkeys(p.problem for p in incoming.photos if p not in good):
            self._stack.say(f"photo.{problem}")
        text = legible(incoming.text)
        if incoming.edits is not None:
            self._edited(incoming, earlier)
        elif incoming.choice is not None:
            self._tapped(incoming.choice, person_id)
        elif (emergency := self._emergency(text)) is not None:
            self._alarm(emergency, text, len(good))
        elif incoming.voice or incoming.video:
            self._stack.say("unknown.voice" if incoming.voice else "unknown.video")
        else:
            self._said(text, len(good), bool(incoming.photos))
        self._stack.settle()

    def _edited(self, incoming: Incoming, earlier: Earlier | None) -> None:
        """What is not known here, or was nobody's answer, is passed over in silence; a call for help never is."""
        text = legible(incoming.text)
        kind = None if incoming.deleted else self._emergency(text)
        if kind is not None and (earlier is None or happening_now(earlier.text) is None):
            self._alarm(kind, text, 0, anonymous=earlier is None)
        elif earlier is None:
            self._stack.keep_private()  # of a message that was erased, perhaps: nothing is kept of this one either
            self._edited_privately(incoming, text)
        elif incoming.deleted:
            edited.delete(self._stack, earlier)
        elif len(text) > LONGEST_TEXT:
            self._stack.say("unknown.too_long", length=len(text), most=LONGEST_TEXT)
        elif (own := self._names_own_case(text)) is not None:
            self._show(own)
        else:
            edited.change(self._stack, earlier, text, self._read, self._hide, lambda said: self._on_behalf(said, 1))

    def _edited_privately(self, incoming: Incoming, text: str) -> None:
        """The words of an open anonymous report follow; deleting only wipes a trace off the phone, and undoes nothing.

        What is not known to belong to one, or came in pieces, stays as it was, and that is said.
        """
        sent = None if incoming.deleted else self._stack.sent_privately(incoming.edits or "")
        if sent is not None and len(text) <= LONGEST_TEXT and edited.is_part(self._stack, sent):
            words = self._unnamed(without_wish(text))
            edited.change(self._stack, sent, words, self._read, self._hide, lambda said: None)
        elif any(SCRIPTS[d["script"]].private for d in self._dialogues() if d["script"] in SCRIPTS):
            self._stack.say("anonymous.no_edits", private=True)

    def _emergency(self, text: str) -> Emergency | None:
        """What happens now, by these words; while its caller is telling of one already, they are news of that one."""
        return None if self._alarm_lasts() or looks_for_words(text) else happening_now(text)

    def _alarm_lasts(self) -> bool:
        """True while the person is telling of an alarm that is not over."""
        front = self._telling
        case = self._stack.find(CaseNow(front["args"]["hazard"])) if front is not None else None
        return case is not None and Verb.TELL_ALARM in case["verbs"]

    @property
    def _telling(self) -> Dialogue | None:
        """The dialogue in which the person tells of an alarm, where that is in front."""
        front = self._stack.front
        return front if front is not None and front["script"] == "tell_alarm" else None

    def _alarm(self, kind: Emergency, text: str, photos: int, *, anonymous: bool = False) -> None:
        """Before everything else, whatever is open: no question, no proposal; never anonymous.

        anonymous: it may have grown out of something that was.
        """
        anonymous |= self._stack.in_private or asks_for_anonymity(text)
        self._start(Open("raise_alarm", {"kind": kind, "text": text[:LONGEST_TEXT]}), photos)
        if anonymous:
            self._stack.say("anonymous.alarm", private=True)

    def _said(self, text: str, good: int, tried: bool) -> None:
        """Words and sound pictures; `tried`: pictures were sent, sound or not."""
        if len(text) > LONGEST_TEXT:
            self._stack.say("unknown.too_long", length=len(text), most=LONGEST_TEXT)
            text, tried = "", True
        front = self._stack.front
        said, text = text, self._unnamed(text) if front and front["script"] == "report_anonymously" else text
        if said and not text and not good:
            self._stack.repeat()
            return
        over = None if self._alarm_lasts() else self._telling
        if over is not None:
            self._stack.close(over)
        another = None if self._stack.in_private or self._alarm_lasts() else self._on_behalf(text, good)
        if another is not None and not asks_for_anonymity(text) and self._names_own_case(text) is None:
            self._for_another(another)
        elif over is not None:
            self._after_alarm(text, good)
        elif good:
            self._pictures(text, good)
        elif text or not tried:
            self._words(text)

    def _on_behalf(self, text: str, photos: int = 0) -> Open | None:
        """The report for another that these words begin; where they name somebody only, what was found is asked."""
        said = on_behalf(text)
        if said is None or not (said.name or said.words or photos):
            return None
        tells = said.sure and (said.words or photos)
        if not tells and not self._finder(said.name):
            return None
        finds = {"for_another": True, "finder": said.name, "text": said.words}
        return Open("report_hazard", {**finds, "photos": photos, "new": True})

    def _for_another(self, report: Open) -> None:
        begun = self._stack.wordless_draft
        if begun is not None:
            self._stack.begin_again(begun, report)
        else:
            self._start(report, report.args["photos"])

    def _after_alarm(self, text: str, good: int) -> None:
        """The alarm is over: thanks and late news are no report and answer nothing; a hazard that is known is one."""
        if good:
            self._report(text, good)
        elif opened_by(text) is not None or not says_something(text):
            self._words(text)
        elif self._known_kind(text) or asks_for_anonymity(text):
            self._new(text)
        else:
            anew = Open("report_hazard", {"text": text, "new": True})
            self._stack.say("alarm.ended", (Option("report", "report", opens=anew),))
            self._stack.repeat()

    def _tapped(self, token: str, person_id: str) -> None:
        found = self._offered(token)
        if found is None:  # of a card that was erased, or forged: to keep the token would tell when the card was made
            self._stack.keep_private()
            self._stack.say("card.passed")
            return
        notice, choice = found
        if notice.recipient_id != person_id and not notice.to_group:
            if not self._is_party(notice.recipient_id):
                self._stack.say("card.unknown", MENU)
                return
            self._stack.acts_as(notice.recipient_id)
        if choice.get("opens"):
            script, args = choice["opens"]
            self._open(script, args, notice.subject_version)
            return
        dialogue = next((d for d in self._dialogues() if d["id"] == (notice.question or {}).get("dialogue")), None)
        asking = self._stack.asking(dialogue) if dialogue else None
        if dialogue is None or asking is None or not asking.still_asks(notice.question, choice["value"]):
            self._stale(notice)
            return
        self._stack.turn_page(dialogue["id"], asking.question.key, notice.id)
        self._stack.answer(dialogue, asking, choice=choice["value"])

    def _open(self, script: str, args: Mapping[str, Any], seen: int | None) -> None:
        """Open what a choice opens; `seen` is the version of the case as it stood on the card."""
        if script == "resume":
            self._stack.resume()
            return
        said = args.get("text", "")
        if SCRIPTS[script].private or (script == "report_hazard" and asks_for_anonymity(said)):
            self._hide(said)
            return
        begun = self._stack.unnoted(args["hazard"]) if script in ("work_on_task", "submit_task") else None
        if begun is not None:
            self._stack.to_front(begun)  # is what was sent there the finished work? nobody else knows
            self._stack.go_on(begun)
            return
        version = {} if seen is None else {"seen": seen}
        self._stack.go_on(self._stack.open(Open(script, {**args, **version})))

    def _stale(self, notice: Any) -> None:
        if notice.private:
            self._stack.keep_private()
        else:
            self._stack.is_elsewhere()
        if notice.subject_id is not None:
            self._stack.say("card.stale", hazard=notice.subject_id)
        else:
            self._stack.say("card.passed")
        if not notice.private:
            self._stack.repeat()

    def _words(self, text: str) -> None:
        word = as_word(text)
        own = self._names_own_case(text)
        if word in CANCEL_WORDS | BACK_WORDS and self._alarm_lasts():
            self._stack.repeat()  # people are on their way: that ends by a button that says so, not by a word
        elif word in CANCEL_WORDS:
            self._stack.cancel()
        elif word in BACK_WORDS:
            self._stack.back()
        elif own is not None:
            self._show(own)
        elif word in RESUME_WORDS and self._stack.plan.conversation.kept:
            self._stack.resume()
        elif (opens := opened_by(text)) is not None and SCRIPTS[opens.script].private:
            self._hide("")
        elif opens is not None and not self._stack.in_private and asks_of_oneself(opens.args.get("words", "")):
            self._hide(opens.args["words"])
        elif opens is not None:
            self._stack.go_on(self._stack.open(opens))
        elif NUMBER.fullmatch(text) and not self._asked_for_a_number():
            self._show(text)
        elif self._wants_to_hide(text):
            self._hide(text)
        elif (sought := looks_for_name(text)) is not None and not self._may_answer(text):
            self._stack.go_on(self._stack.open(sought))
        elif self._stack.front is not None:
            self._to_front(self._stack.front, text)
        else:
            self._new(text)

    def _may_answer(self, text: str) -> bool:
        """True where words like these answer what is asked, or ask not to be named.

        A report that only waits to be submitted asks for no words, though it takes them.
        """
        asking = self._stack.asking(self._stack.front) if self._stack.front is not None else None
        asked = asking is not None and asking.question.text and asking.question.topic != "report.confirm"
        return asks_for_anonymity(text) or asked

    def _wants_to_hide(self, text: str) -> bool:
        """What is written in a report under the person's name, or in another dialogue, but is to bear no name."""
        if self._stack.in_private or self._stack.front is None:
            return False
        if begins_anonymously(text):
            return True
        if self._stack.named_draft is not None:
            return asks_for_anonymity(text)
        return asks_of_oneself(text) and not self._alarm_lasts()

    def _hide(self, text: str, photos: int = 0) -> None:
        """An anonymous report; where it is off, nothing of what was sent becomes one under a name."""
        if self._stack.hides:
            said = besides_the_wish(text)
            words = self._besides_finder(said)
            self._stack.hide(words if says_something(words) else "", photos, for_another=words != said)
        else:
            self._stack.keep_private()
            self._stack.say("anonymous.off", whom=self._helper())

    def _besides_finder(self, said: str) -> str:
        """The words of an anonymous report without for whom they are said: it names no finder either."""
        report = self._on_behalf(said, 1)
        return said if report is None else besides_the_wish(str(report.args["text"]))

    def _unnamed(self, text: str) -> str:
        """What is sent to an anonymous report that is being made, without for whom it is said."""
        said = besides_the_wish(text)
        words = self._besides_finder(said)
        if words == said:
            return text
        self._stack.say("anonymous.no_finder", private=True)
        return words

    def _asked_for_a_number(self) -> bool:
        asking = self._stack.asking(self._stack.front) if self._stack.front is not None else None
        return asking is not None and asking.question.number

    def _names_own_case(self, text: str) -> str | None:
        """A number in the words, of a case that the person has reported without a name: to keep it would tell."""
        looking = self._stack.front is None or self._stack.front["script"] == "search"
        if self._stack.in_private or self._alarm_lasts() or (self._asked_for_a_number() and not looking):
            return None
        return next((found[0] for found in DAY_AND_COUNT.finditer(text) if self._own_case(found[0].upper())), None)

    def _show(self, number: str) -> None:
        hazard = self._case_numbered(number.upper())
        if hazard is None:
            self._stack.say("refused.unknown_case")
        else:
            self._stack.go_on(self._stack.open(Open("show_case", {"hazard": hazard})))

    def _to_front(self, front: Dialogue, text: str) -> None:
        asking = self._stack.asking(front)
        if asking is None:
            self._stack.go_on(front)
            return
        if self._stack.asks_anew(front, asking):  # what was written answers another question
            return
        picked = self._picked(asking, text)
        row = self._stack.row(front)
        if picked is not None and text.isdigit() and self._card_since(front["id"]):
            self._stack.say("unknown.which_number", number=text)
            self._stack.repeat()
        elif picked is not None:
            self._pick(front, asking, picked)
        elif asking.question.takes(text):
            self._stack.answer(front, asking, text=text)
        elif row is not None and row.light and (says_something(text) or SHORT_NUMBER.fullmatch(text)):
            self._stack.close(front)
            self._words(text)
        else:
            self._stack.say("unknown.in_dialogue")
            self._stack.repeat()

    def _pick(self, front: Dialogue, asking: Asking, option: Option) -> None:
        if option.opens is None:
            self._stack.answer(front, asking, choice=option.value)
        else:
            self._open(option.opens.script, option.opens.args, asking.question.version)

    def _picked(self, asking: Asking, text: str) -> Option | None:
        """The option that a number or the words of a button name."""
        options = asking.question.options
        if text.isdigit() and asking.question.spoken:
            return None
        if text.isdigit() and text.isascii() and len(text) <= 2:
            return options[int(text) - 1] if 1 <= int(text) <= len(options) else None
        return next((o for o in options if (o.text or self._label(o.label)) == text), None)

    def _read(self, asking: Asking, text: str) -> dict[str, Any] | None:
        """What words answer to a question; None where they answer nothing."""
        picked = self._picked(asking, text)
        if picked is not None and picked.opens is None:
            return {"choice": picked.value}
        return {"text": text} if asking.question.takes(text) else None

    def _pictures(self, text: str, count: int) -> None:
        front = self._stack.front
        row = self._stack.row(front) if front else None
        if front is None or row is None or not row.photos:
            self._report(text, count)
            return
        asking = self._stack.asking(front)
        if asking is not None and asking.question.topic == "report.confirm" and text and self._known_kind(text):
            self._report(text, count)  # a picture with its own sure words is a hazard of its own
            return
        if self._wants_to_hide(text) or self._names_own_case(text):
            self._hide(text, count)
            return
        self._stack.attach(front)
        self._stack.plan.attach_as = asking.question.pictures if asking is not None else "draft"
        if asking is not None and asking.question.photos:
            self._stack.answer(front, asking, text=text, photos=count)
        elif text and asking is not None and asking.question.text:
            self._stack.answer(front, asking, text=text)
        else:
            total = self._stack.find(DraftPhotos(front["draft"], self._stack.plan.attach_as))
            self._stack.say("photo.added", total=total)

    def _new(self, text: str) -> None:
        plain = says_something(text)
        if plain and asks_for_anonymity(text):
            self._hide(text)
        elif plain and (len(text) >= SHORTEST_REPORT or self._known_kind(text)):
            self._report(text, 0)
        elif SHORT_NUMBER.fullmatch(text):
            self._stack.go_on(self._stack.open(Open("search", {"words": text})))
        else:
            self._stack.say("unknown.words", MENU)

    def _report(self, text: str, photos: int) -> None:
        if self._stack.in_private or asks_for_anonymity(text) or self._names_own_case(text):
            self._hide(text, photos)
            return
        words = text if says_something(text) else ""
        self._start(Open("report_hazard", {"text": words, "photos": photos}), photos)

    def _start(self, opens: Open, photos: int) -> None:
        """Open a script with what this message brought; its pictures belong to the script's draft."""
        dialogue = self._stack.open(opens)
        if photos:
            self._stack.plan.attach_to = dialogue["draft"]
        self._stack.go_on(dialogue)

    def _dialogues(self) -> list[Dialogue]:
        return self._stack.plan.conversation.stack
