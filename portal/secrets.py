"""Secrets that the portal makes for itself where nobody gave it any."""

import os
import secrets
import tempfile
from pathlib import Path


def made(path: Path) -> str:
    """The secret kept in this file; made at the first call, the same for all who ask at once."""
    if not path.exists():
        for folder in (path.parent.parent, path.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=path.parent)  # mode 0600
        with os.fdopen(number, "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(name, path)  # refuses where another process was first
        except FileExistsError:
            pass
        finally:
            Path(name).unlink()
    return path.read_text()
