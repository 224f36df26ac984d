"""What runs in the background worker."""

from django_tasks import task

from reporting.rehearsal import actions


@task()
def set_up_rehearsal(number):
    """Make the sealed copy of one rehearsal."""
    actions.copy_the_house(number=number)
