from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend


class ScopeBackend(ModelBackend):
    """A permission counts where a grant gives it: somewhere at all, or over a given record."""

    def get_user(self, user_id: int) -> Any:
        """With the organization, which stands on every page."""
        users: Any = get_user_model()._default_manager
        user = users.select_related("organization").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None

    def has_perm(self, user: Any, perm: str, obj: Any = None) -> bool:
        if not user.is_active:
            return False
        scope = user.scope(perm)
        return scope.covers(obj.place()) if obj is not None else bool(scope)

    def has_module_perms(self, user: Any, app_label: str) -> bool:
        return any(perm.startswith(f"{app_label}.") for perm in user.held)
