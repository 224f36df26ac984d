"""The pages of the case stories, asked for and read, without any script."""

import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from reporting.stories import actions
from reporting.stories.models import CaseStory, StoryComment, StoryPhoto, StoryState
from reporting.submissions.actions import start, submit
from reporting.submissions.models import Status
from tests import builders
from tests.builders import AT, WHOLE_STORY
from tests.pages import Page

ALFA = [2019, "alfa"]
LIST = "/indberetning/2019/alfa/cases/"
NEW = f"{LIST}ny/"


@pytest.fixture
def draft(cast, round_):
    """Alfa's filing, begun."""
    return start(round_=round_, cluster=cast.alfa)


@pytest.fixture
def story(draft, cast):
    """A story with all its words, by Alma."""
    return builders.tell(draft, by=cast.alma)


def page_of(story, more=""):
    return f"{LIST}{story.pk}/{more}"


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def body(story, **changes):
    return {**{name: getattr(story, name) for name in WHOLE_STORY}, "version": story.version, **changes}


# The list.


def test_the_empty_list_helps_to_begin(draft, as_):
    answer = as_("alma").get(LIST)
    page = Page(answer)
    assert NEW in page.links
    assert page.text.count("Ledig plads") == 2
    assert "Hvad er en god case?" in page.text
    assert "Nogen lærte noget, som de bruger i dag." in page.text


def test_the_list_shows_what_is_missing_who_wrote_and_where_to_go_on(draft, story, as_, cast):
    other = builders.tell(draft, headline="Uden brødtekst", body="", by=cast.anton)
    page = Page(as_("alma").get(LIST))
    assert page_of(story) in page.links
    assert "Mangler, før den kan meldes klar: Skriv en brødtekst." in page.text
    assert "Sidst skrevet af Anton" in page.text
    assert page_of(other, "slet/") in page.links
    assert page.text.count("Ledig plads") == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_few_queries(count, draft, cast, as_, django_assert_max_num_queries):
    for number in range(count):
        builders.put_photo(builders.tell(draft, headline=f"Nummer {number}", by=cast.alma), by=cast.alma)
    alma = as_("alma")
    with django_assert_max_num_queries(20):
        alma.get(LIST)


def test_a_full_list_offers_no_fourth_place(draft, cast, as_):
    for headline in ("En", "To", "Tre"):
        builders.tell(draft, headline=headline, by=cast.alma)
    alma = as_("alma")
    assert NEW not in Page(alma.get(LIST)).links
    answer = alma.post(NEW, WHOLE_STORY)
    assert answer.status_code == 409
    assert said(answer) == ["I har allerede tre cases. Slet en af dem, hvis denne skal med i stedet."]
    assert WHOLE_STORY["lead"] in answer.text  # what was typed stays on the page


def test_the_menu_of_the_filing_leads_to_the_stories(draft, as_):
    assert LIST in Page(as_("alma").get("/indberetning/2019/alfa/")).links


# Writing.


def test_a_story_is_begun_saved_and_read_again(draft, as_):
    alma = as_("alma")
    answer = alma.post(NEW, {"headline": "En begyndelse", "body": "Linje et\r\n\r\nLinje to"})
    story = CaseStory.objects.get()
    assert answer.url == page_of(story)
    assert (story.headline, story.body) == ("En begyndelse", "Linje et\n\nLinje to")
    assert re.match(r"Gemt kl\. \d\d\.\d\d\.", said(answer)[0])
    page = alma.get(page_of(story))
    assert 'value="En begyndelse"' in page.text
    assert "(version 1)" in page.text


def test_nothing_written_is_no_story(draft, as_):
    answer = as_("alma").post(NEW, {"headline": "  ", "version": ""})
    assert answer.status_code == 409
    assert said(answer) == ["Der er ikke skrevet noget endnu. Begynd med en overskrift, og gem så."]
    assert CaseStory.objects.count() == 0


