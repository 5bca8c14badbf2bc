"""Unsealing an anonymous report: each topic with its facts."""

from tests.templates.scenes.facts import CASE, ZHANG, Scene, Two, plain

NUMBER = "YH-20261123-0007"
DIRECTOR = Two("林志远", "Lin Zhiyuan")
WHO = {"number": NUMBER, "name": DIRECTOR}

SCENES = (
    *plain("unseal", "which no_such"),
    *(Scene(f"unseal.{block}", {"number": NUMBER}) for block in ("why", "asked", "left", "confirmed")),
    *(Scene(f"unseal.{block}", WHO) for block in ("wanted", "declined")),
    Scene("unseal.sure", {**WHO, "reason": Two("照片里有伤者，要核实", "somebody was hurt, we have to ask")}),
    Scene("unseal.name", {"number": NUMBER, "name": ZHANG, "code": "zhangwei"}),
    Scene("anonymous.unsealed", {"case": CASE, "names": [DIRECTOR, Two("周建国", "Zhou Jianguo")]}),
    *(Scene(f"refused.{block}", {"number": NUMBER}) for block in ("unseal_named", "unseal_waits")),
    *plain("refused", "unseal_alone unseal_self unseal_over"),
)
