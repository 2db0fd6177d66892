"""Our styles and scripts keep to what Chromium 86 knows and the content policy allows."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django_htmx.jinja import htmx_script

STYLES = sorted((settings.BASE / "static").rglob("*.css"))
SCRIPTS = sorted((settings.BASE / "static").rglob("*.js"))
TEMPLATES = sorted((settings.BASE / "templates").rglob("*.html"))

TOO_NEW_CSS = {
    "inset": r"(?<![\w-])inset\s*:",
    ":is, :where, :has": r":(is|where|has)\(",
    "aspect-ratio": r"aspect-ratio\s*:",
    "color-mix": r"color-mix\(",
    "@layer, @container": r"@(layer|container)",
    "accent-color": r"accent-color\s*:",
    "nesting": r"(^|[{;])\s*&",
    "dvh": r"\d(dvh|svh|lvh)\b",
    "oklch": r"oklch\(",
}
TOO_NEW_JS = {
    ".at()": r"\.at\(\s*-",
    "Object.hasOwn": r"Object\.hasOwn",
    "structuredClone": r"structuredClone",
    "popover": r"popover",
    ".replaceChildren": r"\.replaceChildren\(",
    "findLast": r"\.findLast",
    ":has in a selector": r":has\(",
}
AGAINST_POLICY = {
    "inline style": r"<[^>]*\sstyle\s*=",
    "inline script": r"<script(?![^>]*\bsrc=)[^>]*>",
    "style element": r"<style[\s>]",
    "inline handler": r"<[^>]*\son[a-z]+\s*=\s*[\"']",
    "hx-on": r"\bhx-on",
    "outside address": r"(src|href)=[\"']https?://",
}


def found(files, rules):
    return [
        f"{path.relative_to(settings.BASE)}: {name}"
        for path in files
        for name, pattern in rules.items()
        if re.search(pattern, without_comments(path), re.MULTILINE)
    ]


def without_comments(path: Path):
    text = path.read_text()
    text = re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", text, flags=re.DOTALL)
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("files", "rules"),
    [(STYLES, TOO_NEW_CSS), (SCRIPTS, TOO_NEW_JS), (TEMPLATES, AGAINST_POLICY)],
    ids=["styles", "scripts", "templates"],
)
def test_nothing_that_the_oldest_browser_or_the_policy_refuses(files, rules):
    assert files
    assert found(files, rules) == []


def test_htmx_is_of_the_second_generation():
    """htmx 4 sends requests on Chromium 86 but never swaps."""
    assert "django_htmx/htmx-2.min.js" in htmx_script()
