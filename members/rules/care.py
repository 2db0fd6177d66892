from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from members.choices.care import HelpKind
from portal.rules import Found


def names_whom_it_helps(values: dict[str, Any]) -> Found:
    if "helped_name" in values and not values["helped_name"]:
        yield "helped_name", _("Name the household, or the helped person.")


def helps_somebody_else(values: dict[str, Any]) -> Found:
    helper = values.get("helper", values.get("person"))
    if helper and helper == values.get("helped"):
        yield "helped", _("Nobody is their own helper.")


def money_says_how_much(values: dict[str, Any]) -> Found:
    if values.get("kind") == HelpKind.MONEY and values.get("money", 0) is None:
        yield "money", _("Say how much money was given.")


def pairing_fits(values: dict[str, Any]) -> Found:
    """Help under a pairing goes to whom the pairing names."""
    pairing, name = values.get("pairing"), values.get("helped_name")
    if pairing and name and pairing.helped_name != name:
        yield (
            "pairing",
            _("This pairing helps %(name)s.") % {"name": pairing.helped_name},
        )
