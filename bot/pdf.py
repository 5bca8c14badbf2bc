"""A PDF of a paper, where LibreOffice is installed: a process of its own, with a profile of its own, and no network."""

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from pylopdf_fonts_zh_cn import sans_path

from templates.render import ROOM

SECONDS = 120
_PROGRAMS = ("soffice", "libreoffice")
# Nothing in a document runs, and nothing is fetched for it.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>"""
_ITEM = '<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
_SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = (
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "DisableActiveContent", "true"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
)
_NOWHERE = "http://127.0.0.1:9"  # discards what it is sent


class NoPdf(Exception):
    """why: absent (LibreOffice is not installed), too_long, failed."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def program() -> str | None:
    """Where LibreOffice is; None where it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def pdf_of(document: bytes) -> bytes:
    """The pages of a Word document. Raises NoPdf."""
    office = program()
    if office is None:
        raise NoPdf("absent")
    with TemporaryDirectory() as folder:
        root = Path(folder)
        source = root / "paper.docx"
        source.write_bytes(document)
        _run(office, root, source)
        try:
            return source.with_suffix(".pdf").read_bytes()
        except FileNotFoundError:
            raise NoPdf("failed") from None


def _run(office: str, root: Path, source: Path) -> None:
    profile = root / "profile"
    _set_up(profile, root / "fonts.conf", root / "cache")
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck"]
    command += ["--convert-to", "pdf", "--outdir", str(root), str(source)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
    with subprocess.Popen(command, env=_environment(root), start_new_session=True, **quiet) as process:  # type: ignore[call-overload]  # noqa: S603
        try:
            status = process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)  # soffice is a script: what it started goes with it
            raise NoPdf("too_long") from None
    if status:
        raise NoPdf("failed")


def _set_up(profile: Path, fonts: Path, cache: Path) -> None:
    (profile / "user").mkdir(parents=True)
    items = "".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE.format(items=items), "utf-8")
    about = {"folder": escape(str(Path(sans_path()).parent)), "cache": escape(str(cache))}
    fonts.write_text((ROOM / "reports" / "fonts.conf").read_text("utf-8").format(**about), "utf-8")


def _environment(root: Path) -> dict[str, str]:
    """What it needs to start, no secret of ours, and nowhere to call."""
    away = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "HTTP_PROXY", "HTTPS_PROXY"), _NOWHERE)
    kept = {"PATH": os.defpath, "LANG": "C.UTF-8", "TMPDIR": str(root)}
    return {**kept, **away, "HOME": str(root), "FONTCONFIG_FILE": str(root / "fonts.conf"), "SAL_USE_VCLPLUGIN": "svp"}
