"""Secrets that the portal makes for itself where nobody gave it any."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path


def made(path: Path) -> str:
    """The secret kept in this file; made at the first call, the same for all who ask at once."""
    try:
        if not path.exists():
            make(path)
        return path.read_text()
    except PermissionError as no:
        words = f"{no.filename} belongs to another account. Use that one, or set PORTAL_VAR."
        raise SystemExit(words) from None


def make(path: Path) -> None:
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=path.parent)  # mode 0600
    with os.fdopen(number, "w") as file:
        file.write(secrets.token_urlsafe(64))
    with suppress(FileExistsError):
        os.link(name, path)  # refuses where another process was first
    Path(name).unlink()