def test_what_is_too_long_is_said_with_both_numbers_and_stays_in_the_field(story, as_):
    answer = as_("alma").post(page_of(story), body(story, headline="å" * 91))
    assert answer.status_code == 422
    assert "Overskrift: Højst 90 tegn; der står 91. Forkort teksten, og gem igen." in Page(answer).text
    assert "å" * 91 in answer.text
    assert 'maxlength="90"' not in answer.text  # a browser would cut a pasted text without a word
    assert CaseStory.objects.get().headline == WHOLE_STORY["headline"]


@pytest.mark.parametrize("version", ["", "nul", "-1", "99999999999"])
def test_a_page_without_its_version_overwrites_nothing(version, story, as_):
    answer = as_("alma").post(page_of(story), body(story, lead="Blindt.", version=version))
    assert answer.status_code in (409, 422)
    assert CaseStory.objects.get().lead == WHOLE_STORY["lead"]
    assert "Blindt." in answer.text


def test_an_unknown_category_is_refused(story, as_):
    answer = as_("alma").post(page_of(story), body(story, category="sladder"))
    assert (answer.status_code, CaseStory.objects.get().category) == (422, "matchmaking")
    assert "Vælg en af de fem kategorier." in answer.text


def test_the_loser_of_a_race_sees_both_texts_and_chooses(story, as_, cast):
    seen = body(story)
    actions.save_story(story=story, texts={"lead": "Antons indledning."}, based_on=1, by=cast.anton, at=AT)
    alma = as_("alma")
    answer = alma.post(page_of(story), {**seen, "lead": "Almas indledning."})
    page = Page(answer)
    assert answer.status_code == 409
    assert "Anton har skrevet noget andet her imens. Vælg øverst, hvad der skal stå." in page.text
    assert "Antons indledning." in page.text
    assert "Almas indledning." in page.text
    assert page.fields["version"] == "2"
    theirs = alma.post(page_of(story), {**seen, "lead": "Almas indledning.", "version": "2", "lead__choice": "theirs"})
    assert (theirs.status_code, CaseStory.objects.get().lead) == (302, "Antons indledning.")
    mine = alma.post(page_of(story), {**seen, "lead": "Almas indledning.", "version": "2", "lead__choice": "mine"})
    assert (mine.status_code, CaseStory.objects.get().lead) == (302, "Almas indledning.")


def test_a_story_that_was_deleted_meanwhile_loses_no_text(story, as_, cast):
    seen = body(story, lead="Det nåede jeg at skrive.")
    address = page_of(story)
    actions.delete_story(story=story, by=cast.anton, at=AT)
    answer = as_("alma").post(address, seen)
    assert answer.status_code == 409
    assert "Casen er slettet af en kollega imens." in said(answer)[0]
    assert "Det nåede jeg at skrive." in answer.text
    assert as_("alma").get(address).status_code == 404


def test_a_filing_that_was_sent_meanwhile_loses_no_text(cast, round_, as_):
    filing = builders.filing_at(Status.DRAFT, round_=round_, cluster=cast.alfa, by=cast.alma)
    story = builders.tell(filing, by=cast.alma)
    filing.refresh_from_db()
    submit(submission=filing, by=cast.alma, at=AT, version=filing.version)
    alma = as_("alma")
    answer = alma.post(page_of(story), body(story, lead="For sent."))
    assert answer.status_code == 409
    assert "»Indsendt« og kan ikke ændres" in said(answer)[0]
    assert "For sent." in answer.text
    assert 'name="headline"' not in alma.get(page_of(story)).text.replace('type="hidden" name="headline"', "")


def test_ready_is_said_when_nothing_is_missing_and_otherwise_what(draft, story, as_, cast):
    alma = as_("alma")
    good = alma.post(page_of(story), body(story, onwards="ready"))
    assert said(good)[1] == "Casen er klar til redaktionen. I kan stadig rette i den."
    assert CaseStory.objects.get().state == StoryState.READY
    back = alma.post(page_of(story), body(story, onwards="draft"))
    assert (back.url, CaseStory.objects.get().state) == (page_of(story), StoryState.DRAFT)
    gap = alma.post(page_of(story), body(story, lead="", onwards="ready"))
    assert said(gap)[-1] == "Casen er gemt, men ikke klar endnu. Skriv en indledning."


