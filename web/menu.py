"""What stands around every page: the menu, the county's name, how much there is to do."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portal import pages
from portal.measures import organization_model
from web.templatetags.portal import icon

# The menu's headings in their order; others follow, the last comes last.
ORDER = (
    "",
    _("Registers"),
    _("Organizations"),
    _("Party life"),
    _("Village governance"),
    _("Service"),
    _("Members"),
    _("Developing members"),
    _("Education and talent"),
    _("Cadres"),
    _("Posted cadres"),
    _("Funding"),
    _("Reports"),
    _("Targets"),
)
LAST = _("System")
COUNTED = {"todo": "todo", "message": "messages"}  # what the top band counts: its cache key
OPEN_GROUPS = "menu"  # the cookie in which a browser keeps which groups are open


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor. No query beyond the user's grants; the county's name lives for a minute.

    `todo_count` and `message_count` are None where nobody has counted lately: the page asks for
    them once it stands (`todo-count`, `message-count`).
    """
    user = request.user
    if not user.is_authenticated or getattr(user, "must_change_password", False):
        return {"county": "", "menu": [], "todo_count": 0, "message_count": 0}
    return {
        "county": county(),
        "menu": groups(user, request.path, request.COOKIES.get(OPEN_GROUPS, "")),
        **counts(user),
    }


def counts(user: Any) -> dict[str, int | None]:
    names = {f"{what}_count": f"{key}:{user.pk}" for what, key in COUNTED.items()}
    found = cache.get_many(names.values())
    return {name: found.get(key) for name, key in names.items()}


def county() -> str:
    """The name of the organization at the top of the tree."""
    found = cache.get("county")
    if found is None:
        top = organization_model().objects.filter(parent=None).first()
        found = str(top.full_name or top.name) if top else ""
        cache.set("county", found, 60)
    return str(found)


def groups(user: Any, path: str, open_ones: str = "") -> list[dict[str, Any]]:
    """What the user may view: [{"label", "key", "open", "entries": [{"url", "label", "icon",
    "current"}], "html"}]. `open_ones`: the keys of the groups left open, as the browser remembers
    them."""
    found: dict[str, list[dict[str, Any]]] = {}
    for group, entry in entries(user):
        found.setdefault(group, []).append(entry)
    mark_current([entry for entries_of in found.values() for entry in entries_of], path)
    order = [str(one) for one in ORDER]
    rank = {label: at for at, label in enumerate(order)} | {str(LAST): len(order) + 1}
    left_open = open_ones.split(".") if open_ones else ["0", "1"]
    made = []
    for label in sorted(found, key=lambda one: rank.get(one, len(order))):
        key = str(rank.get(label, label))
        current = any("current" in entry for entry in found[label])
        opened = current or key in left_open
        said = SafeString("".join(line(entry) for entry in found[label]))
        made.append(
            {"label": label, "key": key, "open": opened, "entries": found[label], "html": said}
        )
    return made


def line(entry: dict[str, Any]) -> SafeString:
    return drawn(entry["url"], str(entry["label"]), entry["icon"], "current" in entry)


@lru_cache(maxsize=2000)
def drawn(url: str, label: str, icon_name: str, current: bool) -> SafeString:
    """A line of the menu. Every page has a hundred, which its template drew for 15 ms."""
    here = SafeString(' aria-current="page"') if current else ""
    return format_html(
        '<li><a href="{}"{}>{}<span>{}</span></a></li>', url, here, icon(icon_name), capfirst(label)
    )


def entries(user: Any) -> Iterable[tuple[str, dict[str, Any]]]:
    yield "", {"url": reverse("todo"), "label": _("To do"), "icon": "bell"}
    for link in pages.links():
        if (not link.perm or user.has_perm(link.perm)) and (url := address(link.route)):
            yield str(link.group), {"url": url, "label": link.label, "icon": link.icon}
    for register in pages.every():
        if register.menu and user.has_perm(register.perm("view")):
            url = register.url("list")
            yield str(register.group), {"url": url, "label": register.label, "icon": register.icon}


def address(route: str) -> str:
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def mark_current(entries_of: list[dict[str, Any]], path: str) -> None:
    """The longest address that the page's own begins with is where the user is."""
    here = [
        entry
        for entry in entries_of
        if path == entry["url"] or (entry["url"] != "/" and path.startswith(entry["url"]))
    ]
    if here:
        max(here, key=lambda entry: len(entry["url"]))["current"] = True


def count_anew(user: Any) -> None:
    """The user has done something: what waits for them is counted again on the next page."""
    cache.delete(f"todo:{user.pk}")


def todo_count(user: Any) -> int:
    """How much waits for the user; dozens of queries, kept for a minute."""
    key = f"todo:{user.pk}"
    count = cache.get(key)
    if count is None:
        count = len(pages.todo_of(user))
        cache.set(key, count, 60)
    return int(count)
