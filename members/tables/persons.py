import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from members.models import Affiliation, Person
from portal.models import fields_of
from portal.tables import RecordTable


class PersonTable(RecordTable):
    shown = ("name", "sex", "born", "education", "standing", "organization", "joined", "confirmed")

    party_age = tables.Column(
        accessor="party_age", verbose_name=_("Party age"), orderable=False, visible=False
    )

    class Meta(RecordTable.Meta):
        model = Person
        fields = [
            "name",
            "sex",
            "ethnicity",
            "born",
            "id_number",
            "native_place",
            "phone",
            "landline",
            "residence",
            "household",
            "organization",
            "party_group",
            "standing",
            "member_class",
            "joined",
            "confirmed",
            "membership",
            "applied",
            "activist_on",
            "target_on",
            "joined_kind",
            "joined_branch",
            "confirmed_how",
            "extended_months",
            "party_age_correction",
            "education",
            "degree",
            "first_work",
            "work_post",
            "technical_post",
            "social_stratum",
            "migrant_worker",
            "skills",
            "mobile",
            "mobile_to",
            "lost",
            "lost_since",
            "needy",
            "remarks",
            "left",
            "left_why",
        ]


class AffiliationTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = Affiliation
        fields = fields_of(Affiliation)