def test_an_english_reader_gets_the_page_too(story, as_):
    answer = as_("alma").get(page_of(story), headers={"Accept-Language": "en"})
    assert answer.status_code == 200


# Moving and deleting.


def test_moving_up_and_deleting(draft, story, as_, cast):
    second = builders.tell(draft, headline="Den anden", by=cast.alma)
    alma = as_("alma")
    assert alma.post(page_of(second, "frem/")).url == LIST
    assert list(CaseStory.objects.values_list("headline", flat=True)) == ["Den anden", WHOLE_STORY["headline"]]
    assert "Det kan ikke fortrydes." in Page(alma.get(page_of(second, "slet/"))).text
    assert CaseStory.objects.count() == 2
    answer = alma.post(page_of(second, "slet/"))
    assert (answer.url, said(answer)[-1]) == (LIST, "Casen »Den anden« er slettet.")
    assert CaseStory.objects.get() == story


# The photo.


def photo_body(story, **more):
    return {"version": story.version, "alt": story.alt, "credit": story.credit, **more}


def test_a_photo_is_put_in_cut_described_shown_and_taken_out(story, as_):
    alma = as_("alma")
    file = builders.upload(builders.photo_bytes())
    answer = alma.post(page_of(story, "billede/"), photo_body(story, file=file, alt="To felter.", consent="on"))
    assert answer.url == page_of(story, "billede/")
    photo, story = StoryPhoto.objects.get(), CaseStory.objects.get()
    assert (story.alt, story.consent, photo.width, photo.focus_x) == ("To felter.", True, 900, 50)
    page = alma.get(page_of(story, "billede/"))
    assert "Billedet er 900 × 600 pixels." in page.text
    moved = alma.post(
        page_of(story, "billede/"), photo_body(story, consent="on", seen=photo.pk, focus="0", onwards="story")
    )
    assert moved.url == page_of(story)
    assert StoryPhoto.objects.values_list("pk", "focus_x", "focus_y").get() == (photo.pk, 0, 50)
    for size in ("side", "helt"):
        shown = alma.get(page_of(story, f"billede/{size}.jpg"))
        assert (shown["Content-Type"], b"".join(shown)[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    assert alma.get(page_of(story, "billede/original.jpg")).status_code == 404
    alma.post(page_of(story, "billede/fjern/"), {"seen": photo.pk})
    assert StoryPhoto.objects.count() == 0
    assert alma.get(page_of(story, "billede/side.jpg")).status_code == 404


def test_a_photo_is_not_found_by_its_path_nor_by_others(story, as_, cast):
    builders.put_photo(story, by=cast.alma)
    name = StoryPhoto.objects.get().web.name
    alma = as_("alma")
    assert alma.get(f"/media/{name}").status_code == 404
    address = page_of(story, "billede/side.jpg")
    assert [as_(who).get(address).status_code for who in ("bodil", "nikolaj", "vera")] == [404, 404, 200]


def test_a_file_that_is_no_photo_is_refused_and_the_words_stay(story, as_):
    file = builders.upload(b"GIF89a" + b"\x00" * 50, "foto.jpg")
    answer = as_("alma").post(page_of(story, "billede/"), photo_body(story, file=file, alt="To felter."))
    assert answer.status_code == 422
    assert "GIF har for få farver til tryk." in Page(answer).text
    assert "To felter." in answer.text
    assert StoryPhoto.objects.count() == 0


def test_an_empty_file_gets_its_own_sentence(story, as_):
    answer = as_("alma").post(page_of(story, "billede/"), photo_body(story, file=builders.upload(b"")))
    assert (answer.status_code, "Filen er tom." in answer.text) == (422, True)


@pytest.mark.parametrize("focus", ["-1", "101", "midt"])
def test_a_cut_outside_the_photo_is_refused(focus, story, as_, cast):
    story = builders.put_photo(story, by=cast.alma)
    answer = as_("alma").post(
        page_of(story, "billede/"), photo_body(story, seen=StoryPhoto.objects.get().pk, focus=focus)
    )
    assert answer.status_code == 422
    assert "Vælg et udsnit mellem 0 og 100 procent." in answer.text


def test_who_puts_in_a_photo_second_is_told_and_keeps_the_words(story, as_, cast):
    builders.put_photo(story, by=cast.anton)
    story.refresh_from_db()
    answer = as_("alma").post(
        page_of(story, "billede/"), photo_body(story, file=builders.upload(builders.photo_bytes()), consent="on")
    )
    assert answer.status_code == 409
    assert "Anton har lagt et andet billede ind imens." in said(answer)[0]
    assert StoryPhoto.objects.get().uploaded_by == cast.anton


# The editor's side.


def test_a_reviewer_reads_and_comments_and_the_unit_answers(story, as_, cast):
    rune = as_("rune")
    page = rune.get(page_of(story))
    assert WHOLE_STORY["lead"] in page.text
    assert "data-story" not in page.text
    assert rune.post(page_of(story, "kommentar/"), {"comment": "Er citatet godkendt?"}).url == page_of(story)
    alma = as_("alma")
    assert "Er citatet godkendt?" in Page(alma.get(page_of(story))).text
    alma.post(page_of(story), body(story, lead="Ny.", comment="Ja, i går."))
    assert list(StoryComment.objects.values_list("text", "by__name")) == [
        ("Er citatet godkendt?", "Rune"),
        ("Ja, i går.", "Alma"),
    ]
    assert CaseStory.objects.get().lead == "Ny."


def test_an_empty_or_endless_comment_is_refused(story, as_):
    rune = as_("rune")
    assert "Skriv en kommentar, før du sender." in rune.post(page_of(story, "kommentar/"), {"comment": " "}).text
    answer = rune.post(page_of(story, "kommentar/"), {"comment": "å" * 1001})
    assert (answer.status_code, "Højst 1000 tegn; der står 1001." in answer.text) == (422, True)
    assert StoryComment.objects.count() == 0


def test_a_viewer_reads_and_has_no_field_for_comments(story, as_):
    page = as_("vera").get(page_of(story))
    assert (page.status_code, 'name="comment"' in page.text) == (200, False)


def test_the_review_lists_the_stories_with_links(cast, round_, as_):
    filing = builders.filing_at(Status.DRAFT, round_=round_, cluster=cast.alfa, by=cast.alma)
    rune = as_("rune")
    address = reverse("review_filing", args=ALFA)
    assert "Cases" not in Page(rune.get(address)).words
    story = builders.tell(filing, by=cast.alma)
    assert page_of(story) in Page(rune.get(address)).links


# Others.


def test_a_story_of_another_unit_is_not_there(story, cast, round_, as_):
    theirs = builders.tell(start(round_=round_, cluster=cast.beta), by=cast.bodil)
    alma = as_("alma")
    for more in ("", "slet/", "billede/", "billede/side.jpg"):
        assert alma.get(page_of(theirs, more)).status_code == 404
    for more in ("slet/", "frem/", "kommentar/", "billede/", "billede/fjern/"):
        assert alma.post(page_of(theirs, more), {"comment": "x"}).status_code == 404
    assert alma.post(f"{LIST}side/", {"story": theirs.pk}).status_code == 404
    alma.post(page_of(theirs), body(theirs, headline="Kapret", version=""))
    assert CaseStory.objects.get(pk=theirs.pk).headline == WHOLE_STORY["headline"]


@pytest.mark.parametrize("number", [0, 10**9, 10**30])
def test_a_story_that_never_was_is_not_there(number, story, as_):
    assert as_("alma").get(f"{LIST}{number}/").status_code == 404


def test_what_people_write_is_text_and_no_markup(story, as_, cast):
    evil = '<script>alert("x")</script>'
    actions.save_story(story=story, texts={"headline": evil, "body": evil}, based_on=1, by=cast.alma, at=AT)
    actions.comment(story=story, text=evil, by=cast.rune, at=AT)
    for who in ("alma", "rune"):
        for address in (LIST, page_of(story)):
            assert evil not in as_(who).get(address).text
