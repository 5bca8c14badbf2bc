"""The before/after picture of a case, drawn once for each set of photographs and kept as an attachment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from storage import attachments, case_photos
from storage.attachments import Arrived
from storage.engine import read_transaction, write_transaction
from storage.media import MediaStore
from storage.unit_of_work import House
from templates.pictures import Caption, before_after
from templates.render import Renderer
from workflow.ids import new_id
from workflow.people import Language


@dataclass(frozen=True)
class _Sides:
    """What stands left and right: a photograph's row, or none; and the facts for the lettering."""

    before: Row[Any] | None
    after: Row[Any] | None
    facts: dict[str, Any]


class Comparisons:
    """Draws and keeps the picture. Its lettering is Chinese: one picture serves every reader of the case."""

    def __init__(self, house: House, renderer: Renderer, store: MediaStore, now: Callable[[], datetime]) -> None:
        self._house = house
        self._renderer = renderer
        self._store = store
        self._now = now

    def draw(self, hazard_id: str) -> None:
        """Make the picture of a case unless the one at hand still shows its latest photographs."""
        with read_transaction(self._house.engine) as connection:
            photos = case_photos.photos_to_compare(connection, hazard_id)
            facts = case_photos.facts_to_compare(connection, hazard_id)
        drawn = [p for p in photos if p.role == "comparison"]
        shown = [p for p in photos if p.role in ("found", "after")]
        if not shown or (drawn and drawn[-1].id > shown[-1].id and drawn[-1].added_at >= facts["submitted_at"]):
            return
        before = next((p for p in shown if p.role == "found"), None)
        after = next((p for p in reversed(shown) if p.role == "after"), None)
        self._keep(hazard_id, self._picture(_Sides(before, after, facts)))

    def _picture(self, sides: _Sides) -> bytes:
        facts = sides.facts
        caption = Caption(
            facts["number"],
            facts["place"],
            self._label("before"),
            self._label("after"),
            self._line(sides.before, facts["received_at"], ""),
            self._line(sides.after, facts["submitted_at"], facts["owner"]),
        )
        return before_after(self._side(sides.before), self._side(sides.after, facts["no_photo_reason"]), caption)

    def _line(self, photo: Row[Any] | None, moment: datetime, name: str) -> str:
        taken = photo.taken_at if photo is not None and photo.taken_at else moment
        return self._renderer.render(Language.ZH_CN, "picture.line", {"at": taken, "name": name}, self._now())

    def _side(self, photo: Row[Any] | None, instead: str = "") -> bytes | str:
        if photo is None:
            return instead or self._label("no_photo")
        return self._store.read(photo.media_id, "clean")

    def _keep(self, hazard_id: str, picture: bytes) -> None:
        kept = self._store.keep(picture, new_id())
        row = {name: getattr(kept, name) for name in ("digest", "kind", "size", "width", "height")}
        media = {"id": kept.media_id, "at": self._now(), **row}
        with write_transaction(self._house.engine) as connection:
            attachments.add_comparison(
                connection, hazard_id, Arrived("", kept.media_id, None, media=media), self._now()
            )

    def _label(self, code: str) -> str:
        return self._renderer.label(Language.ZH_CN, "picture", code)
