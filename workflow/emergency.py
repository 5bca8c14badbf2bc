"""What can be happening at this moment that goes before everything else."""

from enum import StrEnum


class Emergency(StrEnum):
    """Decides what people are told to do first; names in both languages stand in templates/labels."""

    FIRE = "fire"
    EXPLOSION = "explosion"
    SHOCK = "shock"
    PERSON_DOWN = "person_down"
    LEAK = "leak"
    COLLAPSE = "collapse"
