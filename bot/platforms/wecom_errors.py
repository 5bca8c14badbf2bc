"""What goes wrong with WeCom, judged by its error codes and never by its words; which end a message, and which pass."""

from handlers.platform import NotDelivered

TOKEN = frozenset({40001, 40014, 42001})  # the access token: fetched anew, once
FLOODS = frozenset({45009, 45033, 45035})
GONE = frozenset({40003, 46004, 60011, 60021, 60111, 81013, 82001})  # nobody there, or not within the app's sight
UNTRUSTED_IP = 60020
# The app is closed, its rights are gone, or a setting of ours is wrong: no message gets through until somebody acts.
APP = frozenset({40013, 40056, 48002, 48006, 48009, 50003, 60031, 301002, UNTRUSTED_IP, *TOKEN})
CARD = frozenset({43012, *range(42014, 42021), *range(42027, 42052)})  # it cannot be shown: words are sent instead
MEDIA = frozenset({40007, 40145})  # a file that has expired, after three days, or never was
SPENT_CODE = 60140  # a response_code is good for one change, within 72 hours
# Codes of this range say what is wrong with the request: to ask again gives the same answer.
REQUEST = range(40000, 50000)
SILENCE_SECONDS = 60.0  # how long WeCom blocks a caller for the first time


class CallRefused(Exception):
    """WeCom has answered, and refused. `ip`: the address it saw, where that is why."""

    def __init__(self, code: int, ip: str = "") -> None:
        super().__init__(f"errcode {code}")
        self.code = code
        self.ip = ip


class OutOfReach(Exception):
    """WeCom has not answered, or with something that is no answer of its interface."""


def not_delivered(error: CallRefused | OutOfReach) -> NotDelivered:
    """What an error means for the message that met it."""
    why = str(error)
    code = error.code if isinstance(error, CallRefused) else None
    if code in GONE:
        return NotDelivered(why, permanent=True, gone=True)
    if code in FLOODS:
        return NotDelivered(why, permanent=False, retry_after=SILENCE_SECONDS, floods=True)
    return NotDelivered(why, permanent=code in REQUEST and code not in MEDIA and code not in APP)
