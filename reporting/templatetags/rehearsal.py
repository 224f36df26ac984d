"""The mark of the sealed copy, for pages, papers and the book alike."""

from django import template

from reporting import sealing
from reporting.rehearsal.queries import played_unit

register = template.Library()


@register.simple_tag
def sealed_copy():
    """The copy in which this is written; None in the real house. Needs no request, so a printed page can ask, too."""
    return sealing.current()


@register.simple_tag
def unit_played_by(user):
    """The unit whose secretariat the person plays in the copy, if any."""
    return played_unit(user)


@register.simple_tag
def real_address(name, *args):
    """The address of a page of the real house, from inside the copy."""
    return sealing.real_address(name, *args)
