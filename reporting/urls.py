"""Addresses of the six stages."""

from django.urls import path

from reporting.consolidation import views as consolidation
from reporting.publication import views as publication
from reporting.review import views as review
from reporting.stories import views as stories
from reporting.submissions import views as submissions

FILING = "indberetning/<int:year>/<slug:slug>/"
STORY = f"{FILING}cases/<int:story_id>/"
REVIEWED = "indberetninger/<int:year>/<slug:slug>/"

urlpatterns = [
    path("", submissions.home, name="home"),
    path(f"{FILING}begynd/", submissions.start, name="start"),
    path(FILING, submissions.overview, name="submission"),
    path(f"{FILING}tjek/", submissions.check, name="check"),
    path(f"{FILING}indsend/", submissions.submit, name="submit"),
    path(f"{FILING}afsnit/<slug:code>/", submissions.section, name="section"),
    path(f"{FILING}cases/", stories.stories, name="stories"),
    path(f"{FILING}cases/ny/", stories.new, name="new_story"),
    path(f"{FILING}cases/side/", publication.story_preview, name="story_preview"),
    path(STORY, stories.story, name="story"),
    path(f"{STORY}frem/", stories.move, name="move_story"),
    path(f"{STORY}slet/", stories.delete, name="delete_story"),
    path(f"{STORY}kommentar/", stories.comment, name="comment_story"),
    path(f"{STORY}billede/", stories.photo, name="story_photo"),
    path(f"{STORY}billede/fjern/", stories.remove_photo, name="remove_story_photo"),
    path(f"{STORY}billede/<slug:size>.jpg", stories.picture, name="story_picture"),
    path("indberetninger/<int:year>/", review.roster, name="review_list"),
    path(REVIEWED, review.filing, name="review_filing"),
    path(f"{REVIEWED}godkend/", review.accept, name="accept"),
    path(f"{REVIEWED}retur/", review.return_for_correction, name="return_for_correction"),
    path(f"{REVIEWED}genaabn/", review.reopen, name="reopen"),
    path("tal/<int:year>/", consolidation.national_figures, name="national_figures"),
    path("tal/<int:year>/tal.csv", consolidation.national_csv, name="national_csv"),
    path("tal/<int:year>/opgoer/", consolidation.consolidate, name="consolidate"),
    path("bogen/<int:year>/", publication.book, name="book"),
    path("bogen/<int:year>/byg/", publication.build, name="build_book"),
    path("bogen/<int:year>/byg/<int:build_id>/", publication.progress, name="build_progress"),
    path("bogen/<int:year>/udgave-<int:number>.pdf", publication.edition, name="edition"),
]
