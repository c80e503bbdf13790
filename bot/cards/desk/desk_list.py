"""What waits to be screened, in the order in which it should be."""

from bot.cards import posts, times
from bot.cards.desk import screen
from bot.cards.elements import Form, Row, Section
from bot.cards.sight import Sight
from triage.case import Case
from triage.records import Screening


def form(sight: Sight, waiting: tuple[tuple[Case, tuple[Screening, ...]], ...]) -> Form:
    """Each referral with what is known before it is opened, and who has it open."""
    _ = sight.words.gettext
    rows = tuple(_row(sight, case, others) for case, others in waiting)
    return Form(
        title=_("To screen"),
        verb="desk.list",
        thing=sight.hub.forum.id,
        body=rows or (Section((nothing(sight),)),),
    )


def nothing(sight: Sight) -> str:
    """What is said when nothing waits."""
    return sight.words.gettext("Nothing waits to be screened.")


def _row(sight: Sight, case: Case, others: tuple[Screening, ...]) -> Row:
    _ = sight.words.gettext
    reference = case.referral.reference
    arrived = _("{reference}, arrived {when}").format(
        reference=reference, when=times.now_read(sight, case.referral.received_at)
    )
    danger = _("It says that someone is in danger now.")
    doubtful = _("Something in it looks wrong.")
    lines = (
        arrived,
        *((danger,) if case.in_danger else ()),
        *((doubtful,) if case.referral.doubts else ()),
        *screen.being_screened(sight, others),
    )
    return Row(lines, (posts.screen(sight, case),))
