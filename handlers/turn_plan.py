"""What a turn will write, while it thinks: nothing of it has happened yet."""

from dataclasses import dataclass, field
from typing import Any

from handlers.replies import Reply
from storage.deliveries import Outgone
from storage.dialogues import Conversation
from workflow.attention import MarkSeen
from workflow.commands import Command

Dialogue = dict[str, Any]


@dataclass
class Plan:
    """All that one message comes to."""

    conversation: Conversation
    replies: list[Reply] = field(default_factory=list)
    command: Command | None = None
    saw: MarkSeen | None = None  # by the way: whoever goes on from a card has seen it
    attach_to: str | None = None  # the draft that pictures of this message belong to
    attach_as: str = "draft"  # what they show
    taken_back: tuple[str, ...] = ()  # pictures whose message was deleted, as the platform calls them
    moved: tuple[str, str] | None = None  # pictures that go over from one draft to another
    drawn: tuple[str, tuple[str, ...], str] | None = None  # some of a draft's pictures, by name, for another
    parted: tuple[str, ...] = ()  # messages that were one until now
    taken: str = ""  # what the tapped button says, where it has settled its card
    finished: Dialogue | None = None  # the dialogue that gave the command
    draft_opened: bool = False
    draft_closed: bool = False
    followed_by: str | None = None  # the dialogue that the command leads into
    private: bool = False  # nothing of this message and of what answers it is to be kept under its sender
    party: str = ""  # the pseudonym as which the sender acts in it; empty: one that is yet to be made
    unsaid: set[str] = field(default_factory=set)  # ids of every anonymous dialogue that this turn has to do with
    erased: list[str] = field(default_factory=list)  # earlier messages that are to be as private as this one
    read: set[str] = field(default_factory=set)  # cases that were shown to somebody who has no part in them
    turned_down: str | None = None  # the case about which a command was refused


@dataclass(frozen=True)
class Outcome:
    """What a turn has come to. taken: what the tapped button says, where that has settled its card.

    in_place: its answer takes the place of the card, where its platform can edit.
    """

    outgone: Outgone
    taken: str = ""
    in_place: bool = False
