"""What is said of a directory with a classifier in it: each topic with its facts."""

from tests.templates.scenes.facts import Scene
from workflow.library import Category

FACTS: dict[str, object] = {
    "folder": "/srv/models/macbert",
    "file": "model.safetensors",
    "files": "optimizer.pt, pytorch_model.bin",
    "what": "modeling_ours.py",
    "size": "2,600 MiB",
    "limit": "2,048 MiB",
    "why": "Error while deserializing header: incomplete metadata",
    "architecture": "BertForMaskedLM",
    "kind": "regression",
    "labels": '"LABEL_0", "LABEL_1"',
    "categories": ", ".join(Category),
}
TOPICS = "missing pickle code outside too_large broken headless not_one labels no_torch"
SCENES = tuple(Scene(f"classifier.{block}", FACTS) for block in TOPICS.split())
