"""What the operator reads of people whom the company erases."""

from tests.templates.scenes.facts import Scene

FOUND = {"addresses": 2, "messages": 214, "told": 380, "chat": 0, "mentions": 57, "cases": 12, "events": 96}
CALLED = "X-5F3A9C21"
SCENES = (
    Scene("people.last_administrator", {"name": "吴静"}),
    Scene("people.has_work", {"name": "张伟", "cases": ["YH-20261123-0007", "YH-20261124-0001"], "total": 2}),
    Scene("people.to_erase", {"name": "李强", "code": "liqiang", "called": CALLED, **FOUND}),
    Scene("people.sure"),
    Scene("people.not_erased"),
    Scene("people.erased", {"called": CALLED, "struck": 57}),
)
