from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations import roles
from organizations.models import Grant, User
from portal.forms import RecordForm
from portal.models import fields_of


class UserForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = User
        fields = ["name", "full_name", "organization", "phone", "email", "is_active"]


class RoleField(forms.ModelChoiceField):
    """A role, by its name; the stored number is shown as the name, too."""

    def prepare_value(self, value: Any) -> Any:
        role = Group.objects.filter(pk=value).first() if isinstance(value, int) else None
        return role.name if role else super().prepare_value(value)

    def to_python(self, value: Any) -> Any:
        """Also what it is called, in either language, as lists and workbooks show it."""
        said = roles.called().get(value, value) if isinstance(value, str) else value
        return super().to_python(said)

    def label_from_instance(self, role: Any) -> str:
        return roles.label(role.name)


class GrantForm(RecordForm):
    """Nobody gives rights to themselves (safety T5), nor rights over more than they administer."""

    role = RoleField(Group.objects.all(), to_field_name="name", label=gettext_lazy("Role"))

    class Meta(RecordForm.Meta):
        model = Grant
        fields = fields_of(Grant)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The list of roles is fetched once, not each time it is drawn."""
        super().__init__(*args, **kwargs)
        every: Any = self.fields["role"]
        every.choices = [
            ("", "---------"),
            *((r.name, roles.label(r.name)) for r in every.queryset),
        ]

    def clean_user(self) -> User:
        if self.cleaned_data["user"] == self.user:
            raise forms.ValidationError(
                _("Nobody can change their own rights. Ask another administrator.")
            )
        chosen: User = self.cleaned_data["user"]
        return chosen
