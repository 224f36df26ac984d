"""Answers in templates that are kept as plain data: what stood when somebody asked, corrected or sent."""

from django import template

from reporting.submissions.queries import said_text

register = template.Library()


@register.filter
def said(indicator, content):
    """An answer kept as queries.contents.said gives it, in words and digits: `1.250 kr.`, `ikke relevant`, `tomt`."""
    return said_text(indicator, content)
