"""What runs in the background worker."""

from django_tasks import task

from reporting.publication import actions
from reporting.publication.models import BookBuild


@task()
def build_book(build_id):
    """Build the book of one request; returns the number of pages."""
    build = BookBuild.objects.select_related("report__round__catalogue", "requested_by").get(pk=build_id)
    return actions.build(build=build).pages
