"""What goes wrong with a year, in sentences for editors."""


class YearRefused(Exception):
    """It cannot be done with the year as it stands; str() says why and what to do."""
