"""What a group robot of WeCom takes, and what a group reads of its markdown: of all of it that WeCom knows, no less."""

import base64
import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

TEXT_BYTES, MARKDOWN_BYTES = 2048, 4096
PICTURE_BYTES = 2 * 1024 * 1024
COLOURS = frozenset({"info", "comment", "warning"})  # green, grey, orange-red
_HEADING = re.compile(r"\s*#{1,6}\s+(.*)")
_QUOTE = re.compile(r"\s*>\s*(.*)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_COLOURED = re.compile(r'<font color="(\w+)">(.*?)</font>')
_MENTION = re.compile(r"<@[^>]*>")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_SLANTED = re.compile(r"\*(.+?)\*")
_CODE = re.compile(r"`([^`]+)`")


class BadPost(Exception):
    """An error code."""


@dataclass
class Read:
    """Markdown as it is read: `text` is what stands there, the others which parts of it are more than plain."""

    text: str = ""
    headings: list[str] = field(default_factory=list)
    bold: list[str] = field(default_factory=list)
    coloured: list[tuple[str, str]] = field(default_factory=list)  # colour, words
    others: list[str] = field(default_factory=list)  # links, mentions, quotes, code, slanted letters


def check_post(said: dict[str, Any]) -> None:
    """A group robot's own limits. Raises BadPost."""
    kind = said.get("msgtype")
    if kind == "text" and not 1 <= len(said["text"]["content"].encode()) <= TEXT_BYTES:
        raise BadPost(40058)
    if kind == "markdown" and not 1 <= len(said["markdown"]["content"].encode()) <= MARKDOWN_BYTES:
        raise BadPost(40058)
    if kind == "image":
        data = base64.b64decode(said["image"]["base64"])
        if len(data) > PICTURE_BYTES or hashlib.md5(data, usedforsecurity=False).hexdigest() != said["image"]["md5"]:
            raise BadPost(40009)
    if kind == "file" and not said["file"]["media_id"]:
        raise BadPost(40007)
    if kind not in ("text", "markdown", "image", "news", "file"):
        raise BadPost(40008)


def read(markdown: str) -> Read:
    """What a group reads of it."""
    found = Read()
    found.text = "\n".join(_line(line, found) for line in markdown.split("\n"))
    return found


def _line(line: str, found: Read) -> str:
    bold = [_plain(words) for words in _BOLD.findall(line)]
    coloured = [(colour, _plain(words)) for colour, words in _COLOURED.findall(line) if colour in COLOURS]
    found.bold += bold
    found.coloured += coloured
    bare = _COLOURED.sub(r"\2", _BOLD.sub(r"\1", line))
    if heading := _HEADING.fullmatch(bare):
        found.headings.append(heading[1])
        bare = heading[1]
    for mark in (_LINK, _MENTION, _QUOTE, _CODE, _SLANTED):
        found.others += [match[0] for match in mark.finditer(bare) if mark is not _QUOTE or mark.fullmatch(bare)]
    return bare


def _plain(words: str) -> str:
    return _COLOURED.sub(r"\2", _BOLD.sub(r"\1", words))
