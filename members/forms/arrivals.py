from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from members.fields import NameFormField
from members.forms.persons import PersonForm
from members.forms.standing import text_field
from members.models import Person
from portal.forms import day_field

PERSON = (
    "name",
    "sex",
    "ethnicity",
    "born",
    "id_number",
    "education",
    "phone",
    "organization",
    "standing",
    "joined",
    "confirmed",
)
LETTER = ("day", "elsewhere", "letter", "valid_until", "reason")


class ArrivalForm(PersonForm):
    """A member who comes from outside the county, with the letter."""

    groups: ClassVar[Any] = ((_("Person"), PERSON), (_("Transfer"), LETTER))

    day = day_field(_("Day"))
    elsewhere = text_field(_("Organization elsewhere"), 120)
    letter = text_field(_("Number of the letter"), required=False)
    valid_until = day_field(_("Letter valid until"), required=False, initial=None)
    reason = text_field(_("Reason"), 200, required=False)

    class Meta(PersonForm.Meta):
        model = Person
        fields = [*PERSON]
        field_classes = {"name": NameFormField}
