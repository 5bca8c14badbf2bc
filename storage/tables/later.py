"""What stands beside the cases: references to other systems, scores, points, and who is behind a pseudonym."""

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, Integer, LargeBinary, String, UniqueConstraint

from storage.tables.columns import key, table, to
from storage.types import Id, Moment

external_refs = table(
    "external_refs",
    key(),
    Column("subject_kind", String(16), nullable=False),
    Column("subject_id", Id, nullable=False),
    Column("system", String(32), nullable=False),
    Column("external_id", String(128), nullable=False),
    UniqueConstraint("system", "external_id"),
)
quality_scores = table(
    "quality_scores",
    key(),
    to("hazards", "hazard_id", index=True),
    Column("score", String(16), nullable=False),
    Column("scorer_id", Id, nullable=False),
    Column("at", Moment, nullable=False),
    Column("undone_at", Moment, nullable=True),  # taken back by whoever gave it
)
elsewhere_rounds = table(  # 举一反三: whether a case is found at like places too
    "elsewhere_rounds",
    key(),
    Column("hazard_id", Id, ForeignKey("hazards.id"), nullable=False, unique=True),
    to("people", "asked_by_id"),
    Column("asked_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
)
elsewhere_answers = table(  # one for each place that is asked; what was said stands in `texts`
    "elsewhere_answers",
    key(),
    to("elsewhere_rounds", "round_id"),
    to("areas", "area_id"),
    to("people", "asked_id", index=True),
    Column("found", Boolean, nullable=True),  # none: not answered yet
    Column("answered_at", Moment, nullable=True),
    UniqueConstraint("round_id", "area_id"),
)
order_rechecks = table(  # of an authority; the number of its paper and what it found stand in `texts`
    "order_rechecks",
    key(),
    to("hazards", "hazard_id", index=True),  # the first case of the order
    to("people", "by_id"),
    Column("day", Date, nullable=False),  # as the paper bears it
    Column("at", Moment, nullable=False),
    Column("cleared", Boolean, nullable=False),  # all was found in order
    Column("undone_at", Moment, nullable=True),
)
point_entries = table(
    "point_entries",
    key(),
    to("people", "person_id", index=True),
    Column("points", Integer, nullable=False),
    Column("reason", String(32), nullable=False),
    Column("cause", String(128), nullable=False, unique=True),
    Column("at", Moment, nullable=False),
)
unsealings = table(  # two people together ask who is behind an anonymous report
    "unsealings",
    key(),
    to("hazards", "hazard_id", index=True),
    to("people", "asked_by_id"),
    Column("asked_at", Moment, nullable=False),
    Column("state", String(16), nullable=False),  # asked, confirmed, declined
    to("people", "settled_by_id", nullable=True),
    Column("settled_at", Moment, nullable=True),
)
pseudonyms = table(  # an anonymous reporter's party for one case; the link is sealed under a key of its own
    "pseudonyms",
    key(),
    Column("hazard_id", Id, nullable=False, unique=True),
    Column("sealed", LargeBinary, nullable=False),
)
data_keys = table(  # what words and pictures are sealed under, wrapped by the master key: storage/data_keys.py
    "data_keys",
    key(),
    Column("purpose", String(16), nullable=False),  # words, media, lookup, chain
    Column("wrapped", LargeBinary, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("retired_at", Moment, nullable=True),  # nothing is sealed under it any more
    Column("uses", BigInteger, nullable=False, server_default="0"),  # set aside for processes, in blocks
)
