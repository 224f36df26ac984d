"""What cannot be done with a rehearsal, in sentences for people."""


class RehearsalRefused(Exception):
    """It cannot be done; str() says why and what to do."""
