"""What the operator of a WeCom app reads."""

from tests.templates.scenes.facts import Scene, plain

URL = {"url": "https://hazards.example.com/wecom/callback"}
SCENES = (
    *plain("wecom", "wrong_secret not_set_up menu_made reading nobody"),
    Scene("wecom.wrong_agent", {"agent": "1000002"}),
    Scene("wecom.untrusted_ip", {"ip": "203.0.113.7", "exempt": ""}),
    Scene("wecom.untrusted_ip", {"ip": "203.0.113.7", "exempt": "qyapi.weixin.qq.com"}, "a proxy"),
    Scene("wecom.unreachable", {"api": "https://qyapi.weixin.qq.com", "why": "ConnectTimeout"}),
    Scene("wecom.refused", {"code": "48002"}),
    Scene("wecom.app_works", {"name": "Hazardline"}),
    Scene("wecom.app_closed", {"name": "Hazardline"}),
    *plain("wecom", "contacts_work"),
    Scene("wecom.contacts_refused", {"code": "40001", "ip": ""}),
    Scene("wecom.contacts_refused", {"code": "60020", "ip": "203.0.113.7"}, "an address that is not trusted"),
    Scene("wecom.clock_right", {"seconds": "1"}),
    Scene("wecom.clock_wrong", {"seconds": "900"}),
    Scene("wecom.callback_works", URL),
    Scene("wecom.callback_wrong", {**URL, "status": "502"}),
    Scene("wecom.callback_wrong", {**URL, "status": "403"}, "another key"),
    Scene("wecom.callback_unreachable", {**URL, "why": "ConnectionError"}),
    Scene("wecom.unknown_language", {"language": "de"}),
    Scene("wecom.menu_not_made", {"why": "errcode 40056"}),
    Scene("wecom.not_read", {"why": "errcode 60020"}),
    Scene("wecom.too_many_gone", {"gone": 30, "reached": 40}),
    Scene(
        "wecom.synchronised",
        {
            "matched": 24,
            "linked": 3,
            "created": ["Qian Jin"],
            "unmatched": ["Wu Yong"],
            "left": ["Zhao Min"],
            "gone": {"liqiang": "Li Qiang"},
        },
    ),
    Scene(
        "wecom.synchronised",
        {"matched": 24, "linked": 0, "created": [], "unmatched": [], "left": [], "gone": {}},
        "as before",
    ),
)
