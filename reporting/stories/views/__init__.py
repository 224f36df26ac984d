"""The pages of the case stories."""

from reporting.stories.views.photo import photo, picture, remove_photo
from reporting.stories.views.stories import comment, delete, move, new, stories, story

__all__ = ["comment", "delete", "move", "new", "photo", "picture", "remove_photo", "stories", "story"]
