"""One person's stack of dialogues in thought: what opens, what is answered, what ends, before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from handlers.cards import options_of
from handlers.curable import CURABLE
from handlers.denials import denied
from handlers.dialogue import Asking, Finished, answered, refreshed, without_last_answer
from handlers.dialogues import Dialogues, recounted
from handlers.hiding import forget_kept, opened_with, said_of_hazard
from handlers.left_standing import is_unnoted
from handlers.questions import Open, Option, Question
from handlers.replies import ANSWERS, ENDS, Become, Do, FirstOthers, OneByOne, Reply, Say, Several, follow_up
from handlers.routing import SCRIPTS
from handlers.turn_plan import Dialogue, Plan
from nlp.anonymity import asks_for_anonymity
from storage.dialogues import is_private
from workflow.anonymous import ReportAnonymously
from workflow.commands import Command
from workflow.ids import joint_id, new_id

DEEPEST = 6


class Stack(Dialogues):
    """The same played on: what opens, what is answered, what ends and what follows from that."""

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

    def usable(self) -> list[str]:
        """The scripts that the person has the right to begin."""
        nowhere: Dialogue = {"id": "", "draft": "", "script": "", "args": {}, "journal": [], "at": ""}
        return [script for script, row in SCRIPTS.items() if self._sender.may(row.needs, nowhere)]

    def begin(self, opens: Open, photos: int) -> None:
        """Open a script with what this message brought; its pictures belong to the script's draft."""
        dialogue = self.open(opens)
        if photos:
            self.plan.attach_to = dialogue["draft"]
        self.go_on(dialogue)

    def play_anew(self, dialogue: Dialogue, since: int) -> None:
        """What it starts from, or an answer, reads otherwise: all that was found out after it is found out anew."""
        dialogue["journal"] = refreshed(dialogue["journal"], since)
        if dialogue in self._dialogues:
            self.to_front(dialogue)
            self.go_on(dialogue, changed=True)

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
            photos += opened_with(begun)
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
        if dialogue.get("others"):
            self._next_other(dialogue)
            return
        if not dialogue["journal"] and not self._sender.may(row.needs, dialogue):
            self.close(dialogue)
            self.plan.replies.append(Reply(row.denied, denied(row.needs)))
            self.repeat()
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
        if (waiting := self._album_of(front, self._dialogues)) is not None:
            self._dialogues.remove(waiting)
            self.keep(waiting)  # beneath what is resumed first
        kept = self.keep(front)
        resume = (Option("resume", "resume", opens=Open("resume")),) if kept else ()
        self.say("dialogue.cancelled", resume, kept=kept)
        self.repeat()

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
            if "messages" in dialogue and "messages" in following:
                following["messages"] = [*dialogue["messages"], *following["messages"]]
            self.plan.moved = (dialogue["draft"], following["draft"])
            self.go_on(following)
            return
        if isinstance(result, OneByOne):
            self._next_part(dialogue, result.parts)
            return
        if isinstance(result, FirstOthers):
            self._first_others(dialogue, result)
            return
        self.close(dialogue)
        if isinstance(result, Say | Several):
            for said in result.said if isinstance(result, Several) else (result,):
                self.say(said.topic, said.options, dialogue["args"].get("hazard"), said.version, **said.facts)
            if not SCRIPTS[dialogue["script"]].light and not is_private(dialogue):
                self.repeat()
            return
        self.plan.finished = dialogue
        if (waiting := self._album_of(dialogue, self.plan.conversation.kept)) is not None:
            self.to_front(waiting)
        if isinstance(result, ReportAnonymously):
            forget_kept(self.plan, dialogue)
            result = replace(result, draft_id=new_id())  # nothing that was drafted bears the id of the case
        self.order(result)  # type: ignore[arg-type]

    def _next_part(self, album: Dialogue, parts: Sequence[Mapping[str, Any]]) -> None:
        """The first part as a report in front; the others wait beneath it, and the next follows when it is over."""
        of = album["args"].get("of") or len(parts)
        first, *rest = parts
        self.plan.parted = tuple(message for part in parts for message in part["ids"])
        album["args"] = {**album["args"], "parts": rest, "of": of}
        if not rest:
            self.close(album)
        self.say("album.next", number=of - len(rest), of=of)
        report = self._report_of(first, album["draft"])
        report["album"] = album["id"]
        self.go_on(report)

    def _first_others(self, report: Dialogue, others: FirstOthers) -> None:
        """What was told beside a report is taken out of it."""
        for _ in range(others.answers):
            report["journal"] = without_last_answer(report["journal"])
        report["journal"] = recounted(report["journal"])
        report["others"] = [*others.parts]
        report.pop("ahead", None)  # those pictures go with the words that followed them
        self._next_other(report)

    def _next_other(self, report: Dialogue) -> None:
        """The first of the other hazards as a report in front; this one waits beneath it, as it was before them."""
        first, *report["others"] = report["others"]
        for of in ("attached", "messages"):
            report[of] = [message for message in report.get(of, ()) if message not in first["ids"]]
        self.plan.parted = tuple(first["ids"])
        self.go_on(self._report_of(first, report["draft"]))

    def _report_of(self, part: Mapping[str, Any], draft: str) -> Dialogue:
        """A report of one part, which takes its pictures out of a draft."""
        report = self.open(Open("report_hazard", {"text": part["text"], "photos": len(part["photos"]), "new": True}))
        report["in"], report["attached"] = part["ids"][0], part["ids"][1:]
        report["messages"] = [*part["ids"], *report["messages"]]
        self.plan.drawn = (draft, tuple(part["photos"]), report["draft"])
        return report

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
        self.say(do.topic or ANSWERS[type(command)], do.options, hazard=hazard, private=do.once, **do.facts)
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
