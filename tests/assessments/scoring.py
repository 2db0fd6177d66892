"""An assessment of a small county, to be entered, published and read."""

from assessments.actions.scoring.computing import work_out_assessment
from assessments.models import (
    Assessment,
    AssessmentLine,
    AssessmentScheme,
)
from tests.assessments.county import DAY

YEAR = DAY.year
Line = AssessmentLine


def scheme_of(county, *lines, about="townships", level="township", **more):
    scheme = AssessmentScheme.objects.create(
        code=f"S-{about}",
        name="年度考核",
        organization=county,
        about=about,
        level=level,
        plan="county",
        grades="优秀 / Excellent=90 (50%); 合格 / Qualified=60; 不合格 / Unqualified=0",
        **more,
    )
    for position, line in enumerate(lines, 1):
        given = {"group": "目标", "name": f"第{position}项", "points": 10, **line}
        Line.objects.create(scheme=scheme, position=position, **given)
    return scheme


def assessed(county, *lines, day=DAY, **more):
    scheme = scheme_of(county, *lines, **more)
    assessment = Assessment.objects.create(scheme=scheme, year=day.year, day=day)
    work_out_assessment(assessment, by=None)
    return assessment
