"""A turn stripped to its two commits, for orientation: what SQLAlchemy and the disk cost before anything is thought."""

import json
import time
from datetime import UTC, datetime

from sqlalchemy import Engine, bindparam, insert, update

from storage.data_keys import open_ring
from storage.engine import open_engine, write_transaction
from storage.schema import migrate
from storage.tables import inbox, notices
from tests.bench import updates
from tests.bench.figures import Figure, repeated
from tests.bench.plant import BOT, scratch
from tests.bench.sizes import Sizes
from tests.engines import MASTER_KEY
from workflow.ids import new_id

_DONE = update(inbox).where(inbox.c.id == bindparam("message")).values(state="done", done_at=bindparam("at"))


def measure(sizes: Sizes) -> list[Figure]:
    with scratch() as folder:
        engine = open_engine(f"sqlite:///{folder / 'bare.db'}")
        migrate(engine)
        open_ring(engine, MASTER_KEY)
        _turns(engine, sizes.warm_up)
        rates = [sizes.turns / _turns(engine, sizes.turns) for _ in range(sizes.repetitions)]
        engine.dispose()
    return [repeated("bare turns: two commits of SQLAlchemy, one after another", rates, "turns/s")]


def _turns(engine: Engine, times: int) -> float:
    """Seconds for so many turns that store a message, and then mark it done and write an answer."""
    began = time.perf_counter()
    for _ in range(times):
        number, body = updates.words(1000, "冲压车间2号冲床防护罩松了")
        now, message = datetime.now(UTC), {"id": new_id(), "bot": BOT, "key": str(number), "sender": "1000"}
        with write_transaction(engine) as connection:
            connection.execute(insert(inbox), {**message, "body": body, "received_at": now, "state": "new"})
        text = json.loads(body)["message"]["text"]
        with write_transaction(engine) as connection:
            connection.execute(_DONE, {"message": message["id"], "at": now})
            connection.execute(insert(notices), _notice(message["id"], text, now))
    return time.perf_counter() - began


def _notice(message: str, text: str, now: datetime) -> dict[str, object]:
    told = {"cause": f"inbox:{message}", "topic": "bench.echo", "recipient_id": new_id(), "facts": {"text": text}}
    times = {"created_at": now, "not_before": now}
    return {"id": new_id(), **told, **times, "choices": [], "card": False, "lane": 0, "state": "pending", "attempts": 0}
