"""One person's stack of dialogues in thought: what opens, what is answered, what ends, before anything is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from handlers.cards import options_of
from handlers.curable import CURABLE
from handlers.dialogue import Asking, Finished, answered, play, without_last_answer
from handlers.hiding import forget_kept, said_of_hazard
from handlers.left_standing import is_left, is_unnoted
from handlers.messages import Earlier
from handlers.questions import Lookup, Open, Option, Question
from handlers.replies import ANSWERS, ENDS, Become, Do, Reply, Say, follow_up
from handlers.routing import SCRIPTS, Row
from handlers.turn_plan import Dialogue, Plan
from nlp.anonymity import asks_for_anonymity
from storage.dialogues import Conversation, is_private
from workflow.anonymous import ReportAnonymously
from workflow.commands import Command
from workflow.ids import joint_id, new_id

DEEPEST = 6
MOST_KEPT = 5


@dataclass(frozen=True)
class Sender:
    """Whose stack it is. `party`: the pseudonym as which they look at a case; none, as themselves.

    hides: anonymous reporting is on; where it is off, nothing is begun that could not be kept secret.
    text: what they have sent. named: what the platform calls it; nothing for parts of an album, and for a change.
    """

    id: str
    parts: Sequence[str]  # the inbox ids of their message
    party: Callable[[str], str | None] = lambda hazard: None
    hides: bool = False
    text: str = ""
    named: str = ""


class Stack:
    """The dialogues of one person, last one in front."""

    def __init__(
        self,
        sender: Sender,
        conversation: Conversation,
        find: Callable[[Plan, Lookup, Dialogue | None], Any],
        now: datetime,
    ) -> None:
        self._sender = sender
        self._find = find
        self._now = now
        self._as: str | None = None
        self._elsewhere = False  # an ordinary dialogue was opened or answered
        self._turned: tuple[str, str, str] | None = None
        self.plan = Plan(Conversation(conversation.version, list(conversation.stack), list(conversation.kept)))
        self._dialogues = self.plan.conversation.stack
        self.plan.unsaid.update(dialogue["id"] for dialogue in self._dialogues if is_private(dialogue))
        self._drop_idle()
        self._before = self.front
        self.in_private = self._before is not None and is_private(self._before)

    @property
    def front(self) -> Dialogue | None:
        return self._dialogues[-1] if self._dialogues else None

    @property
    def named_draft(self) -> Dialogue | None:
        """The report under the person's name that is in front, but for lists and cards over it."""
        over = [d for d in self._dialogues if (row := self.row(d)) is None or not row.light]
        return over[-1] if over and over[-1]["script"] == "report_hazard" else None

    def find(self, lookup: Lookup, dialogue: Dialogue | None = None) -> Any:
        """What a lookup finds, with what this turn has planned so far; as whoever the person is in the dialogue."""
        return self._find(self.plan, lookup, dialogue)

    def acts_as(self, party: str) -> None:
        """The message answers a card of this pseudonym: its person is nobody else in it."""
        self._as = party
        self.plan.private, self.plan.party = True, party

    def keep_private(self) -> None:
        """What was sent tells of something that is not to be known: neither it nor the answer is kept."""
        self.plan.private = True

    def is_elsewhere(self) -> None:
        """The message is about a case of the person's own: it belongs to no dialogue."""
        self._elsewhere = True

    def settle(self) -> None:
        """What was sent to an anonymous dialogue, or to a report that may become one, belongs to it.

        Unless it opened or answered another.
        """
        if self._before is not None and not self._elsewhere and not self.plan.private:
            self.touch(self._before)

    @property
    def hides(self) -> bool:
        return self._sender.hides

    def say(
        self,
        topic: str,
        options: tuple[Option, ...] = (),
        hazard: str | None = None,
        version: int | None = None,
        private: bool = False,
        **facts: Any,
    ) -> None:
        if hazard and not options:
            options = options_of(topic, hazard)
        self.plan.replies.append(Reply(topic, facts, options, hazard=hazard, version=version, private=private))

    def row(self, dialogue: Dialogue) -> Row | None:
        return SCRIPTS.get(dialogue["script"])

    def asking(self, dialogue: Dialogue) -> Asking | None:
        """The open question of a dialogue; None when its script is gone or has nothing to ask any more."""
        row = self.row(dialogue)
        if row is None:
            return None
        played = self._play(row, dialogue)
        return played if isinstance(played, Asking) else None

    def _play(self, row: Row, dialogue: Dialogue) -> Asking | Finished:
        script = row.start(dialogue["draft"], dialogue["args"])
        return play(script, dialogue["journal"], lambda lookup: self.find(lookup, dialogue))

    def asks_anew(self, dialogue: Dialogue, asking: Asking) -> bool:
        """Ask again, and say why, where a changed script now asks something else than its person was asked."""
        asked = dialogue.get("asked", [asking.question.key, asking.occurrence])
        if not asking.lost and asked == [asking.question.key, asking.occurrence]:
            return False
        if not asking.lost:
            self.say("dialogue.changed")
        self.go_on(dialogue)
        return True

    def open(self, opens: Open) -> Dialogue:
        """Start a script in front. What a person sends for a case waits for that case, whichever dialogue takes it."""
        row, args = SCRIPTS[opens.script], dict(opens.args)
        hazard = args.get("hazard")
        self._make_way(opens.script, hazard)
        dialogue_id = new_id()
        acts_as = "" if row.private else (self._as or self._sender.party(hazard)) if hazard else None
        shared = row.photos and hazard and acts_as is None and not row.apart
        draft = joint_id(self._sender.id, hazard) if shared and hazard else dialogue_id
        dialogue = {"id": dialogue_id, "draft": draft, "script": opens.script, "args": args, "journal": [], "at": ""}
        dialogue["in"] = self._sender.parts[-1]
        if acts_as is not None:
            dialogue["as"] = acts_as
            self.plan.unsaid.add(dialogue_id)
        self._dialogues.append(dialogue)
        self.touch(dialogue)
        self.plan.draft_opened |= row.keeps
        return dialogue

    def touch(self, dialogue: Dialogue) -> None:
        """The message is for this dialogue. A report remembers which were: it may yet become an anonymous one."""
        if is_private(dialogue):
            self.plan.private, self.plan.party = True, dialogue["as"]
            if self._sender.named:  # under seal: the message itself is erased, and may yet be changed
                sent = {"in": self._sender.parts[-1], "text": self._sender.text}
                dialogue["sent"] = {**dialogue.get("sent", {}), self._sender.named: sent}
            return
        self._elsewhere = True
        row = self.row(dialogue)
        if row is not None and row.keeps:
            dialogue["messages"] = [*dialogue.get("messages", ()), *self._sender.parts]

    def sent_privately(self, named: str) -> Earlier | None:
        """A message to an anonymous dialogue that is still open, by what the platform calls it."""
        found = next((d["sent"][named] for d in self._dialogues if is_private(d) and named in d.get("sent", ())), None)
        return Earlier(found["in"], found["text"]) if found else None

    def attach(self, dialogue: Dialogue) -> None:
        """The pictures of the message belong to this dialogue."""
        self.plan.attach_to = dialogue["draft"]
        self.touch(dialogue)

    def hide(self, text: str, photos: int, *, for_another: bool = False) -> None:
        """Begin an anonymous report with these words. One that was begun under a name, and is in front, becomes it.

        for_another: they named somebody whose find it is; of whom an anonymous report says nothing.
        """
        begun = self.named_draft
        if for_another or (begun is not None and begun["args"].get("for_another")):
            self.say("anonymous.no_finder", private=True)
        drafts = [dialogue for dialogue in self._dialogues if dialogue["script"] == "report_anonymously"]
        if drafts and begun is None and not text and not photos:
            self.resume()
            return
        said = [text]
        if begun is not None:
            said = [*said_of_hazard(begun), text]
            photos += begun["args"].get("photos", 0)
            self.close(begun)
            self.plan.erased += begun.get("messages", ())
        words = "\n".join(dict.fromkeys(filter(None, said)))
        dialogue = self.open(Open("report_anonymously", {"text": words, "photos": photos}))
        if begun is not None:
            self.plan.moved = (begun["draft"], dialogue["draft"])
            dialogue.pop("sent", None)  # its words are those of several messages
        if photos:
            self.plan.attach_to = begun["draft"] if begun is not None else dialogue["draft"]
        self.go_on(dialogue)

    def begin_again(self, begun: Dialogue, opens: Open) -> None:
        """A report that has no words yet is made anew as this one, with the pictures that it has."""
        photos = begun["args"].get("photos", 0) + opens.args["photos"]
        self.close(begun)
        dialogue = self.open(Open(opens.script, {**opens.args, "photos": photos}))
        dialogue["messages"] = [*begun.get("messages", ()), *dialogue["messages"]]
        self.plan.moved = (begun["draft"], dialogue["draft"])
        if opens.args["photos"]:
            self.plan.attach_to = begun["draft"]
        self.go_on(dialogue)

    @property
    def wordless_draft(self) -> Dialogue | None:
        """The report under the person's name that is in front and still without a word about the hazard."""
        begun = self.named_draft
        return begun if begun is not None and not said_of_hazard(begun) else None

    def _make_way(self, script: str, hazard: str | None) -> None:
        """No script stands twice about one case, no list beneath another; what lies too deep is put aside."""
        row = SCRIPTS[script]
        for dialogue in list(self._dialogues):
            other = self.row(dialogue)
            drafts = row.keeps or row.private
            about = dialogue["args"].get("hazard")
            same = dialogue["script"] == script and about == hazard and not drafts and not is_unnoted(dialogue)
            if same or self._ousted(row.ousts, dialogue, hazard) or (row.light and other is not None and other.light):
                self._dialogues.remove(dialogue)
        while len(self._dialogues) >= DEEPEST:
            self.keep(self._dialogues.pop(0))

    def _ousted(self, script: str, dialogue: Dialogue, hazard: str | None) -> bool:
        """True for a dialogue that another one makes pointless; what its person has said in it is never dropped."""
        silent = all("found" in entry for entry in dialogue["journal"])
        return dialogue["script"] == script and dialogue["args"].get("hazard") == hazard and silent

    def go_on(self, dialogue: Dialogue, *, changed: bool = False) -> None:
        """Play a dialogue on and do what comes of it: ask, say, order, or become another.

        changed: by its person, who need not be told why something is asked again.
        """
        row = self.row(dialogue)
        dialogue["at"] = self._now.isoformat()
        if row is None:
            self._lost_script(dialogue)
            return
        played = self._play(row, dialogue)
        dialogue["journal"] = played.journal
        if isinstance(played, Finished):
            self._finish(dialogue, played.result)
            return
        if played.lost and not changed:
            self.say("dialogue.changed")
        self._ask(dialogue, played.question, played.occurrence)

    def answer(self, dialogue: Dialogue, asking: Asking, **answer: Any) -> None:
        """Give the open question its answer and go on; the dialogue comes to the front."""
        self.to_front(dialogue)
        self.touch(dialogue)
        dialogue["journal"] = answered(asking, self._sender.parts[-1], **answer)
        self.go_on(dialogue)

    def to_front(self, dialogue: Dialogue) -> None:
        """One that was put aside too."""
        (self._dialogues if dialogue in self._dialogues else self.plan.conversation.kept).remove(dialogue)
        self._dialogues.append(dialogue)

    def turn_page(self, dialogue: str, key: str, notice: str) -> None:
        """A choice of this notice was tapped: should the same question follow, it takes the notice's place."""
        self._turned = (dialogue, key, notice)

    def repeat(self) -> None:
        """Ask the front question once more; a list or a card that nobody asked for again is put away instead."""
        while self.front is not None and (row := self.row(self.front)) is not None and row.light:
            self.close(self.front)
        if self.front is not None:
            row = self.row(self.front)
            if row is not None and row.again:
                self.front["args"] = {**self.front["args"], "greeting": row.again}
            self.go_on(self.front)

    def back(self) -> None:
        front = self.front
        if front is None:
            self.say("dialogue.nothing_open")
        elif all("found" in entry for entry in front["journal"]):
            self.cancel()
        else:
            self.touch(front)
            front["journal"] = without_last_answer(front["journal"])
            self.go_on(front)

    def cancel(self) -> None:
        """End the front dialogue; a report is kept, so that a slip of the finger loses nothing."""
        front = self.front
        if front is None:
            self.say("dialogue.nothing_open")
            return
        self.touch(front)
        self.close(front)
        if is_private(front):
            self.say("anonymous.cancelled")
            return
        kept = self.keep(front)
        resume = (Option("resume", "resume", opens=Open("resume")),) if kept else ()
        self.say("dialogue.cancelled", resume, kept=kept)
        self.repeat()

    def keep(self, dialogue: Dialogue) -> bool:
        """Put a report aside for later; True when it is one that keeps."""
        row = self.row(dialogue)
        if row is None or not row.keeps:
            return False
        self.plan.conversation.kept.append(dialogue)
        del self.plan.conversation.kept[:-MOST_KEPT]
        return True

    def resume(self) -> None:
        """Bring an unfinished report to the front: the one still open, else the one kept last."""
        kept = self.plan.conversation.kept
        open_still = [d for d in self._dialogues if (row := self.row(d)) is not None and (row.keeps or row.private)]
        if not open_still and not kept:
            self.say("dialogue.nothing_kept")
            return
        dialogue = open_still[-1] if open_still else kept.pop()
        if open_still:
            self._dialogues.remove(dialogue)
        self._dialogues.append(dialogue)
        self.touch(dialogue)
        self.plan.draft_opened = True
        self.go_on(dialogue)

    def close(self, dialogue: Dialogue) -> None:
        self._dialogues.remove(dialogue)
        row = self.row(dialogue)
        if row is not None and row.keeps:
            self.plan.draft_closed = True

    def refused(self, reason: str, facts: Mapping[str, Any], hazard: str | None, plan: Plan) -> None:
        """The command of `plan` was turned down: say why, and ask the last question again where that can help."""
        self._dialogues[:] = [dialogue for dialogue in self._dialogues if dialogue["id"] != plan.followed_by]
        options = options_of("card.stale", hazard) if hazard else ()
        self.plan.replies.append(Reply(f"refused.{reason}", facts, options, hazard=hazard))
        finished = plan.finished
        if finished is not None and reason in CURABLE and any("found" not in entry for entry in finished["journal"]):
            finished["journal"] = without_last_answer(finished["journal"])
            self._dialogues.append(finished)
            self.go_on(finished)
            return
        if finished is not None and reason != "reported_before":
            self.keep(finished)
        if finished is None or not is_private(finished):
            self.repeat()

    def _finish(self, dialogue: Dialogue, result: object) -> None:
        if isinstance(result, Become):
            self.close(dialogue)
            following = self.open(self._goes_on_as(dialogue, result))
            following["in"] = dialogue.get("in")
            self.plan.moved = (dialogue["draft"], following["draft"])
            self.go_on(following)
            return
        self.close(dialogue)
        if isinstance(result, Say):
            self.say(result.topic, result.options, dialogue["args"].get("hazard"), result.version, **result.facts)
            if not SCRIPTS[dialogue["script"]].light and not is_private(dialogue):
                self.repeat()
            return
        self.plan.finished = dialogue
        if isinstance(result, ReportAnonymously):
            forget_kept(self.plan, dialogue)
            result = replace(result, draft_id=new_id())  # nothing that was drafted bears the id of the case
        self.order(result)  # type: ignore[arg-type]

    def _goes_on_as(self, dialogue: Dialogue, result: Become) -> Open:
        """The script that a dialogue becomes; no report under a name, where its words ask for none."""
        if not (result.script == "report_hazard" and self.hides and asks_for_anonymity(result.args.get("text", ""))):
            return Open(result.script, result.args)
        self.plan.erased += [entry["in"] for entry in dialogue["journal"] if entry.get("in")]
        return Open("report_anonymously", result.args)

    def order(self, ordered: Command | Do) -> None:
        do = ordered if isinstance(ordered, Do) else Do(ordered)
        self.plan.command = command = do.command
        following = do.then or (None if do.topic else follow_up(command))
        if following is not None:
            dialogue = self.open(following)
            dialogue["in"] = ""  # no message of its own has opened it
            self.plan.followed_by = dialogue["id"]
            self.go_on(dialogue)
            return
        hazard = getattr(command, "hazard_id", None) or getattr(command, "draft_id", None)
        over = ENDS.get(type(command), "")
        self._dialogues[:] = [d for d in self._dialogues if not self._ousted(over, d, hazard)]
        self.say(do.topic or ANSWERS[type(command)], hazard=hazard, private=do.once, **do.facts)
        if self.plan.finished is None or not is_private(self.plan.finished):
            self.repeat()  # not after an anonymous dialogue: what is asked again would tell when that was over

    def _ask(self, dialogue: Dialogue, question: Question, occurrence: int) -> None:
        at = {"dialogue": dialogue["id"], "key": question.key, "n": occurrence}
        dialogue["asked"] = [question.key, occurrence]
        turned = self._turned
        replaces = turned[2] if turned and turned[:2] == (dialogue["id"], question.key) else None
        self.plan.replies.append(
            Reply(question.topic, question.facts, question.options, at, question.hazard, question.version, replaces)
        )

    def _lost_script(self, dialogue: Dialogue) -> None:
        self.close(dialogue)
        said = [entry["text"] for entry in dialogue["journal"] if entry.get("text")]
        self.say("dialogue.gone", said="\n".join(said))

    def _drop_idle(self) -> None:
        self._dialogues[:] = [dialogue for dialogue in self._dialogues if not is_left(dialogue, self._now)]

    def unnoted(self, hazard: str) -> Dialogue | None:
        """The task of a case for which something was sent that its person has not said what to do with."""
        sent = (dialogue for dialogue in self._dialogues if dialogue["args"].get("hazard") == hazard)
        return next(filter(is_unnoted, sent), None)
