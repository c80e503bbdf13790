"""What was proposed before and came back: the form opens with it, so that nobody types it again."""

from collections.abc import Iterator

from bot.cards import phrases, times
from bot.cards.elements import Fields, FormPart, Section
from bot.cards.referring.secret_address import quoted, without
from bot.cards.sight import Sight
from triage import action_due
from triage.case import Case
from triage.records import Proposal, ProposedAction, Subject

ACTION_ROWS = (1, 2, 3)


def stands_below(
    sight: Sight, case: Case, before: tuple[Proposal, ...], missing: tuple[str, ...]
) -> Iterator[FormPart]:
    """That the form is filled in, and with whose words; why nobody waited before is read where it must be said anew."""
    if not before:
        return
    _ = sight.words.gettext
    newest = before[-1]
    line = _("What {name} proposed {when} is filled in below. Change what is needed.")
    yield Section((line.format(name=sight.name(newest.by), when=times.now_read(sight, newest.at)),))
    if newest.without and not _covers(newest, missing):
        seats = phrases.seats(sight, tuple(newest.without))
        yield Section((_("Before, going on without {seats} because:").format(seats=seats),))
        yield quoted(sight, case, _reason(newest))


def values(
    sight: Sight,
    case: Case,
    subjects: tuple[Subject, ...],
    before: tuple[Proposal, ...],
    missing: tuple[str, ...],
) -> Fields:
    """What the fields hold, oldest part first in `before`: never that it is safe to record, which is said anew.

    Why nobody waits is left out where an agency is `missing` now that it was not said of.
    """
    newest_first = before[::-1]
    texts = {
        "rationale": newest_first[0].rationale,
        "without": _reason(newest_first[0]) if _covers(newest_first[0], missing) else "",
        "safety": next((one.safety for one in newest_first if one.safety), ""),
        "referrer_words": next((one.referrer_words for one in newest_first if one.referrer_words), ""),
        **_actions(next((one.actions for one in newest_first if one.actions), ())),
    }
    typed = {field: without(sight, case, text) for field, text in texts.items()}
    return {field: (text,) for field, text in (_outcomes(sight, subjects, before) | typed).items() if text}


def _outcomes(sight: Sight, subjects: tuple[Subject, ...], before: tuple[Proposal, ...]) -> dict[str, str]:
    """The newest outcome for each, as far as the hub still has it."""
    there = {one.id for one in sight.hub.profile.outcomes}
    said = {one.subject: one.outcome for part in before for one in part.outcomes if one.outcome in there}
    return {f"outcome_{subject.number}": said.get(subject.id, "") for subject in subjects}


def _actions(actions: tuple[ProposedAction, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, action in zip(ACTION_ROWS, actions, strict=False):
        day = action_due.chosen_date(action.due)
        found |= {
            f"action_{number}_what": action.what,
            f"action_{number}_who": action.seat,
            f"action_{number}_due": action_due.ANOTHER_DATE if day else action.due,
            f"action_{number}_date": f"{day.day} {day.month} {day.year}" if day else "",
        }
    return found


def _covers(proposal: Proposal, missing: tuple[str, ...]) -> bool:
    """Whether it was said of each agency that is missing now why nobody waits for it."""
    return set(missing) <= set(proposal.without)


def _reason(proposal: Proposal) -> str:
    return next(iter(proposal.without.values()), "")
