"""The chat: what came in, what is being talked about, what goes out."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text

from storage.sealed_types import Matched, SealedJson, SealedText
from storage.tables.columns import key, table, to
from storage.types import Id, Json, Moment

inbox = table(
    "inbox",
    key(),
    Column("bot", String(64), nullable=False),
    Column("key", String(128), nullable=False),  # a digest of what its platform calls it
    Column("sender", Matched("address"), nullable=False),  # empty, as the body: erased
    Column("body", SealedText("inbox.body"), nullable=False),  # raw, as it arrived
    Column("received_at", Moment, nullable=False),
    Column("state", String(16), nullable=False),  # new, done, unparsable
    Column("done_at", Moment, nullable=True),
    Column("note", SealedText("inbox.note"), nullable=True),
    # What an edit or a deletion goes by, once answered: the platform's own id, and what the message became part of.
    Column("message_id", String(128), nullable=True),
    Column("part_of", Id, nullable=True, index=True),  # the last part of its album, what it is taken up with, or itself
    Column("hazard_id", Id, nullable=True),
    Column("of_report", Boolean, nullable=False, server_default=text("false")),
    Column("album", String(128), nullable=True),  # once answered: what belongs together may come in late
    Column("shown_at", Moment, nullable=True),  # when it was said that it cannot be read
    Column("event", Boolean, nullable=False, server_default=text("false")),  # of the chat itself: nobody wrote it
    UniqueConstraint("bot", "key"),
    Index("ix_inbox_message_id", "bot", "sender", "message_id"),
    Index(
        "ix_inbox_album",
        "bot",
        "sender",
        "album",
        sqlite_where=text("album IS NOT NULL"),
        postgresql_where=text("album IS NOT NULL"),
    ),
    Index(
        "ix_inbox_unparsable",
        "bot",
        sqlite_where=text("state = 'unparsable' AND shown_at IS NULL"),
        postgresql_where=text("state = 'unparsable' AND shown_at IS NULL"),
    ),
    Index(
        "ix_inbox_waiting",
        "bot",
        "sender",
        "id",
        sqlite_where=text("state = 'new'"),
        postgresql_where=text("state = 'new'"),
    ),
)
conversations = table(  # one row a person: the stack of open dialogues, and those kept for later
    "conversations",
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("stack", SealedJson("conversations.stack", "person_id"), nullable=False),
    Column("kept", SealedJson("conversations.kept", "person_id"), nullable=False),
)
notices = table(
    "notices",
    key(),
    Column("cause", String(128), nullable=False),  # "inbox:<id>", "event:<id>", "timer:<id>:<step>"
    Column("topic", String(64), nullable=False),
    Column("recipient_id", Id, nullable=False),
    Column("facts", SealedJson("notices.facts"), nullable=False),
    # what each button means: the token names this row and a position
    Column("choices", SealedJson("notices.choices"), nullable=False),
    Column("card", Boolean, nullable=False),  # it offers choices
    Column("question", Json, nullable=True),  # dialogue, question and occurrence this asks, if it asks
    Column("subject_kind", String(16), nullable=True),
    Column("subject_id", Id, nullable=True, index=True),
    Column("subject_version", Integer, nullable=True),
    Column("lane", Integer, nullable=False),  # 0 answers, 1 major, 2 notices, 3 bulk
    Column("bot", String(64), nullable=True),  # answers go back to the bot that asked
    Column("address", Matched("address"), nullable=True),
    Column("timer_id", Id, nullable=True),
    Column("replaces", Id, nullable=True),
    Column("created_at", Moment, nullable=False),
    Column("not_before", Moment, nullable=False),
    # pending, sent, failed, cancelled; over the budget of the day: gathered, then listed, that is told in a list
    Column("state", String(16), nullable=False),
    Column("claimed_until", Moment, nullable=True),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("private", Boolean, nullable=False, server_default=text("false")),  # of an anonymous reporter
    Column("to_group", Boolean, nullable=False, server_default=text("false")),  # the recipient is a row of groups
    Column("messages", Integer, nullable=False, server_default="1"),  # of its platform's, that it becomes there
    UniqueConstraint("cause", "topic", "recipient_id"),
    Index("ix_notices_recipient", "recipient_id", "id"),
    Index(
        "ix_notices_pending",
        "recipient_id",
        "lane",
        "id",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
    Index(
        "ix_notices_timer",
        "timer_id",
        sqlite_where=text("timer_id IS NOT NULL"),
        postgresql_where=text("timer_id IS NOT NULL"),
    ),
    Index(  # what counts towards a day
        "ix_notices_pushed",
        "recipient_id",
        "not_before",
        sqlite_where=text("lane >= 2"),
        postgresql_where=text("lane >= 2"),
    ),
    Index(
        "ix_notices_gathered",
        "recipient_id",
        "id",
        sqlite_where=text("state = 'gathered'"),
        postgresql_where=text("state = 'gathered'"),
    ),
)
deliveries = table(
    "deliveries",
    key(),
    to("notices", "notice_id", index=True),
    Column("bot", String(64), nullable=False),
    Column("address", Matched("address"), nullable=False),
    Column("message_id", String(128), nullable=True),
    Column("response_code", Text, nullable=True),
    Column("state", String(16), nullable=False),  # sent, failed
    Column("at", Moment, nullable=False),
    Column("error", SealedText("deliveries.error"), nullable=True),
    Column("numbered", Boolean, nullable=False, server_default=text("false")),  # its choices, in place of buttons
)
webchat_messages = table(
    "webchat_messages",
    Column("seq", Integer, primary_key=True, autoincrement=True),
    to("people", "person_id", index=True),
    Column("direction", String(4), nullable=False),  # in: the person wrote; out: the bot did
    Column("client_id", String(64), nullable=True),  # what the page called what its person wrote
    Column("body", SealedJson("webchat_messages.body", "seq"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("read_at", Moment, nullable=True),
    Column("change", Integer, nullable=False),  # rises with each edit: what a page has not seen yet
    Index("ix_webchat_messages_change", "person_id", "change"),
)
webchat_files = table(
    "webchat_files",
    key(),
    to("people", "person_id"),
    Column("name", SealedText("webchat_files.name"), nullable=False),
    Column("size", Integer, nullable=False),
    Column("at", Moment, nullable=False),
)
leases = table(  # what one process at a time may do; whoever takes it over counts the epoch up
    "leases",
    Column("name", String(64), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("until", Moment, nullable=False),
)
flights = table(  # messages that were in hand when their courier was gone: each may have arrived, and counts as if
    "flights",
    key(),
    Column("bot", String(64), nullable=False),
    Column("address", Matched("address"), nullable=False),
    Column("messages", Integer, nullable=False),
    Column("at", Moment, nullable=False),
)
bots = table(  # what the processes have to know of a bot together; one of which nothing has to be known has no row
    "bots",
    Column("bot", String(64), primary_key=True),
    Column("silent_until", Moment, nullable=True),  # its platform has asked for it
    Column("menu", String(64), nullable=True),  # a digest of everybody's menu, as it was offered last
)
access_tokens = table(  # what a platform lends us to act as a bot: one for all processes
    "access_tokens",
    Column("name", String(64), primary_key=True),  # the bot, and a digest of the secret that it is lent for
    Column("token", Text, nullable=False),
    Column("renew_at", Moment, nullable=False),
    Column("version", Integer, nullable=False),  # counts up each time it is fetched: the token itself may be the same
    Column("fetching_until", Moment, nullable=True),  # somebody is at it; after this they are taken for dead
)
