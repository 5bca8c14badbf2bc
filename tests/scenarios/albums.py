"""Albums and their parts as they are sent, and what became of their pictures."""

from sqlalchemy import select

from storage import tables
from tests.photographs import photograph
from tests.world import Someone, World

GUARD, GUARD_EN = "冲压2号机防护罩松了", "guard of press 2 is loose"
ALBUM = "a1"


def part(
    someone: Someone, text: str = "", en: str = "", *, photo: bool = True, album: str = ALBUM, size: int = 1
) -> None:
    """A part of an album that comes by itself: nothing more is waited for."""
    world = someone.world
    uploads = [world.upload(picture(world))] if photo else []
    said = en if en and world.language == "en" else text
    envelope = world.envelope(someone.code, text=said, photos=uploads, album={"id": album, "size": size})
    someone.said.append(envelope.key)
    world.send(envelope)


def album(someone: Someone, *captions: tuple[str, str], name: str = ALBUM) -> None:
    """A whole album: a picture for each caption (Chinese and English; empty for none)."""
    world = someone.world
    english = world.language == "en"
    told = {"id": name, "size": len(captions)}
    parts = [
        world.envelope(someone.code, text=en if english else zh, photos=[world.upload(picture(world))], album=told)
        for zh, en in captions
    ]
    someone.said += [envelope.key for envelope in parts]
    world.send(*parts)


def picture(world: World) -> bytes:
    return photograph(len(world.platform.files), size=(320, 240))


def roles(world: World) -> list[tuple[str, str]]:
    kept = tables.attachments.c
    return sorted(tuple(row) for row in world.rows(select(kept.subject_id, kept.role)))


def cases(world: World) -> list[str]:
    return [row.id for row in world.rows(select(tables.hazards).order_by(tables.hazards.c.number))]
