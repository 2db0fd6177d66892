from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend


class ScopeBackend(ModelBackend):
    """A permission counts where a grant gives it: somewhere at all, or over a given record."""

    def has_perm(self, user: Any, perm: str, obj: Any = None) -> bool:
        if not user.is_active:
            return False
        scope = user.scope(perm)
        return scope.covers(obj.place()) if obj is not None else bool(scope)

    def has_module_perms(self, user: Any, app_label: str) -> bool:
        return any(perm.startswith(f"{app_label}.") for perm in user.held)
