"""What the pages themselves keep, one module each; import them from here."""

from web.models.attachments import Attachment
from web.models.filters import SavedFilter
from web.models.tokens import Token

__all__ = ["Attachment", "SavedFilter", "Token"]
