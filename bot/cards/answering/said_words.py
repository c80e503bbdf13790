"""How what an agency said in a meeting was kept, in words: who wrote it down, and whether the agency confirmed it."""

from bot.cards.sight import Sight
from triage.case import Case
from triage.records import Statement, Vote


def how_kept(sight: Sight, statement: Statement) -> str:
    """Who wrote it down, and whether the agency confirmed it."""
    _ = sight.words.gettext
    if statement.by == statement.confirmed_by:
        return _("said in the meeting")
    said = _("said in the meeting, written by {name}").format(name=sight.name(statement.by))
    if statement.confirmed_at is None:
        return _("{said}, not confirmed").format(said=said)
    return _("{said}, confirmed by {name}").format(said=said, name=sight.name(statement.confirmed_by))


def unconfirmed(sight: Sight, case: Case, vote: Vote) -> str:
    """The mark of a view that somebody else wrote down and its agency has not confirmed; empty for any other."""
    for one in case.statements:
        if vote.id in one.votes and one.confirmed_at is None:
            return how_kept(sight, one)
    return ""


def seat(sight: Sight, case: Case, vote: Vote) -> str:
    """Whose view it is, with that mark: "Probation (said in the meeting, written by S. Patel, not confirmed)"."""
    mark = unconfirmed(sight, case, vote)
    return f"{sight.seat(vote.seat)} ({mark})" if mark else sight.seat(vote.seat)
