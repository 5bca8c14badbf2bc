"""One target under libFuzzer, in a process of its own: python -m tests.fuzz.one TARGET [what libFuzzer understands]."""

import sys

import atheris

with atheris.instrument_imports(include=["bot", "handlers", "storage", "openpyxl", "python_multipart", "PIL"]):
    from tests.fuzz.targets import TARGETS

if __name__ == "__main__":
    name, *rest = sys.argv[1:]
    atheris.Setup([sys.argv[0], *rest], TARGETS[name].check)
    atheris.Fuzz()
