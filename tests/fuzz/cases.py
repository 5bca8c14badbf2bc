"""Where inputs are kept by which a fault was found once."""

from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
