"""Backups in a store that speaks S3: AWS's own, MinIO, Alibaba's OSS, Tencent's COS, Ceph.

Each request is signed with Signature Version 4 ("Authenticating Requests: Using the Authorization Header", Amazon S3
API Reference). Addresses are path-style, which every such store understands.
"""

import hmac
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final
from urllib.parse import quote, urlsplit
from xml.etree.ElementTree import Element

import httpx

from storage.backup_errors import BackupError
from storage.outside_xml import NotXml, read_xml

PART: Final = 16 << 20  # S3 takes at most 10,000 parts: 160 GB
TRIES: Final = 4
MOST_DIGITS: Final = 20  # of a size
WAIT_SECONDS: Final = 1.0
_TIMEOUT: Final = httpx.Timeout(60.0, connect=10.0)
_NOTHING: Final = sha256(b"").hexdigest()


@dataclass(frozen=True)
class Bucket:
    """Where it is, and the two parts of an access key to it."""

    url: str
    name: str
    region: str
    key: str
    secret: str = field(repr=False)


class S3Target:
    """A prefix in a bucket. What is put there appears once all of it has arrived: that is how S3 is."""

    def __init__(self, bucket: Bucket, prefix: str) -> None:
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        self._client = httpx.Client(timeout=_TIMEOUT)

    @property
    def place(self) -> str:
        return f"s3://{self._bucket.name}/{self._prefix}"

    def put(self, name: str, pieces: Iterable[bytes]) -> int:
        parts = _parts(pieces)
        first, second = next(parts), next(parts, None)
        if second is None:
            self._ask("PUT", name, content=first)
            return len(first)
        upload = self._text(self._ask("POST", name, {"uploads": ""}), "UploadId")
        try:
            return self._put_parts(name, upload, [first, second], parts)
        except BaseException:
            self._ask("DELETE", name, {"uploadId": upload})
            raise

    def get(self, name: str) -> Iterator[bytes]:
        url, headers = self._signed("GET", name, {}, _NOTHING)
        try:
            with self._client.stream("GET", url, headers=headers) as answer:
                if answer.is_error:
                    answer.read()
                    raise self._refused(name, answer)
                yield from answer.iter_raw(1 << 20)
        except httpx.HTTPError as error:
            raise self._away(error) from error

    def sizes(self, prefix: str) -> dict[str, int]:
        found: dict[str, int] = {}
        asked = {"list-type": "2", "prefix": self._prefix + prefix}
        while True:
            root = self._xml(self._ask("GET", "", asked))
            for entry in root.iter(_tag(root, "Contents")):
                name = entry.findtext(_tag(root, "Key"), "").removeprefix(self._prefix)
                found[name] = self._size(entry.findtext(_tag(root, "Size"), "0"))
            token = root.findtext(_tag(root, "NextContinuationToken"))
            if not token:
                return found
            asked["continuation-token"] = token

    def remove(self, name: str) -> None:
        self._ask("DELETE", name)

    def _put_parts(self, name: str, upload: str, begun: list[bytes], rest: Iterator[bytes]) -> int:
        tags: list[str] = []
        size = 0
        for part in _both(begun, rest):
            answer = self._ask("PUT", name, {"partNumber": str(len(tags) + 1), "uploadId": upload}, part)
            tags.append(answer.headers["ETag"])
            size += len(part)
        listed = (f"<Part><PartNumber>{n}</PartNumber><ETag>{tag}</ETag></Part>" for n, tag in enumerate(tags, start=1))
        told = f"<CompleteMultipartUpload>{''.join(listed)}</CompleteMultipartUpload>"
        answer = self._ask("POST", name, {"uploadId": upload}, told.encode())
        if not self._xml(answer).tag.endswith("CompleteMultipartUploadResult"):
            raise self._refused(name, answer)  # an error can come after the 200 of the head
        return size

    def _ask(
        self, method: str, name: str, query: Mapping[str, str] | None = None, content: bytes = b""
    ) -> httpx.Response:
        """One request, tried again where the line or the store fails; each of ours may be repeated."""
        for left in reversed(range(TRIES)):
            url, headers = self._signed(method, name, query or {}, sha256(content).hexdigest())
            try:
                answer = self._client.request(method, url, headers=headers, content=content)
            except httpx.TransportError as error:
                if not left:
                    raise self._away(error) from error
            else:
                if answer.is_success or (method == "DELETE" and answer.status_code == httpx.codes.NOT_FOUND):
                    return answer
                if answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR or not left:
                    raise self._refused(name, answer)
            time.sleep(WAIT_SECONDS)
        raise AssertionError

    def _signed(self, method: str, name: str, query: Mapping[str, str], digest: str) -> tuple[str, dict[str, str]]:
        where = f"{self._bucket.url}/{self._bucket.name}" + (f"/{self._prefix}{name}" if name else "")
        host, path = urlsplit(where).netloc, quote(urlsplit(where).path)
        asked = "&".join(f"{quote(key, safe='')}={quote(value, safe='')}" for key, value in sorted(query.items()))
        now = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        headers = {"host": host, "x-amz-content-sha256": digest, "x-amz-date": now}
        headers["authorization"] = authorization(self._bucket, method, path, asked, headers)
        return f"{urlsplit(where).scheme}://{host}{path}" + (f"?{asked}" if asked else ""), headers

    def _refused(self, name: str, answer: httpx.Response) -> BackupError:
        if answer.status_code == httpx.codes.NOT_FOUND and name:
            return BackupError("backup.missing", name=name)
        if answer.status_code in (httpx.codes.INSUFFICIENT_STORAGE, httpx.codes.REQUEST_ENTITY_TOO_LARGE):
            return BackupError("backup.target_full", place=self.place)
        why = self._text(answer, "Code") or f"HTTP {answer.status_code}"
        return BackupError("backup.target_away", place=self.place, why=why)

    def _away(self, error: httpx.HTTPError) -> BackupError:
        return BackupError("backup.target_away", place=self.place, why=str(error) or type(error).__name__)

    def _size(self, told: str) -> int:
        if not (told.isascii() and told.isdigit() and len(told) < MOST_DIGITS):
            raise BackupError("backup.target_away", place=self.place, why=f"Size {told[:MOST_DIGITS]}")
        return int(told)

    def _xml(self, answer: httpx.Response) -> Element:
        try:
            return read_xml(answer.content)
        except NotXml as error:
            raise BackupError("backup.target_away", place=self.place, why=f"HTTP {answer.status_code}") from error

    def _text(self, answer: httpx.Response, name: str) -> str:
        if not answer.content.lstrip().startswith(b"<"):
            return ""
        root = self._xml(answer)
        return root.findtext(_tag(root, name)) or ""


