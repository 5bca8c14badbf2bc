"""A danger that is held off: each topic with its facts."""

from tests.templates.scenes.facts import CASE, ZHANG, Scene, Two, because, of_case, plain

SCENES = (
    Scene("task.new", {"case": {**CASE, "danger": "running"}}, "not stopped"),
    Scene("report.done", {"case": {**CASE, "danger": "running"}}, "not stopped"),
    *of_case("danger", "running held check checked missed"),
    *plain("danger", "how how_pictured"),
    because("danger.contained", "contained", ZHANG, measure=Two("断电挂牌", "power off, tagged")),
)
