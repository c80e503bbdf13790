"""The rating stands against a view above it: the button, the form that asks why, who is told, and how it reads."""

from collections.abc import Callable, Iterator
from datetime import datetime

from bot.cards import phrases, posts, times
from bot.cards.answering import view_words
from bot.cards.desk import rerate
from bot.cards.elements import Button, Card, Form, FormPart, Section, TextField
from bot.cards.form_top import form_top
from bot.cards.referring.secret_address import quoted
from bot.cards.sight import Sight
from triage import views_above
from triage.case import Case
from triage.records import Vote


def button(sight: Sight, case: Case, vote: Vote) -> Button:
    """Opens the form about one view."""
    _ = sight.words.gettext
    name = _("The rating stands, {child}, view of {when}, {reference}").format(
        child=phrases.label_inside(sight, case.subject(vote.subject)),
        when=times.posted(sight, vote.at),
        reference=case.referral.reference,
    )
    return phrases.button(_("The rating stands"), name, "rating.stands", vote.id)


def form(sight: Sight, case: Case, vote: Vote) -> Form:
    """The view with its reason, the rating in force, and the question why that stands."""
    _ = sight.words.gettext
    subject = case.subject(vote.subject)
    return Form(
        title=_("The rating stands"),
        verb="rating.stands",
        thing=vote.id,
        body=(
            *form_top(sight, case, (subject,)),
            *rerate.in_force(sight, case, subject),
            Section((view_words.said(sight, vote),)),
            *(quoted(sight, case, words) for words in (vote.reason, vote.why_changed) if words),
            *beside(sight, case, vote),
            TextField(
                "reason",
                _("Why the rating stands"),
                hint=_("Everybody who may read this view reads this. It is in the minutes."),
                guarded=True,
                limit=1000,
                multiline=True,
                missing=_("Enter why the rating stands"),
            ),
            phrases.safe_to_record(sight),
        ),
        submit=_("The rating stands"),
    )


def told(case: Case, sight: Sight, thing: str) -> Card:
    """To whose view it was: that somebody answered it, and where to read why. `thing` is what was said."""
    _ = sight.words.gettext
    said = next(one for one in case.ratings_stand if one.id == thing)
    line = _("{reference}: your view was read, and the rating stands.").format(
        reference=case.referral.reference
    )
    why = _("{name} said so {when}. Read why in details.").format(
        name=sight.name(said.by), when=times.posted(sight, said.at)
    )
    return Card(
        title=line, fallback=line, body=(Section((why,)),), buttons=(posts.open_details(sight, case),)
    )


def beside(
    sight: Sight, case: Case, vote: Vote, say: Callable[[Sight, datetime], str] = times.now_read
) -> Iterator[FormPart]:
    """Who said of this view that which rating stands, and why; its own agency reads how to disagree. `say` says when."""
    _ = sight.words.gettext
    levels = {rating.id: rating.level for rating in case.ratings}
    for one in views_above.said_of(case, vote):
        line = _("{name} said {when} that {rating} stands.").format(
            name=sight.name(one.by), when=say(sight, one.at), rating=phrases.rating(sight, levels[one.rating])
        )
        yield Section((" ".join((line, *_how_to_disagree(sight, vote))),))
        yield quoted(sight, case, one.reason)


def _how_to_disagree(sight: Sight, vote: Vote) -> Iterator[str]:
    if sight.reader is not None and sight.reader.seat == vote.seat and not sight.on_paper:
        yield sight.words.gettext("If you do not agree, choose Raise a disagreement under More.")
