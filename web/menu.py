"""What stands around every page: the menu, the county's name, how much there is to do."""

from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from portal import pages
from portal.measures import placement_model


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor. No query beyond the user's grants; name and count live for a minute."""
    user = request.user
    if not user.is_authenticated or getattr(user, "must_change_password", False):
        return {"county": "", "menu": [], "todo_count": 0}
    return {
        "county": county(),
        "menu": groups(user, request.path),
        "todo_count": todo_count(user),
    }


def county() -> str:
    """The name of the organization at the top of the tree."""
    found = cache.get("county")
    if found is None:
        organization = placement_model()._meta.get_field("organization").related_model
        top = organization.objects.filter(parent=None).first()
        found = str(top.full_name or top.name) if top else ""
        cache.set("county", found, 60)
    return str(found)


def groups(user: Any, path: str) -> list[dict[str, Any]]:
    """What the user may view: [{"label", "entries": [{"url", "label", "icon", "current"}]}]."""
    found: dict[str, list[dict[str, Any]]] = {}
    for group, entry in entries(user):
        found.setdefault(group, []).append(entry)
    if (system := str(gettext("System"))) in found:
        found[system] = found.pop(system)  # last, whatever app came first
    mark_current([entry for entries_of in found.values() for entry in entries_of], path)
    return [{"label": label, "entries": entries_of} for label, entries_of in found.items()]


def entries(user: Any) -> Iterable[tuple[str, dict[str, Any]]]:
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
    key = f"todo:{user.pk}"
    count = cache.get(key)
    if count is None:
        count = len(pages.todo_of(user))
        cache.set(key, count, 60)
    return int(count)
