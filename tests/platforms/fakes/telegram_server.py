"""The HTTP of a Telegram server: methods, files, long polling, and posting to a webhook, in a thread of its own."""

import asyncio
import threading
import time
from collections.abc import Mapping
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from tests.platforms.fakes.telegram_api import METHODS, SHOWING, Call
from tests.platforms.fakes.telegram_limits import TrueLimits
from tests.platforms.fakes.telegram_trouble import Trouble, Troubles
from tests.platforms.fakes.telegram_world import Raw, Refused, World

UPLOAD_BYTES = 50 * 2**20
LOOK_SECONDS = 0.005
AGAIN_SECONDS = 0.1  # the real server waits longer before it posts once more
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body>nginx/1.18.0</body></html>"
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
HOOKED = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class Server:
    """Answers for a world. `proxy` maps the https address of a webhook to where it really is."""

    def __init__(self, world: World, token: str, proxy: Mapping[str, str]) -> None:
        self.url = ""
        self.limits: TrueLimits | None = None
        self.troubles = Troubles()
        self.calls: list[str] = []
        self._world, self._token, self._proxy = world, token, proxy
        self._poll = 0
        self._ready, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._ready.wait()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    async def _run(self) -> None:
        app = web.Application(client_max_size=UPLOAD_BYTES)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        app.router.add_get("/file/bot{token}/{path:.+}", self._file)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        posting = asyncio.create_task(self._post())
        self._ready.set()
        while not self._stop.is_set():
            await asyncio.sleep(LOOK_SECONDS)
        posting.cancel()
        await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"].casefold()
        self.calls.append(method)
        try:
            if request.match_info["token"] != self._token:
                raise Refused(401, "Unauthorized")
            trouble = self.troubles.of(method)
            if trouble is not None and not trouble.after:
                return await self._troubled(request, trouble)
            result = await self._result(method, await _call(self._world, request))
            if trouble is not None:
                return await self._troubled(request, trouble)
            return web.json_response({"ok": True, "result": result})
        except Refused as refused:
            return _refused(refused)
        except web.HTTPRequestEntityTooLarge:
            return _refused(Refused(413, "Request Entity Too Large"))

    async def _result(self, method: str, call: Call) -> Any:
        if method == "getupdates":
            return await self._updates(call)
        if method not in METHODS:
            raise Refused(404, "Not Found")
        with self._world.lock:
            if method in SHOWING and self.limits is not None:
                self.limits.take(call.chat)
            return METHODS[method](call)

    async def _troubled(self, request: web.Request, trouble: Trouble) -> web.StreamResponse:
        while trouble.hangs and not self._stop.is_set():
            await asyncio.sleep(LOOK_SECONDS)
        if (trouble.hangs or trouble.resets) and request.transport is not None:
            request.transport.abort()
        if trouble.html:
            return web.Response(status=trouble.code, text=BAD_GATEWAY, content_type="text/html")
        waits = {"retry_after": trouble.retry_after} if trouble.retry_after else {}
        return _refused(Refused(trouble.code or 500, trouble.description, **waits))

    async def _file(self, request: web.Request) -> web.StreamResponse:
        trouble = self.troubles.of("file")
        if trouble is not None:
            return await self._troubled(request, trouble)
        data = self._world.files.get(request.match_info["path"].rpartition("/")[2])
        if request.match_info["token"] != self._token or data is None or self._world.local is not None:
            return _refused(Refused(404, "Not Found"))
        return web.Response(body=data, content_type="application/octet-stream")

    async def _updates(self, call: Call) -> list[Raw]:
        """Long polling: the newest who asks ends the asking of those before."""
        if call.word("offset"):
            self._world.confirm(int(call.word("offset")))
        self._poll += 1
        mine, until = self._poll, time.monotonic() + float(call.word("timeout") or 0)
        while not self._stop.is_set():
            if self._world.webhook or mine != self._poll:
                raise Refused(409, HOOKED if self._world.webhook else CONFLICT)
            waiting = self._world.waiting(call.json("allowed_updates", []), int(call.word("limit") or 100))
            if waiting or time.monotonic() >= until:
                return self.troubles.storm.shaken(waiting) if self.troubles.storm else waiting
            await asyncio.sleep(LOOK_SECONDS)
        return []

    async def _post(self) -> None:
        """Post what waits to the webhook, where there is one: each again until it was taken, the next one after it."""
        async with ClientSession(timeout=ClientTimeout(60)) as session:
            while True:
                hook = self._world.webhook
                waiting = self._world.waiting(hook["kinds"], 10) if hook else []
                for update in self.troubles.storm.shaken(waiting) if self.troubles.storm else waiting:
                    while not await self._posted(session, hook, update):
                        await asyncio.sleep(AGAIN_SECONDS)
                self._world.drop(waiting)
                await asyncio.sleep(LOOK_SECONDS)

    async def _posted(self, session: ClientSession, hook: Mapping[str, Any], update: Raw) -> bool:
        url = hook["url"]
        for outside, inside in self._proxy.items():
            url = url.replace(outside, inside)
        try:
            async with session.post(url, json=update, headers={SECRET_HEADER: hook["secret"]}) as response:
                self._world.last_error = "" if response.ok else f"Wrong response from the webhook: {response.status}"
                return response.ok
        except (ClientError, TimeoutError):
            self._world.last_error = "Connection refused"
            return False


async def _call(world: World, request: web.Request) -> Call:
    fields, files = {}, {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = (value.filename, value.file.read())
        else:
            fields[name] = str(value)
    return Call(world, fields, files)


def _refused(refused: Refused) -> web.Response:
    answer = {"ok": False, "error_code": refused.code, "description": refused.description}
    parameters = {"parameters": refused.parameters} if refused.parameters else {}
    return web.json_response({**answer, **parameters}, status=refused.code)
