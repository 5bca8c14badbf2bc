"""Two turns at once, phase by phase in every order: they end as they would have one after the other."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from handlers.messages import Envelope
from storage import tables
from storage.engine import read_transaction, write_transaction
from tests.scenarios.interleaved import BOTH, Scene, answers, scene
from tests.scenarios.test_whole_life import report
from tests.world import Someone, World, by_id, case_of
from workflow.ids import new_id

ORDERS = st.lists(st.sampled_from([0, 1, BOTH]), max_size=12)
FIRST_THEN_SECOND: list[int] = []
SECOND_THEN_FIRST = [1] * 12
EXAMPLES = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

Prepare = Callable[[World], Scene]


def tap(world: World, person: Someone, value: str) -> Envelope:
    return world.envelope(person.code, choice=person.latest(value).token(value))


def reassigning(world: World, owner: Someone, officer: Someone) -> Envelope:
    """The officer, told that nobody took the task, has chosen somebody else and taps the name."""
    world.clock.passes(hours=9)
    world.work()
    world.clock.passes(days=1)
    world.work()
    officer.taps("assign")
    chosen = next(c["value"] for c in officer.latest("more").choices if c["value"] not in ("more", owner.id))
    return tap(world, officer, chosen)


def taken_and_reassigned(world: World) -> Scene:
    owner = report(world)
    reassigned = reassigning(world, owner, world.person("韩磊"))
    return scene(world, tap(world, owner, "take"), reassigned)


def passed_on_and_reassigned(world: World) -> Scene:
    owner = report(world)
    reassigned = reassigning(world, owner, world.person("韩磊"))
    owner.taps("pass_on")
    owner.taps(owner.everything()[-1].choices[2]["value"])
    return scene(world, tap(world, owner, "no_time"), reassigned)


def submitted_and_reassigned(world: World) -> Scene:
    owner = report(world)
    reassigned = reassigning(world, owner, world.person("韩磊"))
    owner.taps("take")
    owner.taps("submit")
    photo = world.upload(b"on its way")
    return scene(world, world.envelope(owner.code, text="换好了", photos=[photo]), reassigned)


def reassigned_twice(world: World) -> Scene:
    owner = report(world)
    one = reassigning(world, owner, world.person("韩磊"))
    other = world.person("吴静")
    other.taps("assign")
    chosen = [c["value"] for c in other.latest("more").choices if c["value"] not in ("more", owner.id)]
    return scene(world, one, tap(world, other, chosen[1]))


def at_acceptance(world: World) -> tuple[Someone, Someone]:
    """The acceptor and an officer, both with the card of a repaired case."""
    owner = report(world)
    owner.taps("take")
    owner.sends("修好了", photos=1)
    owner.taps("submit")
    for days in (3, 1):
        world.clock.passes(days=days)
        world.work()
    acceptor, officer = by_id(world, case_of(world).acceptor_id), world.person("吴静")
    officer.taps("show")
    return acceptor, officer


def accepted_twice(world: World) -> Scene:
    people = at_acceptance(world)
    for person in people:
        person.taps("accept")
    return scene(world, *(tap(world, person, "on_site") for person in people))


def accepted_and_sent_back(world: World) -> Scene:
    acceptor, officer = at_acceptance(world)
    acceptor.taps("accept")
    officer.taps("send_back")
    return scene(world, tap(world, acceptor, "on_site"), tap(world, officer, "not_fixed"))


def accepted_and_verified(world: World) -> Scene:
    acceptor, officer = at_acceptance(world)
    acceptor.taps("accept")
    return scene(world, tap(world, acceptor, "on_site"), tap(world, officer, "verify"))


def reported_by_two(world: World) -> Scene:
    li, wang = world.person("李强"), world.person("王芳")
    li.sends("冲压2号机防护罩松了")
    wang.sends("三号门插座烧黑了")
    return scene(world, tap(world, li, "submit"), tap(world, wang, "submit"))


def on_two_devices(world: World, person: Someone, first: Envelope, second: Envelope) -> Scene:
    """One person on two devices, each known to a bot of its own."""
    with write_transaction(world.company.engine) as connection:
        row = {"id": new_id(), "person_id": person.id, "bot": "stub2", "address": person.code}
        connection.execute(insert(tables.addresses), row)
    return scene(world, first, Envelope("stub2", second.key, second.sender, second.body))


def submitted_on_two_devices(world: World) -> Scene:
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了")
    return on_two_devices(world, li, tap(world, li, "submit"), tap(world, li, "submit"))


def described_on_two_devices(world: World) -> Scene:
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了")
    first, second = (world.envelope(li.code, text=text) for text in ("还在漏油", "插座也黑了"))
    return on_two_devices(world, li, first, second)


def taken_on_two_devices(world: World) -> Scene:
    owner = report(world)
    return on_two_devices(world, owner, tap(world, owner, "take"), tap(world, owner, "take"))


SCENES = [
    taken_and_reassigned,
    passed_on_and_reassigned,
    submitted_and_reassigned,
    reassigned_twice,
    accepted_twice,
    accepted_and_sent_back,
    accepted_and_verified,
    reported_by_two,
    submitted_on_two_devices,
    described_on_two_devices,
    taken_on_two_devices,
]


@pytest.mark.parametrize("prepare", SCENES)
def test_two_turns_at_once_end_like_one_after_the_other(quick_world: World, prepare: Prepare) -> None:
    moment = prepare(quick_world)
    ends = []
    for order in (FIRST_THEN_SECOND, SECOND_THEN_FIRST):
        moment.play(order)
        ends.append(moment.outcome())

    @EXAMPLES
    @given(order=ORDERS)
    def in_any(order: list[int]) -> None:
        moment.play(order)
        assert moment.outcome() in ends
        each_is_answered(moment)

    in_any()


def each_is_answered(moment: Scene) -> None:
    with read_transaction(moment.engine) as connection:
        states = set(connection.scalars(select(tables.inbox.c.state)))
        assert states == {"done"}
        for message in moment.messages:
            assert answers(connection, message)


def test_one_message_taken_by_two_is_answered_once(quick_world: World) -> None:
    li = quick_world.person("李强")
    li.sends("冲压2号机防护罩松了")
    moment = scene(quick_world, tap(quick_world, li, "submit"))
    moment.messages = [*moment.messages, *moment.messages]

    @EXAMPLES
    @given(order=ORDERS)
    def in_any(order: list[int]) -> None:
        actors = moment.play(order)
        assert sum(actor.not_mine for actor in actors) == 1
        with read_transaction(moment.engine) as connection:
            assert answers(connection, moment.messages[0]) == [(li.id, "report.done")]
            assert len(connection.execute(select(tables.hazards)).all()) == 1

    in_any()


def test_a_later_message_never_overtakes_an_earlier_one_of_its_sender(quick_world: World) -> None:
    li = quick_world.person("李强")
    li.sends("冲压2号机防护罩松了")
    said = (quick_world.envelope(li.code, text=text) for text in ("还在漏油", "1"))
    moment = scene(quick_world, *said)
    moment.play(FIRST_THEN_SECOND)
    in_order = moment.outcome()

    @EXAMPLES
    @given(order=ORDERS)
    def in_any(order: list[int]) -> None:
        moment.play(order)
        assert moment.outcome() == in_order
        with read_transaction(moment.engine) as connection:
            told = [answers(connection, message) for message in moment.messages]
        unseen = [(li.id, "unknown.which_number"), (li.id, "report.confirm")]  # the list that "1" would answer now
        assert told == [[(li.id, "report.confirm")], unseen]

    in_any()
