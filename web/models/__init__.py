"""What the pages themselves keep, one module each; import them from here."""

from web.models.attachments import Attachment
from web.models.tokens import Token

__all__ = ["Attachment", "Token"]
