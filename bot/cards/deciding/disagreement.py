"""The personal message to a manager who must answer a disagreement: never who disagrees, or why."""

from bot.cards import phrases, posts, times
from bot.cards.deciding.disagreement_answer import nobody_higher
from bot.cards.elements import Button, Card, Section
from bot.cards.sight import Sight
from triage.authority import may
from triage.case import Case


def card(case: Case, sight: Sight, disagreement_id: str) -> Card:
    """Its level, when it is due and who answers; and first of all if somebody may be unsafe."""
    _ = sight.words.gettext
    reference = case.referral.reference
    now = next(found for found in case.standings if found.disagreement.id == disagreement_id)
    one = now.disagreement
    due = _("DISAGREEMENT, level {level}, due {when}.").format(
        level=now.level, when=times.posted(sight, now.due_at or one.due_at)
    )
    unsafe = (_("It says that somebody is unsafe now. Look at it at once."),) if one.unsafe else ()
    owner = _("{name} answers.").format(name=sight.name(now.owner)) if now.owner else ""
    owner = owner or _("Nobody else in this hub can answer it.")
    stands = nobody_higher(sight, case, now) or (_("The decision stands."),)
    fallback = _("{reference}: a disagreement needs you.")
    if one.unsafe:
        fallback = _("{reference}: a disagreement needs you now.")
    return Card(
        title=f"{due} {reference}",
        fallback=fallback.format(reference=reference),
        body=(Section((*unsafe, " ".join((owner, *stands)))),),
        buttons=(*answer(sight, case, disagreement_id), posts.open_details(sight, case)),
    )


def answer(sight: Sight, case: Case, disagreement_id: str) -> tuple[Button, ...]:
    """For those who may; whoever approved is told when somebody may be unsafe, and somebody else answers."""
    if sight.reader is None or not may(sight.reader, "disagreement.answer", case, disagreement_id).allowed:
        return ()
    _ = sight.words.gettext
    name = _("Answer the disagreement on {reference}").format(reference=case.referral.reference)
    return (phrases.button(_("Answer"), name, "disagreement.answer", disagreement_id, primary=True),)
