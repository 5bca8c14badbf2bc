"""The dialogues of one person as a turn finds and leaves them: which is in front, what is kept, what is said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from handlers.cards import options_of
from handlers.dialogue import Asking, Finished, play
from handlers.hiding import said_of_hazard
from handlers.left_standing import is_left, is_unnoted
from handlers.messages import Earlier
from handlers.questions import Entry, Lookup, Option
from handlers.replies import Reply
from handlers.routing import SCRIPTS, Row
from handlers.turn_plan import Dialogue, Plan
from handlers.wanted import DraftPhotos
from storage.dialogues import Conversation, is_private
from workflow.permissions import Action

MOST_KEPT = 5


@dataclass(frozen=True)
class Sender:
    """Whose stack it is. `party`: the pseudonym as which they look at a case; none, as themselves.

    hides: anonymous reporting is on; where it is off, nothing is begun that could not be kept secret.
    may: whether they have a right at all, as whoever they are in a dialogue.
    text: what they have sent. named: what the platform calls it; nothing for parts of an album, and for a change.
    """

    id: str
    parts: Sequence[str]  # the inbox ids of their message
    party: Callable[[str], str | None] = lambda hazard: None
    hides: bool = False
    text: str = ""
    named: str = ""
    may: Callable[[Action, Dialogue], bool] = lambda right, dialogue: True


class Dialogues:
    """The dialogues of one person, last one in front. Nothing is played on here."""

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
    def messages(self) -> Sequence[str]:
        """The stored ids of the message, in its parts."""
        return self._sender.parts

    @property
    def named_draft(self) -> Dialogue | None:
        """The report under the person's name that is in front, but for lists and cards over it."""
        over = [d for d in self._dialogues if (row := self.row(d)) is None or not row.light]
        last = over[-1] if over else None
        whole = last is not None and last["script"] == "split_album" and "of" not in last["args"]
        return last if last is not None and (whole or last["script"] == "report_hazard") else None

    @property
    def wordless_draft(self) -> Dialogue | None:
        """The report under the person's name that is in front and still without a word about the hazard."""
        begun = self.named_draft
        return begun if begun is not None and not said_of_hazard(begun) else None

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
        """The open question of a dialogue; None when its script is gone, has no more to ask, or waits for others."""
        row = self.row(dialogue)
        if row is None or dialogue.get("others"):
            return None
        played = self._play(row, dialogue)
        return played if isinstance(played, Asking) else None

    def _play(self, row: Row, dialogue: Dialogue) -> Asking | Finished:
        script = row.start(dialogue["draft"], dialogue["args"])
        return play(script, dialogue["journal"], lambda lookup: self.find(lookup, dialogue))

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
        if not is_private(dialogue):
            dialogue["attached"] = [*dialogue.get("attached", ()), *self._sender.parts]
        dialogue["journal"] = recounted(dialogue["journal"])
        self.touch(dialogue)

    def at(self, dialogue: Dialogue) -> datetime:
        """When its person was last at it."""
        return datetime.fromisoformat(dialogue["at"]) if dialogue["at"] else self._now

    def is_recent(self, dialogue: Dialogue, within: timedelta) -> bool:
        return self._now - self.at(dialogue) <= within

    def to_front(self, dialogue: Dialogue) -> None:
        """One that was put aside too."""
        (self._dialogues if dialogue in self._dialogues else self.plan.conversation.kept).remove(dialogue)
        self._dialogues.append(dialogue)

    def keep(self, dialogue: Dialogue) -> bool:
        """Put a report aside for later; True when it is one that keeps."""
        row = self.row(dialogue)
        if row is None or not row.keeps:
            return False
        self.plan.conversation.kept.append(dialogue)
        del self.plan.conversation.kept[:-MOST_KEPT]
        return True

    def close(self, dialogue: Dialogue) -> None:
        self._dialogues.remove(dialogue)
        row = self.row(dialogue)
        if row is not None and row.keeps:
            self.plan.draft_closed = True

    def turn_page(self, dialogue: str, key: str, notice: str) -> None:
        """A choice of this notice was tapped: should the same question follow, it takes the notice's place."""
        self._turned = (dialogue, key, notice)

    def unnoted(self, hazard: str) -> Dialogue | None:
        """The task of a case for which something was sent that its person has not said what to do with."""
        sent = (dialogue for dialogue in self._dialogues if dialogue["args"].get("hazard") == hazard)
        return next(filter(is_unnoted, sent), None)

    def _album_of(self, report: Dialogue, among: Sequence[Dialogue]) -> Dialogue | None:
        """The album whose next part waits until this report is over."""
        return next((dialogue for dialogue in among if dialogue["id"] == report.get("album")), None)

    def _drop_idle(self) -> None:
        self._dialogues[:] = [dialogue for dialogue in self._dialogues if not is_left(dialogue, self._now)]


def recounted(journal: list[Entry]) -> list[Entry]:
    """The journal with the pictures to be counted anew for what is asked now; what an answer has settled stays."""
    answered = max((n for n, entry in enumerate(journal) if "found" not in entry), default=-1)
    counts = [n for n, entry in enumerate(journal) if n > answered and entry["key"] == DraftPhotos("").key]
    return [{**entry, "stale": True} if n in counts[-1:] else entry for n, entry in enumerate(journal)]
