"""What the pages of registers keep, one module each; import them from here."""

from registers.models.attachments import Attachment
from registers.models.filters import SavedFilter

__all__ = ["Attachment", "SavedFilter"]
