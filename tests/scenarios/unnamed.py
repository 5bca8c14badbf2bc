"""What scenarios of anonymous reports share: the report itself, the whole life of one, and whom it passes through."""

from io import BytesIO
from typing import Any

from PIL import ExifTags, Image
from sqlalchemy import select

from storage import tables
from tests.photographs import photograph
from tests.scenarios.hiding import Unnamed
from tests.world import Someone, World, by_id, case_of

WORDS, WORDS_EN = "我是李强，冲压2号机防护罩松了", "Li Qiang here, guard of press 2 is loose"


def camera_photograph(artist: str) -> bytes:
    """A photograph whose camera knows its owner, its number and where it is."""
    image = Image.open(BytesIO(photograph(5, place=(31.2304, 121.4737))))
    exif = image.getexif()
    exif[ExifTags.Base.Artist] = artist
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.BodySerialNumber] = "SN-4711-0815"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:11:23 08:55:00"
    file = BytesIO()
    image.save(file, "JPEG", exif=exif, comment=artist.encode())
    return file.getvalue()


def reporter(world: World) -> Unnamed:
    return Unnamed(world.person("李强"))


def anonymous_report(world: World) -> tuple[Unnamed, Someone]:
    """李强 reports without a name; the owner whom the matrix chose."""
    li = reporter(world)
    li.sends("匿名上报", "anonymous")
    li.reads("anonymous.start", photos=0)
    li.sends(WORDS, WORDS_EN, files=(camera_photograph(li.name_en),))
    li.taps("submit")
    li.reads("anonymous.own_name")
    li.taps("strike")
    return li, by_id(world, case_of(world).owner_id)


def accepted(world: World, owner: Someone) -> Someone:
    """The owner repairs, the acceptor signs off."""
    owner.taps("submit")
    owner.sends("换好了", "replaced it", photos=1)
    acceptor = by_id(world, case_of(world).acceptor_id)
    acceptor.taps("accept")
    acceptor.taps("on_site")
    return acceptor


def life(world: World) -> Unnamed:
    """李强 asks for help and reports something under their name; an hour later anonymously, and all that follows."""
    li = reporter(world)
    li.sends("帮助", "help")
    first = _named_case(world, li)
    by_id(world, first.owner_id).taps("take")
    told_of_it = len(li.said)
    world.clock.passes(hours=1)
    li.began = world.clock.moment  # type: ignore[attr-defined]
    li.sends("匿名上报", "anonymous")
    li.sends(photos=0, files=(camera_photograph(li.name_en),))
    li.sends(WORDS, WORDS_EN)
    world.clock.passes(minutes=2)
    li.sends("手差点夹到", "a hand nearly got caught")
    li.edits("手差点夹到，李强看到的", "a hand nearly got caught, Li Qiang saw it")
    li.deletes()
    li.taps("submit")
    li.taps("strike")
    li.ended = world.clock.moment  # type: ignore[attr-defined]
    world.clock.passes(hours=1)
    case = anonymous_case(world)
    owner, acceptor = by_id(world, case.owner_id), by_id(world, case.acceptor_id)
    owner.taps("take")
    owner.sends("在换", "replacing it", photos=1)
    owner.taps("submit")
    acceptor.taps("send_back")
    acceptor.taps("not_fixed")
    world.clock.passes(hours=1)
    owner.taps("submit")
    owner.sends("换好了", "replaced it", photos=1)
    acceptor.taps("accept")
    acceptor.taps("on_site")
    world.clock.passes(days=2)
    li.taps("reopen")
    li.edits("3号冲床漏油，越来越多", "oil leaks from press 3, more and more", back=len(li.said) - told_of_it + 1)
    li.deletes(back=len(li.said) - told_of_it + 1)
    li.sends("又坏了，李强看到的", "it came back, Li Qiang saw it", files=(camera_photograph(li.name_en),))
    li.taps("strike")
    li.sends(case.number)
    li.sends(f"查 {case.number}", f"search {case.number}")
    _merged_into(world, case)
    world.clock.passes(hours=1)
    owner.taps("submit")
    owner.sends("换了新的", "a new one", photos=1)
    acceptor.taps("accept")
    acceptor.taps("on_site")
    world.clock.passes(days=8)
    world.work()
    li.sends(case.number)
    li.picks("holds")
    for officer in ("吴静", "林志远", "周建国"):
        world.person(officer).sends(case.number)
    li.sends("帮助", "help")
    return li


def _merged_into(world: World, case: Any) -> None:
    """Somebody else has reported the same under their name."""
    wang, officer = world.person("王芳"), world.person("吴静")
    wang.sends("冲压2号机防护罩又松了", "guard of press 2 is loose again")
    wang.taps("submit")
    officer.sends(world.rows(select(tables.hazards).where(tables.hazards.c.reporter_id == wang.id))[0].number)
    officer.picks("merge")
    officer.sends(case.number)


def _named_case(world: World, li: Unnamed) -> Any:
    li.sends("3号冲床漏油了", "oil leaks from press 3", photos=1)
    li.taps("submit")
    return case_of(world)


def anonymous_case(world: World) -> Any:
    (row,) = world.rows(
        select(tables.hazards).join(tables.pseudonyms, tables.pseudonyms.c.hazard_id == tables.hazards.c.id)
    )
    return row
