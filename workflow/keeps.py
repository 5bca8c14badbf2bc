"""What a case keeps for one of its branches: values without rules, each stored in a column of its own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Major:
    """Of a major hazard: the papers that have been handed in, by code, and whether an authority ordered something.

    ordered: a stop, or the case put on an authority's list (挂牌督办): then it is the authority that lets work resume.
    """

    ordered: bool = False
    papers: tuple[str, ...] = ()
