"""Hands over what lies in one person's web chat, to that person alone: pictures, and files that were made for them."""

from urllib.parse import quote

from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.platforms.webchat import WebChat
from bot.web.thumbnails import small_copy
from storage.engine import read_transaction
from storage.tables import webchat_files


def own_picture(platform: WebChat, person_id: str, upload_id: str, variant: str) -> bytes | None:
    """None for what is not this person's."""
    return small_copy(platform.file(upload_id), variant) if _is_theirs(platform, person_id, upload_id) else None


def own_document(platform: WebChat, person_id: str, upload_id: str) -> Response:
    """The file, to be kept under its name and never shown as a page. Raises HTTPException where it is not theirs."""
    if not _is_theirs(platform, person_id, upload_id):
        raise HTTPException(404, "not_found")
    with read_transaction(platform.engine) as connection:
        named = select(webchat_files.c.id, webchat_files.c.name).where(webchat_files.c.id == upload_id)
        name = connection.execute(named).one().name
    kept_as = f"attachment; filename*=UTF-8''{quote(name)}"
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": kept_as}
    data = platform.file(upload_id).read_bytes()
    return Response(data, media_type="application/octet-stream", headers=headers)


def _is_theirs(platform: WebChat, person_id: str, upload_id: str) -> bool:
    try:
        return platform.owner_of(upload_id) == person_id
    except ValueError:
        return False
