"""What a hazard may lead to and what kind of cause it is, by the national classifications."""

from collections.abc import Mapping
from enum import IntEnum, StrEnum


class Cause(IntEnum):
    """The four classes of causes of GB/T 13861-2022, by their number there."""

    PEOPLE = 1
    THINGS = 2
    ENVIRONMENT = 3
    MANAGEMENT = 4


class Accident1986(StrEnum):
    """The twenty types of accident of GB 6441-1986, in its order; repealed, but older papers speak by it."""

    STRUCK_BY = "struck_by"
    VEHICLE = "vehicle"
    MACHINERY = "machinery"
    LIFTING = "lifting"
    ELECTRIC_SHOCK = "electric_shock"
    DROWNING = "drowning"
    BURNS = "burns"
    FIRE = "fire"
    FALL = "fall"
    COLLAPSE = "collapse"
    ROOF_FALL = "roof_fall"
    WATER_INRUSH = "water_inrush"
    BLASTING = "blasting"
    POWDER_EXPLOSION = "powder_explosion"
    GAS_EXPLOSION = "gas_explosion"
    BOILER_EXPLOSION = "boiler_explosion"
    VESSEL_EXPLOSION = "vessel_explosion"
    OTHER_EXPLOSION = "other_explosion"
    POISONING_ASPHYXIA = "poisoning_asphyxia"
    OTHER = "other"


class Accident2025(StrEnum):
    """The twenty-seven types of accident of GB 6441-2025 (in force 2026-07-01), in its order."""

    STRUCK_BY = "struck_by"
    SITE_VEHICLE = "site_vehicle"
    ROAD_VEHICLE = "road_vehicle"
    MACHINERY = "machinery"
    LIFTING = "lifting"
    ELECTRIC_SHOCK = "electric_shock"
    DROWNING = "drowning"
    BURNS = "burns"
    FIRE = "fire"
    FALL_FROM_HEIGHT = "fall_from_height"
    LOW_FALL = "low_fall"  # 跌落: on the level or from below the height that counts as one
    COLLAPSE = "collapse"
    WATER_HAZARD = "water_hazard"
    VESSEL_EXPLOSION = "vessel_explosion"
    PIPE_EXPLOSION = "pipe_explosion"
    COMBUSTIBLE_GAS_EXPLOSION = "combustible_gas_explosion"
    VAPOUR_EXPLOSION = "vapour_explosion"
    DUST_EXPLOSION = "dust_explosion"
    BLASTING_MATERIAL_EXPLOSION = "blasting_material_explosion"
    FIREWORKS_EXPLOSION = "fireworks_explosion"
    SOLID_EXPLOSION = "solid_explosion"
    MOLTEN_EXPLOSION = "molten_explosion"
    POISONING = "poisoning"
    ASPHYXIA = "asphyxia"
    LANDSLIDE = "landslide"
    LEAK = "leak"
    OTHER = "other"


# What each type of 1986 has become. Several: it was split, and only a person can say which. Not confirmed in the text
# of the new edition beyond the splits that its announcement names.
BECAME: Mapping[Accident1986, tuple[Accident2025, ...]] = {
    Accident1986.STRUCK_BY: (Accident2025.STRUCK_BY,),
    Accident1986.VEHICLE: (Accident2025.SITE_VEHICLE, Accident2025.ROAD_VEHICLE),
    Accident1986.MACHINERY: (Accident2025.MACHINERY,),
    Accident1986.LIFTING: (Accident2025.LIFTING,),
    Accident1986.ELECTRIC_SHOCK: (Accident2025.ELECTRIC_SHOCK,),
    Accident1986.DROWNING: (Accident2025.DROWNING,),
    Accident1986.BURNS: (Accident2025.BURNS,),
    Accident1986.FIRE: (Accident2025.FIRE,),
    Accident1986.FALL: (Accident2025.FALL_FROM_HEIGHT, Accident2025.LOW_FALL),
    Accident1986.COLLAPSE: (Accident2025.COLLAPSE, Accident2025.LANDSLIDE),
    Accident1986.ROOF_FALL: (Accident2025.COLLAPSE,),
    Accident1986.WATER_INRUSH: (Accident2025.WATER_HAZARD,),
    Accident1986.BLASTING: (Accident2025.BLASTING_MATERIAL_EXPLOSION,),
    Accident1986.POWDER_EXPLOSION: (Accident2025.BLASTING_MATERIAL_EXPLOSION, Accident2025.FIREWORKS_EXPLOSION),
    Accident1986.GAS_EXPLOSION: (Accident2025.COMBUSTIBLE_GAS_EXPLOSION,),
    Accident1986.BOILER_EXPLOSION: (Accident2025.VESSEL_EXPLOSION,),
    Accident1986.VESSEL_EXPLOSION: (Accident2025.VESSEL_EXPLOSION,),
    Accident1986.OTHER_EXPLOSION: (
        Accident2025.PIPE_EXPLOSION,
        Accident2025.COMBUSTIBLE_GAS_EXPLOSION,
        Accident2025.VAPOUR_EXPLOSION,
        Accident2025.DUST_EXPLOSION,
        Accident2025.SOLID_EXPLOSION,
        Accident2025.MOLTEN_EXPLOSION,
    ),
    Accident1986.POISONING_ASPHYXIA: (Accident2025.POISONING, Accident2025.ASPHYXIA),
    Accident1986.OTHER: (Accident2025.LOW_FALL, Accident2025.LEAK, Accident2025.OTHER),
}
