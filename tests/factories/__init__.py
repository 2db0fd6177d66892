"""Records of every type, and users with rights over a subtree.

A type whose records need more than its fields ask for has a factory here, in its app's file.
"""

from tests.factories.assessments import RatingFactory, TargetFactory
from tests.factories.cadres import (
    AwardFactory,
    ContactPointFactory,
    PostFactory,
    PostingFactory,
    SecretaryStandardFactory,
)
from tests.factories.funding import AccountFactory, EntryFactory, SourceFactory, UseFactory
from tests.factories.making import make
from tests.factories.members import (
    AppraisalFactory,
    PersonFactory,
    TrainingDutyFactory,
    id_number,
)
from tests.factories.organizations import (
    PASSWORD,
    GrantFactory,
    OrganizationFactory,
    TownshipFactory,
    TwinningFactory,
    UserFactory,
    VillageFactory,
    VillageYearFactory,
    grant,
    user_over,
)
from tests.factories.ratings import CriterionFactory, CriterionGroupFactory, RatingSchemeFactory

__all__ = [
    "PASSWORD",
    "AccountFactory",
    "AppraisalFactory",
    "AwardFactory",
    "ContactPointFactory",
    "CriterionFactory",
    "CriterionGroupFactory",
    "EntryFactory",
    "GrantFactory",
    "OrganizationFactory",
    "PersonFactory",
    "PostFactory",
    "PostingFactory",
    "RatingFactory",
    "RatingSchemeFactory",
    "SecretaryStandardFactory",
    "SourceFactory",
    "TargetFactory",
    "TownshipFactory",
    "TrainingDutyFactory",
    "TwinningFactory",
    "UseFactory",
    "UserFactory",
    "VillageFactory",
    "VillageYearFactory",
    "grant",
    "id_number",
    "make",
    "user_over",
]
