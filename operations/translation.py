"""The catalogue of translations, kept without GNU gettext: collected, written, checked."""

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

# Every name a message is marked with, and which of its arguments are the message.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
HEADERS = [
    ("Language", "zh_Hans"),
    ("MIME-Version", "1.0"),
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Transfer-Encoding", "8bit"),
    ("Plural-Forms", "nplurals=1; plural=0;"),
]

Key = tuple[str, str | None]


class Words(Catalog):
    """A catalogue whose header has no dates, so that it changes only with its messages."""

    mime_headers = property(lambda _: HEADERS)  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__(locale="zh_Hans", fuzzy=False, header_comment="# Chinese.")


def key(message: Message) -> Key:
    """What tells two messages apart: the (singular) text and its context."""
    text = message.id if isinstance(message.id, str) else message.id[0]
    return text, message.context


def found(base: Path, folders: Iterable[Path]) -> Words:
    """Every message marked in the Python files and templates of these folders."""
    words = Words()
    for path in sorted({path for folder in folders for path in sources(folder)}):
        place = str(path.relative_to(base))
        for _, text, comments, context in marked(path):
            words.add(text, locations=[(place, 0)], auto_comments=comments, context=context)
    return words


def sources(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts:
            yield path


def marked(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    text = path.read_text()
    if path.suffix != ".py":
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())
    source = io.BytesIO(text.encode())
    yield from extract("python", source, KEYWORDS, ["Translators:"], {"encoding": "utf-8"})


def read(path: Path) -> Catalog:
    """The catalogue in this file; an empty one when there is no file."""
    if not path.exists():
        return Words()
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def updated(old: Catalog, new: Words) -> Words:
    """The new messages with the old translations; those no longer used are kept as comments."""
    known = {key(message): message for message in [*old.obsolete.values(), *old] if message.id}
    for message in new:
        before = known.pop(key(message), None) if message.id else None
        if before is not None:
            if before.pluralizable == message.pluralizable:
                message.string = before.string
            message.flags |= before.flags & {"fuzzy"}
            message.user_comments = before.user_comments
    for gone in known.values():
        if gone.string:
            gone.locations = []
            new.obsolete[new._key_for(gone.id, gone.context)] = gone  # type: ignore[arg-type]
    return new


def write(words: Catalog, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, words, width=100, sort_output=True, include_lineno=False)


def faults(kept: Catalog, new: Words) -> Iterator[str]:
    """A sentence for each message that is missing, fuzzy, unused or broken in the catalogue."""
    known = {key(message): message for message in kept if message.id}
    for message in new:
        if not message.id:
            continue
        fault = fault_of(known.pop(key(message), None))
        if fault:
            yield f"{message.locations[0][0]}: {fault}: {key(message)[0]!r}"
    for text, _ in known:
        yield f"the catalogue has a message that no file uses: {text!r}"


def fault_of(message: Message | None) -> str:
    """What is wrong with one translation; empty when nothing is."""
    if message is None:
        return "not in the catalogue (run `manage.py messages`)"
    if message.fuzzy:
        return "translation marked fuzzy"
    texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if not texts or not all(texts):
        return "not translated"
    model = message.id if isinstance(message.id, str) else message.id[-1]
    if any(placeholders(text) != placeholders(model) for text in texts):
        return "translation has other placeholders"
    return ""


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text.replace("%%", "")))
