from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from portal.errors import Refused
from portal.fields import hide


def worded(text: str, asking: Any, most: int | None = None) -> str:
    """What somebody wrote for others to read, without ID numbers. Raises Refused, `asking` for it
    where there is nothing, and where there are more than `most` characters."""
    said = text.strip()
    if not said:
        raise Refused(asking)
    if most and len(said) > most:
        raise Refused(_("This is too long: at most %(most)s characters.") % {"most": most})
    return hide(said)
