"""Third-party files out of node_modules by name, and the storage that hashes and compresses."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Warning
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(StaticFilesConfig):
    """Leaves out what no page of the portal asks for."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "rest_framework",
        "themes",
        "ext",
        "htma*",
        "htmx-4*",
        "htmx-2.js",
    ]


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Hashed and pre-compressed; does not follow sourceMappingURL comments (no maps are served)."""

    patterns = tuple(
        (
            kind,
            tuple(
                one
                for one in found
                if "sourceMappingURL" not in (one if isinstance(one, str) else one[0])
            ),
        )
        for kind, found in CompressedManifestStaticFilesStorage.patterns
    )


class VendorStorage(FileSystemStorage):
    """Its names are the public names; its files lie in node_modules."""

    prefix = None

    def path(self, name: str) -> str:
        return str(Path(settings.VENDOR_ROOT) / settings.VENDOR_FILES[name.replace("\\", "/")])


class VendorFinder(BaseFinder):
    """Serves the files of settings.VENDOR_FILES and nothing else of node_modules."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = VendorStorage(location=settings.VENDOR_ROOT)

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        root = Path(settings.VENDOR_ROOT)
        missing = [name for name in settings.VENDOR_FILES.values() if not (root / name).is_file()]
        if not missing:
            return []
        said = f"Front-end files are missing: {', '.join(missing)}."
        return [Warning(said, hint="Run `make setup`.", id="portal.W001")]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        source = settings.VENDOR_FILES.get(path.replace("\\", "/"))
        full = Path(settings.VENDOR_ROOT) / source if source else None
        found = [str(full)] if full and full.is_file() else []
        return found if find_all or not found else found[0]  # [] is Django's word for "not here"

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, VendorStorage]]:
        for name in settings.VENDOR_FILES:
            yield name, self.storage
