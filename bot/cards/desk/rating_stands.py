"""The rating stands against a view above it: the button, the form that asks why, who is told, and how it reads."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from bot.cards import phrases, posts, times
from bot.cards.answering import view_words
from bot.cards.desk import rerate
from bot.cards.elements import Button, Card, Form, FormPart, Section, TextField
from bot.cards.form_top import form_top
from bot.cards.referring.secret_address import quoted
from bot.cards.sight import Sight
from triage import views_above
from triage.case import Case
from triage.records import Subject, Vote

MOST = 12
"""So many views stand in one form; of more the others are asked about next."""


def button(sight: Sight, case: Case, vote: Vote) -> Button:
    """Opens the form about this view and all others of the case that wait."""
    _ = sight.words.gettext
    name = _("The rating stands, {reference}").format(reference=case.referral.reference)
    return phrases.button(_("The rating stands"), name, "rating.stands", vote.id)


def field(subject: Subject) -> str:
    """The field in which it is said why the rating of this person stands."""
    return f"reason_{subject.number}"


def shown(case: Case) -> tuple[Vote, ...]:
    """The views that a form shows: those that wait, of one person after the other."""
    return views_above.to_answer(case)[:MOST]


class TooLate(NamedTuple):
    """Somebody of whom something was written though no view on them waits any more; who answered for them when, if anybody."""

    kind: str
    number: int
    by: str = ""
    at: datetime | None = None


def too_late(case: Case, subject: Subject) -> TooLate:
    """Why what was written of this person cannot be kept."""
    said = views_above.answered_for(case, subject)
    if said is None:
        return TooLate(subject.kind, subject.number)
    return TooLate(subject.kind, subject.number, said.by, said.at)


def as_facts(those: Iterable[TooLate]) -> dict[str, str]:
    """The same as codes and ids, for a reply."""
    known = {str(one.number): one for one in those}
    facts = {"late": " ".join(known)} if known else {}
    for number, one in known.items():
        at = one.at.isoformat() if one.at else ""
        facts |= {f"kind_{number}": one.kind, f"by_{number}": one.by, f"at_{number}": at}
    return facts


def not_kept(sight: Sight, facts: Mapping[str, str]) -> Iterator[str]:
    """Whom somebody answered for first, and that what was written of them was not kept."""
    for number in facts.get("late", "").split():
        kind, by, at = (facts[f"{what}_{number}"] for what in ("kind", "by", "at"))
        one = TooLate(kind, int(number), by, datetime.fromisoformat(at) if at else None)
        words = sight.words.gettext("What you wrote about {child} was not kept.")
        yield f"{_why_late(sight, one)} {words.format(child=_child(sight, one))}"


def _why_late(sight: Sight, one: TooLate) -> str:
    _ = sight.words.gettext
    if one.at is None:
        return _("No view on {child} is above the rating any more.").format(child=_child(sight, one))
    said = _("{name} said at {time} that the rating of {child} stands.")
    return said.format(name=sight.name(one.by), time=times.happened(sight, one.at), child=_child(sight, one))


def _child(sight: Sight, one: TooLate) -> str:
    return phrases.inside(phrases.label_of(sight, one.kind, one.number))


def form(
    sight: Sight, case: Case, thing: str, *, needed: bool = True, also: tuple[Subject, ...] = ()
) -> Form:
    """Each view that waits, with its reason; by person the rating in force, and the question why that stands.

    `needed` says whether it must be answered, where it is about one person alone. `also` are those of whom something was
    written before somebody else answered for them: it stays in the form, which says that it is not kept.
    """
    _ = sight.words.gettext
    votes = shown(case)
    people = tuple(case.subject(one) for one in dict.fromkeys(vote.subject for vote in votes))
    alone = len((*people, *also)) == 1
    body: list[FormPart] = [*form_top(sight, case, people)]
    for subject in people:
        body += rerate.in_force(sight, case, subject)
        for vote in (one for one in votes if one.subject == subject.id):
            body += _view(sight, case, vote)
        body.append(_why(sight, subject, alone=alone, optional=not (alone and needed)))
    for subject in also:
        body += _written_late(sight, case, subject)
    left = len(views_above.to_answer(case)) - len(votes)
    if left:
        more = sight.words.ngettext(
            "{n} more view is asked about next.", "{n} more views are asked about next.", left
        )
        body.append(Section((more.format(n=left),)))
    return Form(
        title=_("The rating stands"),
        verb="rating.stands",
        thing=thing,
        body=(*body, phrases.safe_to_record(sight)),
        submit=_("The rating stands"),
        shows=tuple(_answered_by(case, votes)),
    )


def _answered_by(case: Case, votes: tuple[Vote, ...]) -> Iterator[str]:
    """The views, and the ratings that are said to stand against them."""
    for vote in votes:
        yield vote.id
        rating = case.rating_of(case.subject(vote.subject))
        if rating is not None:
            yield rating.id


def nothing_written(sight: Sight) -> str:
    """What is said when no reason was given for anybody."""
    return sight.words.gettext("Enter why the rating stands")


def _view(sight: Sight, case: Case, vote: Vote) -> Iterator[FormPart]:
    yield Section((view_words.said(sight, vote),))
    why = view_words.reason(sight, case, vote)
    yield from (quoted(sight, case, words) for words in (why, vote.why_changed) if words)
    yield from beside(sight, case, vote)


def _why(sight: Sight, subject: Subject, *, alone: bool, optional: bool) -> TextField:
    _ = sight.words.gettext
    label = _("Why the rating stands")
    if not alone:
        child = phrases.label_inside(sight, subject)
        label = _("Why the rating of {child} stands (optional)").format(child=child)
    return TextField(
        field(subject),
        label,
        hint=_("Everybody who may read these views reads this. It is in the minutes."),
        guarded=True,
        limit=1000,
        multiline=True,
        optional=optional,
        missing=nothing_written(sight),
    )


def _written_late(sight: Sight, case: Case, subject: Subject) -> Iterator[FormPart]:
    """What was written of somebody too late, for its writer to read or copy; nobody checks what nobody keeps."""
    _ = sight.words.gettext
    yield Section((_why_late(sight, too_late(case, subject)),))
    yield replace(
        _why(sight, subject, alone=False, optional=True),
        hint=_("What is written here is not kept."),
        guarded=False,
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
