class Refused(Exception):
    """A rule says no. The message is one translated sentence that the user reads."""
