"""The catalogue: what is found in the source, what is kept, what is called a fault."""

from pathlib import Path

import pytest

from operations import translation
from operations.management.commands.messages import packages

SOURCE = """
from django.utils.translation import gettext as _, ngettext, pgettext

def words(n, name):
    _("Save")
    _("Hello "
      "%(name)s") % {"name": name}
    pgettext("month", "May")
    ngettext("%(n)s row", "%(n)s rows", n) % {"n": n}
"""
TEMPLATE = """{% load i18n %}
   <p title="{% translate 'Close' %}">it's {{ _("Later") }}</p>
{% if a %}
      {% blocktranslate trimmed with n=n %}
        {{ n }} of
        many
      {% endblocktranslate %}
  {% endif %}
{% blocktranslate count n=n %}{{ n }} line{% plural %}{{ n }} lines{% endblocktranslate %}
"""


@pytest.fixture
def words(tmp_path: Path) -> translation.Words:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "views.py").write_text(SOURCE)
    (tmp_path / "app" / "page.html").write_text(TEMPLATE)
    return translation.found(tmp_path, [tmp_path / "app"])


def texts(words: translation.Catalog) -> set[translation.Key]:
    return {translation.key(message) for message in words if message.id}


def test_messages_of_python_and_of_templates_are_found(words: translation.Words) -> None:
    assert texts(words) == {
        ("Save", None),
        ("Hello %(name)s", None),
        ("May", "month"),
        ("%(n)s row", None),
        ("Close", None),
        ("Later", None),
        ("%(n)s of many", None),
        ("%(n)s line", None),
    }


def test_translations_are_kept_and_unused_ones_become_comments(
    words: translation.Words, tmp_path: Path
) -> None:
    old = translation.Words()
    old.add("Save", "保存")
    old.add("Gone", "没了")
    path = tmp_path / "django.po"
    translation.write(translation.updated(old, words), path)
    again = translation.read(path)
    assert again["Save"].string == "保存"
    assert texts(again) == texts(words)
    assert '#~ msgid "Gone"' in path.read_text()
    assert not again.fuzzy


def test_writing_twice_changes_nothing(words: translation.Words, tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    translation.write(words, path)
    first = path.read_bytes()
    translation.write(translation.updated(translation.read(path), words), path)
    assert path.read_bytes() == first


def test_each_kind_of_fault_is_named(words: translation.Words) -> None:
    kept = translation.Words()
    for message in words:
        if message.id and translation.key(message)[0] not in {"Save", "Later"}:
            many = isinstance(message.id, tuple)
            text = message.id[1] if many else message.id
            kept.add(message.id, (text,) if many else text, context=message.context)
    kept.add("Later", "", locations=[("x", 0)])
    kept["Hello %(name)s"].string = "你好 %(nme)s"
    kept["Close"].flags.add("fuzzy")
    kept.add("Gone", "没了")
    assert sorted(translation.faults(kept, words)) == [
        "app/page.html: not translated: 'Later'",
        "app/page.html: translation marked fuzzy: 'Close'",
        "app/views.py: not in the catalogue (run `manage.py messages`): 'Save'",
        "app/views.py: translation has other placeholders: 'Hello %(name)s'",
        "the catalogue has a message that no file uses: 'Gone'",
    ]


def test_packages_that_are_no_apps_are_collected_too():
    names = {path.name for path in packages(Path(__file__).parents[2])}
    assert {"api", "portal", "members"} <= names
    assert "tests" not in names
