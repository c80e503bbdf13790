"""Reporting a slip: what nearly went wrong, told at once to who can put it right, and what was learnt from it."""

from bot.cards import phrases, times
from bot.cards.elements import Button, Card, Choice, Form, Heading, Option, Quote, Row, Section, TextField
from bot.cards.sight import Sight
from triage.records import NearMiss


def form(sight: Sight) -> Form:
    """What anybody may report; names have no place in it."""
    _ = sight.words.gettext
    return Form(
        title=_("Report a slip"),
        verb="slip.report",
        thing="",
        body=(
            TextField(
                "what",
                _("What happened, without names"),
                limit=500,
                multiline=True,
                guarded=True,
                missing=_("Enter what happened"),
            ),
            Choice(
                "visible",
                _("Is it still visible?"),
                tuple(Option(code, words) for code, words in _visible(sight).items()),
                missing=_("Select if it is still visible"),
            ),
            phrases.safe_to_record(sight),
        ),
        submit=_("Send report"),
    )


def card(sight: Sight, one: NearMiss) -> Card:
    """The message to who must act: that there is a report, never what it says."""
    _ = sight.words.gettext
    line = _("SLIP REPORTED {when}").format(when=times.posted(sight, one.at))
    return Card(
        title=line,
        fallback=_("A slip was reported. Open the report."),
        body=(Section((_first_line(sight, one),)),),
        buttons=(
            phrases.button(
                _("Read the report"),
                _("Read the report of {when}").format(when=times.posted(sight, one.at)),
                "slip.review",
                one.id,
                primary=True,
            ),
        ),
    )


def review_form(sight: Sight, one: NearMiss, reference: str) -> Form:
    """The report whole, and what was learnt from it."""
    _ = sight.words.gettext
    about = (reference,) if reference else ()
    return Form(
        title=_("Near miss"),
        verb="slip.review",
        thing=one.id,
        body=(
            Section((*about, _reported(sight, one), _first_line(sight, one))),
            Heading(_("What happened")),
            Quote(one.what or kind(sight, one)),
            TextField(
                "learnt",
                _("What was done, and what was learnt"),
                limit=1000,
                multiline=True,
                guarded=True,
                missing=_("Enter what was done and what was learnt"),
            ),
            phrases.safe_to_record(sight),
        ),
        submit=_("Close the report"),
    )


def list_form(sight: Sight, waiting: tuple[NearMiss, ...]) -> Form:
    """The near misses that wait for a review."""
    _ = sight.words.gettext
    rows = tuple(
        Row((f"{n}. {times.happened(sight, one.at)} · {kind(sight, one)}",), (_read(sight, n, one),))
        for n, one in enumerate(waiting, start=1)
    )
    return Form(
        title=_("Near misses"),
        verb="slip.list",
        thing="",
        body=rows or (Section((_("No near miss waits for a review."),)),),
    )


def kind(sight: Sight, one: NearMiss) -> str:
    """What sort of near miss it is."""
    _ = sight.words.gettext
    return {
        "slip": _("A slip that somebody reported"),
        "unlinked": _("Two people were taken for one, and that was undone"),
    }[one.kind]


def _read(sight: Sight, number: int, one: NearMiss) -> Button:
    label = sight.words.gettext("Read {n}").format(n=number)
    return phrases.button(label, label, "slip.review", one.id)


def _reported(sight: Sight, one: NearMiss) -> str:
    _ = sight.words.gettext
    when = times.happened(sight, one.at)
    if not one.by:
        return _("Opened by the bot {when}.").format(when=when)
    agency = sight.seat(one.seat) if one.seat else _("the hub")
    return _("Reported by {name}, {agency}, {when}.").format(
        name=sight.name(one.by), agency=agency, when=when
    )


def _first_line(sight: Sight, one: NearMiss) -> str:
    _ = sight.words.gettext
    return {
        "yes": _("It is still visible: act on it now."),
        "not_sure": _("It may still be visible."),
        "no": _("It is not visible any more."),
    }.get(one.visible, kind(sight, one))


def _visible(sight: Sight) -> dict[str, str]:
    _ = sight.words.gettext
    return {"yes": _("Yes"), "no": _("No"), "not_sure": _("Not sure")}
