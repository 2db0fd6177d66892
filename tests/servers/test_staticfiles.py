"""Static files: of the third-party packages only what is named, and it is there."""

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from servers.staticfiles import VendorFinder


def test_named_files_are_found_and_others_are_not() -> None:
    assert finders.find("vendor/bootstrap.min.css").endswith("dist/css/bootstrap.min.css")
    assert finders.find("vendor/package.json") is None
    assert finders.find("bootstrap/dist/css/bootstrap.css") is None


def test_missing_files_are_said_with_what_to_do(settings: pytest.FixtureRequest) -> None:
    settings.VENDOR_FILES = {"vendor/none.js": "none/none.js"}
    [warning] = VendorFinder().check()
    assert (warning.msg, warning.hint) == (
        "Front-end files are missing: none/none.js.",
        "Run `make setup`.",
    )


def test_every_file_can_be_hashed_and_compressed(
    settings: pytest.FixtureRequest, tmp_path: object
) -> None:
    settings.STATIC_ROOT = tmp_path
    hashed = {"BACKEND": "servers.staticfiles.HashedStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": hashed}
    call_command("collectstatic", verbosity=0, interactive=False)
    found = {path.name for path in tmp_path.glob("vendor/*.css.gz")}
    assert len(found) == 2
    assert not list(tmp_path.glob("rest_framework"))