def authorization(bucket: Bucket, method: str, path: str, query: str, headers: Mapping[str, str]) -> str:
    """The signature of a request. headers: all that are signed, in small letters, with x-amz-date among them."""
    names = sorted(headers)
    signed = ";".join(names)
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in names)
    request = "\n".join((method, path, query, lines, signed, headers["x-amz-content-sha256"]))
    now = headers["x-amz-date"]
    scope = f"{now[:8]}/{bucket.region}/s3/aws4_request"
    text = "\n".join(("AWS4-HMAC-SHA256", now, scope, sha256(request.encode()).hexdigest()))
    key = f"AWS4{bucket.secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.new(key, text.encode(), sha256).hexdigest()
    return f"AWS4-HMAC-SHA256 Credential={bucket.key}/{scope},SignedHeaders={signed},Signature={signature}"


def _parts(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """As large as parts have to be, the last excepted; of nothing an empty one."""
    held = bytearray()
    whole = False
    for piece in pieces:
        held += piece
        while len(held) > PART:
            yield bytes(held[:PART])
            del held[:PART]
            whole = True
    if held or not whole:
        yield bytes(held)


def _both(begun: Iterable[bytes], rest: Iterator[bytes]) -> Iterator[bytes]:
    yield from begun
    yield from rest


def _tag(root: Element, name: str) -> str:
    """A name in the namespace of a document: not every store gives it the one of AWS."""
    space, closed, _ = str(root.tag).rpartition("}")
    return f"{space}{closed}{name}"
