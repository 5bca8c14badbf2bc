"""The contract of every platform: whatever people do arrives.

Each platform speaks its own protocol to its own strict server; nothing in a library is stood in for.
"""

from dataclasses import replace

import pytest

from handlers.messages import ChatEvent, Photo, Receipt
from handlers.platform import Unparsable
from tests.platforms.contract import Meet, card, needs, read
from tests.platforms.sides import CAPTION, CHANGED, FILE, NAME, PICTURES, PLACE, SCANNED, WORDS, Act, Fault, Side

# What a message of one act brings; an act that is not here has a test of its own.
BROUGHT: dict[Act, dict[str, object]] = {
    Act.WORDS: {"text": WORDS},
    Act.CAPTIONED: {"text": CAPTION},
    Act.PLACE: {"location": PLACE},
    Act.SCAN: {"scan": SCANNED},
    Act.FILE: {"document": FILE},
    Act.ARRIVE: {"event": ChatEvent.ARRIVED},
    Act.LEAVE: {"event": ChatEvent.LEFT},
    Act.LOOK: {"event": ChatEvent.NOTHING},
    Act.WARNING: {"event": ChatEvent.ATTENTION},
}
IN_GROUP: dict[Act, dict[str, object]] = {
    Act.JOIN_GROUP: {"event": ChatEvent.JOINED_GROUP},
    Act.LEAVE_GROUP: {"event": ChatEvent.LEFT_GROUP},
    Act.GROUP_WORDS: {"text": "/report"},
}


@pytest.mark.parametrize("act", BROUGHT)
def test_what_somebody_does_is_read(meet: Meet[None], act: Act) -> None:
    async def scene(side: Side) -> None:
        [incoming] = await read(side, act)
        brought = BROUGHT[act]
        assert {name: getattr(incoming, name) for name in brought} == brought
        assert incoming.bot == side.platform.bot
        assert act is Act.LOOK or not incoming.group
        assert act is Act.WARNING or incoming.sender == side.someone or incoming.event is ChatEvent.NOTHING

    meet(scene)


def test_the_bytes_of_a_file_can_be_had(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        [incoming] = await read(side, Act.FILE)
        assert incoming.file is not None
        assert incoming.photos == ()
        data = await side.platform.download(Photo(incoming.file.remote, incoming.file.name, incoming.file.size))
        assert (incoming.file.name, data) == (FILE, b"PK")

    meet(scene)


@pytest.mark.parametrize("act", IN_GROUP)
def test_what_is_done_in_a_group_names_the_group(meet: Meet[None], act: Act) -> None:
    async def scene(side: Side) -> None:
        [incoming] = await read(side, act)
        assert {name: getattr(incoming, name) for name in IN_GROUP[act]} == IN_GROUP[act]
        assert (incoming.group, incoming.sender) == (side.group, side.someone)

    meet(scene)


def test_an_envelope_names_bot_and_sender_before_anything_is_read(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        [first] = await side.arrives(Act.WORDS)
        [second] = await side.arrives(Act.WORDS)
        assert {(e.bot, e.sender) for e in (first, second)} == {(side.platform.bot, side.someone)}
        assert first.key != second.key, "the same words twice are two messages"

    meet(scene)


def test_a_name_is_told_where_the_platform_knows_it(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        [incoming] = await read(side, Act.WORDS)
        assert incoming.sender_name in (NAME, "")

    meet(scene)


@pytest.mark.parametrize("act", [Act.PICTURE, Act.CAPTIONED])
def test_a_picture_can_be_fetched_as_it_was_sent(meet: Meet[None], act: Act) -> None:
    async def scene(side: Side) -> None:
        [incoming] = await read(side, act)
        [photo] = incoming.photos
        assert photo.problem is None
        assert await side.platform.download(Photo(photo.remote)) == PICTURES[0]

    meet(scene)


def test_an_album_comes_in_parts_that_belong_together(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        parts = await read(side, Act.ALBUM)
        assert len({part.album.id for part in parts if part.album}) == 1
        assert all(part.album for part in parts)
        pictures = [await side.platform.download(photo) for part in parts for photo in part.photos]
        assert pictures == list(PICTURES)
        assert [part.text for part in parts if part.text] == [CAPTION]

    meet(scene)


def test_what_is_passed_on_in_one_go_belongs_together(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        parts = await read(side, Act.FORWARD)
        assert len({part.album for part in parts}) == 1
        assert parts[0].album is not None
        assert ([part.text for part in parts if part.text], sum(len(part.photos) for part in parts)) == ([WORDS], 1)

    meet(scene)


@pytest.mark.parametrize("act", [Act.VOICE, Act.VIDEO])
def test_sound_and_film_are_told_from_words(meet: Meet[None], act: Act) -> None:
    async def scene(side: Side) -> None:
        [incoming] = await read(side, act)
        assert (incoming.text, incoming.photos) == ("", ())
        assert bool(incoming.voice) == (act is Act.VOICE)
        assert bool(incoming.video) == (act is Act.VIDEO)

    meet(scene)


def test_a_picture_too_large_to_be_fetched_is_known_as_that(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        [incoming] = await read(side, Act.TOO_LARGE)
        assert [photo.problem for photo in incoming.photos] == ["too_large"]

    meet(scene)


def test_a_tap_brings_back_what_its_button_bore(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        asked = card(side.someone, "机器停了吗？", "已停机，提交", "停不了")
        receipt = await side.platform.send(asked)
        [incoming] = await read(side, Act.TAP)
        assert (incoming.choice, incoming.text) == (asked.choices[0].token, "")
        assert incoming.card is None or incoming.card.message_id == receipt.message_id
        await side.platform.acknowledge(incoming, "")
        await side.platform.acknowledge(incoming, "已停机，提交")  # too late for some; nobody is the worse for it

    meet(scene)


def test_an_edit_names_the_message_it_changes(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        said, changed = await read(side, Act.EDIT)
        assert (said.edits, changed.edits) == (None, said.message_id)
        assert (said.text, changed.text, changed.deleted) == (WORDS, CHANGED, False)
        assert changed.message_id != said.message_id

    meet(scene)


def test_what_is_taken_back_is_gone(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        said, gone = await read(side, Act.DELETE)
        assert (gone.edits, gone.deleted, gone.text) == (said.message_id, True, "")

    meet(scene)


def test_what_cannot_be_read_is_still_an_envelope_and_stops_nobody(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        garbage, behind = await side.arrives(Act.GARBAGE)
        assert garbage.key != behind.key
        with pytest.raises(Unparsable):
            side.platform.parse(garbage.body)
        assert side.platform.parse(behind.body).text == WORDS

    meet(scene)


@pytest.mark.parametrize("body", ["", "{", "null", "[]", "{}", '{"update_id": 1, "message": {}}', "<xml></xml>"])
def test_no_body_makes_parse_fail_otherwise(meet: Meet[None], body: str) -> None:
    async def scene(side: Side) -> None:
        with pytest.raises(Unparsable):
            side.platform.parse(body)

    meet(scene)


def test_a_tap_is_acknowledged_as_far_as_it_goes(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        needs(side, Fault.DOWN)
        await side.platform.send(card(side.someone, "新任务", "接单"))
        [incoming] = await read(side, Act.TAP)
        side.will(Fault.DOWN)
        await side.platform.acknowledge(incoming, "接单")
        await side.platform.acknowledge(replace(incoming, card=Receipt("1", "spent")), "接单")

    meet(scene)
