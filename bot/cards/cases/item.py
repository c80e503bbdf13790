"""A case that stands in no channel, as one person's own card; and the same discretion for all else about a restricted case."""

from dataclasses import replace

from bot.cards import phrases, posts, times
from bot.cards.cases import referral_card, side_states
from bot.cards.elements import Button, Card, Section
from bot.cards.roles import awaited
from bot.cards.sight import Sight
from triage.authority import may
from triage.case import Case
from triage.visibility import knowers


def card(case: Case, sight: Sight, _thing: str) -> Card:
    """How urgent and what is needed now; no initials, and a fallback that names no case."""
    _ = sight.words.gettext
    state = case.state(sight.now)
    discretion = _discretion(case, sight)
    return Card(
        title=_title(case, sight),
        fallback=_fallback(case, sight),
        body=(
            Section((_first_line(case, sight),)),
            Section((" ".join((*side_states.lines(case, sight), discretion, _now(case, sight))),)),
        ),
        buttons=tuple(one for one in referral_card.buttons(case, sight, state) if _may(sight, case, one)),
    )


def discreet(card: Card, case: Case, sight: Sight) -> Card:
    """Any other card about a restricted case: a lock screen shows that there is one, and nothing of it."""
    first, *rest = card.body or (Section(()),)
    lines = first.lines if isinstance(first, Section) else ()
    others = rest if isinstance(first, Section) else card.body
    return replace(
        card,
        title=_title(case, sight),
        fallback=_fallback(case, sight),
        body=(Section((card.title, *lines)), *others),
    )


def _may(sight: Sight, case: Case, button: Button) -> bool:
    """It is one person's own card: what they may not do stands on it no more than in their menu."""
    return sight.reader is None or may(sight.reader, button.verb, case, button.thing).allowed


def _title(case: Case, sight: Sight) -> str:
    _ = sight.words.gettext
    return _("A restricted item needs you") if case.circle.restricted else _("A personal item needs you")


def _fallback(case: Case, sight: Sight) -> str:
    _ = sight.words.gettext
    if case.circle.restricted:
        return _("A restricted item needs you. Open My work.")
    return _("A personal item needs you. Open My work.")


def _first_line(case: Case, sight: Sight) -> str:
    _ = sight.words.gettext
    if case.state(sight.now) in {"decided", "closed"}:
        return case.referral.reference
    return _("{rating_due} · {reference}").format(
        rating_due=posts.rating_due(sight, case), reference=case.referral.reference
    )


def _discretion(case: Case, sight: Sight) -> str:
    _ = sight.words.gettext
    if not case.circle.restricted:
        return _("Do not mention it in the channel.")
    return sight.words.ngettext(
        "You are the only person who can see this. Do not mention it in the channel.",
        "You are one of {n} people who can see this. Do not mention it in the channel.",
        people := len(knowers(sight.roster, case, sight.now)),
    ).format(n=people)


def _now(case: Case, sight: Sight) -> str:
    _ = sight.words.gettext
    match case.state(sight.now):
        case "closed":
            return _("Nothing more to do here.")
        case "decided":
            at = posts.decided_at(case, sight.now)
            return _("Now: decided {when}.").format(when=times.posted(sight, at))
        case "proposed":
            first = case.open_proposals[0]
            return _("Now: decision proposed {time}. Waiting for {role}.").format(
                time=posts.at(sight, case, first.at), role=awaited(sight, case, first.role)
            )
    return _answering(case, sight)


def _answering(case: Case, sight: Sight) -> str:
    _ = sight.words.gettext
    seat = sight.reader.seat if sight.reader else ""
    if not case.asked:
        return _("Now: agencies have not been asked yet.")
    if seat in case.asked and not case.seat_answer(seat).answered:
        late = seat in case.late(sight.now)
        words = (
            _("Late since {time}: your agency's answer.")
            if late
            else _("Now: your answer is needed by {time}.")
        )
        return words.format(time=posts.at(sight, case, case.seat_answer(seat).due_at))
    return " ".join((_how_far(case, sight), *phrases.shut_out(sight, case)))


def _how_far(case: Case, sight: Sight) -> str:
    _ = sight.words.gettext
    if case.ready(sight.now):
        return _("Now: ready for a decision.")
    return _("Now: {n} of {all} agencies have answered.").format(n=len(case.answered), all=len(case.asked))
