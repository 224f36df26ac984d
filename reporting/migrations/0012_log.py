# The list of what happened is read by the moment of each table; the histories of answers have that index already.

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0011_desk'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='explanation',
            index=models.Index(fields=['updated_at'], name='explanation_updated_at'),
        ),
        migrations.AddIndex(
            model_name='fieldcomment',
            index=models.Index(fields=['at'], name='fieldcomment_at'),
        ),
        migrations.AddIndex(
            model_name='fieldnote',
            index=models.Index(fields=['updated_at'], name='fieldnote_updated_at'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(fields=['tried_at'], name='letter_tried_at'),
        ),
        migrations.AddIndex(
            model_name='storyversion',
            index=models.Index(fields=['at'], name='storyversion_at'),
        ),
        migrations.AddIndex(
            model_name='submissionevent',
            index=models.Index(fields=['at'], name='submissionevent_at'),
        ),
    ]
