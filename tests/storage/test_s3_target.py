"""A store that speaks S3: signatures as Amazon computes them, and a store of our own that checks each one."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from storage import s3_target
from storage.backup_errors import BackupError
from storage.s3_target import Bucket, S3Target, authorization
from tests.conftest import only_sqlite
from tests.storage.backed_up import BackedUp, topic_of

SPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'


def test_the_signature_is_that_of_the_example_in_amazons_documentation() -> None:
    """GET Object, in "Signature Calculations for the Authorization Header", Amazon S3 API Reference."""
    secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"  # noqa: S105 - of the example
    bucket = Bucket("https://s3.amazonaws.com", "examplebucket", "us-east-1", "AKIAIOSFODNN7EXAMPLE", secret)
    headers = {
        "host": "examplebucket.s3.amazonaws.com",
        "range": "bytes=0-9",
        "x-amz-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "x-amz-date": "20130524T000000Z",
    }
    signed = authorization(bucket, "GET", "/test.txt", "", headers)
    assert signed.endswith("Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
    listed = authorization(
        bucket, "GET", "/", "max-keys=2&prefix=J", {k: v for k, v in headers.items() if k != "range"}
    )
    assert listed.endswith("Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")


@dataclass
class Store:
    """What lies in the bucket, and what goes wrong in it."""

    objects: dict[str, bytes] = field(default_factory=dict)
    uploads: dict[str, dict[int, bytes]] = field(default_factory=dict)
    fails: list[int] = field(default_factory=list)  # statuses of the next answers
    cuts: bool = False  # of what is got, only a part comes
    bucket: Bucket = field(default_factory=lambda: Bucket("", "safe", "cn-1", "key", "secret"))


class Handler(BaseHTTPRequestHandler):
    """The part of S3 that is used, of a store that looks at each signature."""

    store: Store

    def log_message(self, *said: object) -> None:
        pass

    def handle_any(self) -> None:
        content = self.rfile.read(int(self.headers.get("content-length", 0)))
        url = urlsplit(self.path)
        names = ("host", "x-amz-content-sha256", "x-amz-date")
        headers = {name: self.headers[name] for name in names}
        wanted = authorization(self.store.bucket, self.command, url.path, url.query, headers)
        if self.headers["authorization"] != wanted:
            return self.answer(403, f"<Error {SPACE}><Code>SignatureDoesNotMatch</Code></Error>".encode())
        if self.store.fails:
            return self.answer(self.store.fails.pop(0), b"")
        query = dict(parse_qsl(url.query, keep_blank_values=True))
        key = unquote(url.path).removeprefix("/safe").removeprefix("/")
        return getattr(self, f"on_{self.command.lower()}")(key, query, content)  # type: ignore[no-any-return]

    do_GET = do_PUT = do_POST = do_DELETE = handle_any

    def on_get(self, key: str, query: dict[str, str], content: bytes) -> None:
        if not key:
            return self.listed(query)
        if key not in self.store.objects:
            return self.answer(404, f"<Error {SPACE}><Code>NoSuchKey</Code></Error>".encode())
        return self.answer(200, self.store.objects[key], cut=self.store.cuts)

    def listed(self, query: dict[str, str]) -> None:
        """Two at a time, so that there is more to be asked."""
        names = [name for name in sorted(self.store.objects) if name.startswith(query["prefix"])]
        after = [name for name in names if name > query.get("continuation-token", "")]
        rows = "".join(
            f"<Contents><Key>{n}</Key><Size>{len(self.store.objects[n])}</Size></Contents>" for n in after[:2]
        )
        more = f"<NextContinuationToken>{after[1]}</NextContinuationToken>" if len(after) > 2 else ""
        self.answer(200, f"<ListBucketResult {SPACE}>{rows}{more}</ListBucketResult>".encode())

    def on_put(self, key: str, query: dict[str, str], content: bytes) -> None:
        if "uploadId" in query:
            self.store.uploads[query["uploadId"]][int(query["partNumber"])] = content
        else:
            self.store.objects[key] = content
        self.answer(200, b"", tag=f'"{len(content)}"')

    def on_post(self, key: str, query: dict[str, str], content: bytes) -> None:
        if "uploads" in query:
            self.store.uploads["u1"] = {}
            return self.answer(200, f"<I {SPACE}><UploadId>u1</UploadId></I>".encode())
        parts = self.store.uploads.pop(query["uploadId"])
        assert content.count(b"<Part>") == len(parts)
        self.store.objects[key] = b"".join(parts[number] for number in sorted(parts))
        return self.answer(200, f"<CompleteMultipartUploadResult {SPACE}/>".encode())

    def on_delete(self, key: str, query: dict[str, str], content: bytes) -> None:
        if "uploadId" in query:
            self.store.uploads.pop(query["uploadId"])
        self.store.objects.pop(key, None)
        self.answer(204, b"")

    def answer(self, status: int, content: bytes, tag: str = "", *, cut: bool = False) -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(content)))
        if tag:
            self.send_header("ETag", tag)
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if cut else content)
        self.close_connection = True


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(s3_target, "WAIT_SECONDS", 0.0)
    store = Store()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Here", (Handler,), {"store": store}))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    store.bucket = Bucket(f"http://127.0.0.1:{server.server_port}", "safe", "cn-1", "key", "secret")
    yield store
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def target(store: Store) -> S3Target:
    return S3Target(store.bucket, "plant 1/一号")


def test_what_is_put_is_got_listed_and_removed(target: S3Target, store: Store) -> None:
    for number in range(5):
        assert target.put(f"media/{number}", [b"a" * number, b"b"]) == number + 1
    target.put("backups/x", [])
    assert target.sizes("media/") == {f"media/{number}": number + 1 for number in range(5)}
    assert b"".join(target.get("media/3")) == b"aaab"
    target.remove("media/3")
    target.remove("media/3")
    assert "plant 1/一号/backups/x" in store.objects
    assert topic_of(lambda: list(target.get("media/3"))) == "backup.missing"


def test_what_is_large_goes_in_parts(target: S3Target, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(s3_target, "PART", 1000)
    whole = bytes(range(256)) * 10
    assert target.put("backups/x", [whole[:1], whole[1:2000], whole[2000:]]) == len(whole)
    assert b"".join(target.get("backups/x")) == whole
    assert target.put("backups/y", [b"x" * 1000]) == 1000
    assert store.uploads == {}


def test_what_breaks_off_in_the_middle_leaves_no_part(
    target: S3Target, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(s3_target, "PART", 10)

    def pieces() -> Iterator[bytes]:
        yield b"x" * 35
        raise BackupError("backup.disk_fault")

    assert topic_of(lambda: target.put("backups/x", pieces())) == "backup.disk_fault"
    assert (store.objects, store.uploads) == ({}, {})


def test_a_store_that_fails_is_asked_again(target: S3Target, store: Store) -> None:
    store.fails = [503, 500]
    target.put("backups/x", [b"x"])
    assert len(store.objects) == 1
    store.fails = [503] * 4
    assert topic_of(lambda: target.put("backups/y", [b"x"])) == "backup.target_away"
    store.fails = [507]
    store.fails = [507] * 4
    assert topic_of(lambda: target.put("backups/y", [b"x"])) == "backup.target_full"


def test_a_line_that_is_cut_is_told(target: S3Target, store: Store) -> None:
    target.put("backups/x", [b"x" * 5000])
    store.cuts = True
    assert topic_of(lambda: b"".join(target.get("backups/x"))) == "backup.target_away"
    nobody = S3Target(Bucket("http://127.0.0.1:9", "safe", "cn-1", "key", "secret"), "")
    assert topic_of(lambda: nobody.sizes("media/")) == "backup.target_away"


def test_a_wrong_key_is_told_as_the_store_tells_it(store: Store) -> None:
    wrong = S3Target(Bucket(store.bucket.url, "safe", "cn-1", "key", "another"), "")
    with pytest.raises(BackupError) as refused:
        wrong.sizes("media/")
    assert refused.value.facts["why"] == "SignatureDoesNotMatch"


@only_sqlite
def test_a_company_goes_there_and_comes_back(lives: BackedUp, target: S3Target, tmp_path: Path) -> None:
    lives.target = target
    made = lives.back_up()
    lives.try_out(made.name)
    assert lives.restore(made.name, lives.aside()).holds() == lives.holds()
