"""Sealed periods: what is kept, that nobody writes it any more, and how they are put right."""

import io

import pandas as pd
import pytest
from django.core.management import call_command
from django.db import connection

from assessments.actions.targets.seal_checks import problems
from assessments.actions.targets.seals import seal_period
from tests.assessments.county import computed, make_county

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def run(county):
    return computed(county)[0]


@pytest.fixture
def seal(run):
    return seal_period(run, reason="Quarter closed", approval="组通〔2026〕9号", by=None)


def table(seal, name):
    return pd.read_parquet(io.BytesIO(bytes(seal.files.get(name=name).body)))


def overwrite(seal, name, body):
    """As somebody who owns the database could."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE assessments_sealfile DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE assessments_sealfile SET body = %s WHERE seal_id = %s AND name = %s",
            [body, seal.pk, name],
        )
        cursor.execute("ALTER TABLE assessments_sealfile ENABLE TRIGGER USER")


def test_pandas_comes_to_the_same_figures_in_every_cell(seal):
    assert list(problems(seal)) == []
    values, scores = table(seal, "values.parquet"), table(seal, "scores.parquet")
    assert len(values) == seal.run.values.count() > 40
    assert set(values["status"]) >= {"met", "behind", "far_behind"}
    assert len(scores) == 8
    call_command("verify_seal", seal.code.lower())
    call_command("verify_seal", "--all")
