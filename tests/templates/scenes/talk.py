"""What is said about the conversation itself: each topic with its facts."""

from tests.templates.scenes.facts import CASE, GUARD, Scene, of_case, plain

SCENES = (
    *plain("dialogue", "changed nothing_open nothing_kept"),
    Scene("dialogue.cancelled", {"kept": True}, "kept"),
    Scene("dialogue.cancelled", {"kept": False}, "over"),
    Scene("dialogue.gone", {"said": GUARD}),
    Scene("dialogue.gone", {"said": ""}, "nothing said"),
    *plain("help", "main more language language_chosen"),
    *plain("unknown", "words in_dialogue voice video location location_asked document our_fault slowly"),
    *plain("scan", "unknown other"),
    Scene("unknown.which_number", {"number": 2}),
    Scene("unknown.which_card", {"number": 2, "cards": 3}),
    Scene("unknown.too_long", {"length": 10000, "most": 2000}),
    *of_case("refused", "changed_since state verified_before"),
    Scene("refused.not_yours", {"right": "verify", "may": "safety_officer,safety_director"}),
    Scene("refused.on_site", {"case": {**CASE, "grade": "larger"}}),
    Scene("refused.recheck_over", {"case": CASE, "days": 30}),
    *plain(
        "refused",
        "no_pictures same_owner passed_before officer_chose after_photo reason own_repair no_acceptor not_employed "
        "unknown_case other_department reported_before area_gone equipment_gone has_left",
    ),
)
