"""Addresses of the six stages."""

from django.urls import path

from reporting.catalogue import views as catalogue
from reporting.consolidation import views as consolidation
from reporting.log import views as log
from reporting.publication import views as publication
from reporting.receipts import views as receipts
from reporting.rehearsal import views as rehearsal
from reporting.review import views as review
from reporting.rounds import views as rounds
from reporting.rules import views as rules
from reporting.stories import views as stories
from reporting.submissions import views as submissions
from reporting.workbooks import views as workbooks

FILING = "indberetning/<int:year>/<slug:slug>/"
STORY = f"{FILING}cases/<int:story_id>/"
REVIEWED = "indberetninger/<int:year>/<slug:slug>/"
CHOSEN = "indberetninger/<int:year>/valgte/"
YEAR = "aaret/<int:year>/"
UNIT = f"{YEAR}enheder/<slug:slug>/"
REHEARSAL = "aaret/<int:year>/generalproeve/"
CATALOGUE = "aaret/<int:year>/katalog/"

urlpatterns = [
    path("", submissions.home, name="home"),
    path(f"{FILING}begynd/", submissions.start, name="start"),
    path(FILING, submissions.overview, name="submission"),
    path(f"{FILING}tjek/", submissions.check, name="check"),
    path(f"{FILING}indsend/", submissions.submit, name="submit"),
    path(f"{FILING}afsnit/<slug:code>/", submissions.section, name="section"),
    path(f"{FILING}afsnit/<slug:code>/gem/", submissions.save_value, name="save_value"),
    path(f"{FILING}afsnit/<slug:code>/status/", submissions.section_status, name="section_status"),
    path(f"{FILING}afsnit/<slug:code>/indsaet/", submissions.paste, name="paste"),
    path(f"{FILING}historik/<slug:code>/", submissions.value_history, name="value_history"),
    path(f"{FILING}spoergsmaal/", submissions.questions, name="questions"),
    path(f"{FILING}kolleger/", submissions.colleagues, name="colleagues"),
    path(f"{FILING}kolleger/inviter/", submissions.invite, name="invite"),
    path(f"{FILING}kolleger/<int:pk>/", submissions.colleague, name="colleague"),
    path(f"{FILING}kolleger/<int:pk>/inviter-igen/", submissions.invite_again, name="invite_again"),
    path(f"{FILING}kolleger/<int:pk>/fjern/", submissions.remove_colleague, name="remove_colleague"),
    path(f"{FILING}kolleger/afsnit/<slug:code>/", submissions.assign, name="assign"),
    path(f"{FILING}kolleger/link/", submissions.make_link, name="make_link"),
    path(f"{FILING}kolleger/link/<int:pk>/luk/", submissions.revoke_link, name="revoke_link"),
    path("del/<slug:token>/", submissions.guest, name="guest"),
    path("del/<slug:token>/afsnit/", submissions.guest_section, name="guest_section"),
    path("del/<slug:token>/afsnit/gem/", submissions.guest_save, name="guest_save"),
    path("del/<slug:token>/afsnit/status/", submissions.guest_status, name="guest_status"),
    path(f"{FILING}kvittering/", receipts.receipt, name="receipt"),
    path(f"{FILING}kvittering.pdf", receipts.receipt_pdf, name="receipt_pdf"),
    path(f"{FILING}kvittering/<int:version>/", receipts.receipt, name="earlier_receipt"),
    path(f"{FILING}kvittering-<int:version>.pdf", receipts.receipt_pdf, name="earlier_receipt_pdf"),
    path(f"{FILING}tilbageblik/", receipts.give_back, name="give_back"),
    path(f"{FILING}tilbageblik.pdf", receipts.give_back_pdf, name="give_back_pdf"),
    path(f"{FILING}tilbageblik/gruppe/", receipts.peers, name="peers"),
    path(f"{FILING}blanket.pdf", receipts.blank_form, name="blank_form"),
    path("kvitteringer/", receipts.find_receipt, name="find_receipt"),
    path(f"{FILING}excel/", workbooks.workbook, name="workbook"),
    path(f"{FILING}excel/hent/", workbooks.download, name="workbook_download"),
    path(f"{FILING}excel/indlaes/<int:number>/", workbooks.upload, name="workbook_upload"),
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
    path("indberetninger/<int:year>/", review.desk, name="review_list"),
    path("indberetninger/<int:year>/liste.<slug:ending>", review.desk_file, name="desk_file"),
    path(f"{CHOSEN}ryk/", review.remind, name="desk_remind"),
    path(f"{CHOSEN}ryk/send/", review.remind_send, name="desk_remind_send"),
    path(f"{CHOSEN}frist/", review.extend, name="desk_extend"),
    path(f"{CHOSEN}frist/gem/", review.extend_save, name="desk_extend_save"),
    path(f"{CHOSEN}hent/", review.chosen_file, name="desk_chosen_file"),
    path("aaret/", rounds.years, name="years"),
    path("aaret/nyt/", rounds.new_year, name="new_year"),
    path(YEAR, rounds.year, name="year"),
    path(f"{YEAR}datoer/", rounds.year_days, name="year_days"),
    path(f"{YEAR}aabn/", rounds.open_year, name="open_year"),
    path(f"{YEAR}kasser/", rounds.discard_year, name="discard_year"),
    path(f"{YEAR}importer/", rounds.import_list, name="import_list"),
    path(f"{YEAR}sammenlaeg/", rounds.merge, name="merge_units"),
    path(f"{YEAR}ny-enhed/", rounds.new_unit, name="new_unit"),
    path(f"{YEAR}tag-op/", rounds.take_up, name="take_up"),
    path(f"{YEAR}enheder/", rounds.year_units, name="year_units"),
    path(UNIT, rounds.year_unit, name="year_unit"),
    path(f"{UNIT}udsaet/", rounds.extend, name="extend"),
    path(f"{UNIT}udsaet/traek-tilbage/", rounds.withdraw_extension, name="withdraw_extension"),
    path(f"{UNIT}af-listen/", rounds.take_off, name="take_off"),
    path(f"{UNIT}fortryd/", rounds.undo_merger, name="undo_merger"),
    path(REVIEWED, review.filing, name="review_filing"),
    path(f"{REVIEWED}godkend/", review.accept, name="accept"),
    path(f"{REVIEWED}retur/", review.return_for_correction, name="return_for_correction"),
    path(f"{REVIEWED}genaabn/", review.reopen, name="reopen"),
    path(f"{REVIEWED}fodnote/", review.footnote, name="footnote"),
    path(f"{REVIEWED}forloeb/", log.timeline, name="timeline"),
    path("aaret/<int:year>/regler/", rules.rules, name="rules"),
    path("aaret/<int:year>/regler/regn/", rules.check_rounds, name="check_rounds"),
    path("aaret/<int:year>/regler/proev/", rules.rule_trial, name="rule_trial"),
    path("log/", log.log, name="log"),
    path("log/log.csv", log.log_csv, name="log_csv"),
    path(f"{REVIEWED}spoergsmaal/", review.prepare_questions, name="prepare_questions"),
    path(f"{REVIEWED}note/", review.filing_note, name="filing_note"),
    path(f"{REVIEWED}note/<int:pk>/fulgt-op/", review.settle_note, name="settle_note"),
    path(f"{REVIEWED}fravig/", review.waiver, name="waiver"),
    path(f"{REVIEWED}se-som/", review.see_as, name="see_as"),
    path(f"{REVIEWED}se-som/slut/", review.stop_seeing_as, name="stop_seeing_as"),
    path(f"{REVIEWED}tal/<slug:code>/", review.value, name="review_value"),
    path(f"{REVIEWED}tal/<slug:code>/kommentar/", review.remark, name="review_remark"),
    path(f"{REVIEWED}tal/<slug:code>/note/", review.note, name="review_note"),
    path(f"{REVIEWED}tal/<slug:code>/ret/", review.correct, name="correct_value"),
    path("gennemsyn/<int:year>/", review.queue, name="review_queue"),
    path("gennemsyn/<int:year>/set-efter/", review.look, name="mark_seen"),
    path(CATALOGUE, catalogue.overview, name="catalogue"),
    path(f"{CATALOGUE}katalog.toml", catalogue.export, name="catalogue_export"),
    path(f"{CATALOGUE}aendringer/", catalogue.difference, name="catalogue_difference"),
    path(f"{CATALOGUE}vis/<slug:code>/", submissions.catalogue_preview, name="catalogue_preview"),
    path(f"{CATALOGUE}fortryd/<int:pk>/", catalogue.restore, name="catalogue_restore"),
    path(f"{CATALOGUE}ny/<slug:table>/", catalogue.add, name="catalogue_add"),
    path(f"{CATALOGUE}<slug:table>/<slug:code>/", catalogue.change, name="catalogue_row"),
    path(f"{CATALOGUE}<slug:table>/<slug:code>/flyt/", catalogue.move, name="catalogue_move"),
    path(f"{CATALOGUE}<slug:table>/<slug:code>/slet/", catalogue.drop, name="catalogue_drop"),
    path("tal/<int:year>/", consolidation.national_figures, name="national_figures"),
    path("tal/<int:year>/tal.csv", consolidation.national_csv, name="national_csv"),
    path("tal/<int:year>/opgoer/", consolidation.consolidate, name="consolidate"),
    path("bogen/<int:year>/", publication.book, name="book"),
    path("bogen/<int:year>/byg/", publication.build, name="build_book"),
    path("bogen/<int:year>/byg/<int:build_id>/", publication.progress, name="build_progress"),
    path("bogen/<int:year>/udgave-<int:number>.pdf", publication.edition, name="edition"),
    path(REHEARSAL, rehearsal.rehearsal, name="rehearsal"),
    path(f"{REHEARSAL}begynd/", rehearsal.begin, name="begin_rehearsal"),
    path(f"{REHEARSAL}fremdrift/", rehearsal.progress, name="rehearsal_progress"),
    path(f"{REHEARSAL}sekretariater/", rehearsal.let_units_in, name="share_rehearsal"),
    path(f"{REHEARSAL}smid-vaek/", rehearsal.throw_away, name="throw_rehearsal_away"),
    path("generalproeve/", rehearsal.stage, name="stage"),
    path("generalproeve/rolle/", rehearsal.play, name="play"),
    path("generalproeve/rolle/slut/", rehearsal.stop_playing, name="stop_playing"),
    path("generalproeve/resten/", rehearsal.move_the_rest, name="move_the_rest"),
]
