"""Writes docs/transcripts anew: every story told by the real product in both languages, as its people read it."""

import pkgutil
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import tests.scenarios
from templates.render import LANGUAGES
from tests.demo import settle_demo
from tests.stories import STORIES, Story
from tests.templates.limits import FOUR_BUTTONS, LONGER, MORE_BUTTONS, SIX_LINES
from tests.world import Said, World

KEPT_IN = Path(__file__).parent.parent / "docs" / "transcripts"


def stories() -> list[Story]:
    """Every story of the scenarios, by name."""
    for module in pkgutil.iter_modules(tests.scenarios.__path__):
        if module.name.startswith("test_"):
            import_module(f"tests.scenarios.{module.name}")
    return sorted(STORIES, key=lambda story: story.name)


def told(story: Story, language: str, demo: Path) -> str:
    """A story from its first message to its last, as Markdown; `demo`: an SQLite file with the demo company."""
    with tempfile.TemporaryDirectory() as folder:
        database = shutil.copy(demo, Path(folder) / "hazardline.db")
        world = World(f"sqlite:///{database}", Path(folder), restarting=False, language=language)
        try:
            names = {p.code: p.name_en if language == "en" else p.name for p in world.people()}
            story.run(world)
            return "\n".join((f"# {getattr(story, language)}", "", *_lines(world.platform.talk, names), ""))
        finally:
            world.close()


def _lines(talk: list[Said], names: dict[str, str]) -> Iterator[str]:
    for said in talk:
        name, pictures = names[said.with_whom], "📷" * said.photos
        if said.by_bot:
            yield f"> → **{name}** {pictures}".rstrip() + "  "
            yield from (f"> {line}  " for line in said.text.splitlines())
            yield from [f"> {_buttons(said.buttons)}"] if said.buttons else []
        else:
            words = _buttons((said.text,)) if said.tapped else said.text
            yield f"**{name}** " + " ".join(part for part in (pictures, words) if part)
        yield ""


def _buttons(labels: tuple[str, ...]) -> str:
    return " ".join(f"`[{label}]`" for label in labels)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        demo = Path(folder) / "demo.db"
        settle_demo(f"sqlite:///{demo}")
        for language in LANGUAGES:
            where = KEPT_IN / language
            shutil.rmtree(where, ignore_errors=True)
            where.mkdir(parents=True)
            for story in stories():
                (where / f"{story.name}.md").write_text(told(story, language, demo), encoding="utf-8")
                sys.stdout.write(f"{language} {story.name}\n")
    (KEPT_IN / "README.md").write_text(_contents(stories()), encoding="utf-8")


def _contents(told: list[Story]) -> str:
    """What there is to read, and what is longer or fuller than it should be, and why."""
    read = [f"- {s.en} ([en](en/{s.name}.md)), {s.zh_CN}（[zh](zh_CN/{s.name}.md)）" for s in told]
    long = [f"- `{topic}`: {why}" for topic, why in LONGER.items()]
    full = [f"- `{topic}`: {why}" for topic, why in MORE_BUTTONS.items()]
    return "\n".join(
        (
            "# Conversations",
            "",
            "As the product holds them with the demo company, written down by `make transcripts`. A message of the bot",
            "stands indented behind the name of whoever reads it; `[...]` is a button.",
            "",
            *read,
            "",
            f"Messages of more than {SIX_LINES} lines, by topic, and why:",
            "",
            *long,
            "",
            f"Messages with more than {FOUR_BUTTONS} buttons, and why:",
            "",
            *full,
            "",
        )
    )


if __name__ == "__main__":
    main()
