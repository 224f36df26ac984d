"""Every write of the rehearsal: making and throwing away the copy, setting its stage, playing in it, its jobs."""

from reporting.rehearsal.actions.jobs import in_the_copy, run_waiting_jobs
from reporting.rehearsal.actions.life import begin, copy_the_house, let_units_in, throw_away, throw_away_remains
from reporting.rehearsal.actions.playing import Played, move_the_rest, play, stop_playing
from reporting.rehearsal.actions.visiting import keep_session, session_in_copy

__all__ = [
    "Played",
    "begin",
    "copy_the_house",
    "in_the_copy",
    "keep_session",
    "let_units_in",
    "move_the_rest",
    "play",
    "run_waiting_jobs",
    "session_in_copy",
    "stop_playing",
    "throw_away",
    "throw_away_remains",
]
