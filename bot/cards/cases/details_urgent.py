"""Details, first of all: urgent protection, who started it, what they said, and who deals with it."""

from collections.abc import Iterator

from bot.cards import times
from bot.cards.cases import urgent
from bot.cards.elements import FormPart, Heading, Section
from bot.cards.referring.secret_address import quoted
from bot.cards.sight import Sight
from triage import visibility
from triage.authority import Actor
from triage.case import Case
from triage.records import UrgentProtection


def urgent_protection(sight: Sight, case: Case, actor: Actor) -> Iterator[FormPart]:
    """Each time it was started, the newest first; the words to those who may read them."""
    if not case.urgent:
        return
    yield Heading(sight.words.gettext("Urgent protection"))
    for started in reversed(case.urgent):
        yield Section(tuple(_course(sight, case, started)))
        if visibility.urgent_words(actor, case, started):
            yield Section((sight.words.gettext("What was said is for the hub. Ask the duty manager."),))
        else:
            yield quoted(sight, case, started.words)


def _course(sight: Sight, case: Case, started: UrgentProtection) -> Iterator[str]:
    _ = sight.words.gettext
    yield _("Started {when}. By: {who}. {called}").format(
        when=times.now_read(sight, started.at),
        who=urgent.started_by(sight, case, started),
        called=urgent.called(sight, started),
    )
    taken = case.taken(started)
    if taken is None:
        yield _("Nobody has said yet that they are dealing with it.")
    else:
        yield _("{name} is dealing with it since {when}.").format(
            name=sight.name(taken.by), when=times.now_read(sight, taken.at)
        )
