"""One target under libFuzzer, in a process of its own: python -m tests.fuzz.one TARGET [what libFuzzer understands]."""

import sys

import atheris

OURS = ["bot", "handlers", "storage", "templates"]
OTHERS = ["openpyxl", "docx", "docxtpl", "jinja2", "python_multipart", "PIL"]

with atheris.instrument_imports(include=OURS + OTHERS):
    from tests.fuzz.targets import TARGETS

if __name__ == "__main__":
    name, *rest = sys.argv[1:]
    atheris.Setup([sys.argv[0], *rest], TARGETS[name].check)
    atheris.Fuzz()
