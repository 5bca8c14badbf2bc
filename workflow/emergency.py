"""Emergencies: what can be happening right now."""

from enum import StrEnum


class Emergency(StrEnum):
    """The kinds that are told apart, because what a person on the spot has to do first is different."""

    FIRE = "fire"
    EXPLOSION = "explosion"
    SHOCK = "shock"  # electric
    PERSON_DOWN = "person_down"  # collapsed, hurt, trapped, caught in a machine
    LEAK = "leak"
    COLLAPSE = "collapse"
