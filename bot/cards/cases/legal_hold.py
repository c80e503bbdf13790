"""Set or lift a legal hold: from then on nothing about the case is deleted, or may be again."""

from bot.cards import phrases
from bot.cards.cases import closing
from bot.cards.elements import Form, TextField
from bot.cards.form_top import form_top
from bot.cards.sight import Sight
from triage.case import Case


def form(sight: Sight, case: Case, *, on: bool) -> Form:
    """Why it is set, or why it is lifted."""
    _ = sight.words.gettext
    what = _("Posts, words and keys of this case are kept until the hold is lifted.")
    if not on:
        what = _("Posts go when their time is over, and the words when they stand in the case system.")
    return Form(
        title=_("Set a legal hold") if on else _("Lift the legal hold"),
        verb="hold.set" if on else "hold.lift",
        thing=case.referral.id,
        body=(
            *form_top(sight, case, also=filter(None, (closing.held(sight, case), what))),
            TextField(
                "reason",
                _("Why"),
                guarded=True,
                limit=500,
                multiline=True,
                missing=_("Enter why"),
            ),
            phrases.safe_to_record(sight),
        ),
        submit=_("Set the hold") if on else _("Lift the hold"),
    )
