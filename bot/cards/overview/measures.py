"""The hub's figures in words: a table for each, bars beside it, and what was too small to be shown.

[001] names the figures; [000]-[004] none of the numbers.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from bot.cards import phrases
from bot.cards.sight import Sight
from triage.measures import OPEN, Measures, Within
from triage.small_numbers import Shown, beside, share, shown

MONTHS = (3, 6, 12)
"""The periods that can be looked at, in months back from now [001]."""
_WIDE = 100


@dataclass(frozen=True)
class Line:
    """One row of a figure: what it is, its values, and how long its bar is (0 to 100; None has no bar)."""

    label: str
    values: tuple[str, ...]
    bar: int | None = None


@dataclass(frozen=True)
class Figure:
    """One figure: its title, the heads of its columns, its rows, and a note that says how it was counted."""

    id: str
    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    note: str = ""


@dataclass(frozen=True)
class Report:
    """All figures of one period, ready to be shown."""

    title: str
    summary: tuple[str, ...]
    figures: tuple[Figure, ...]


def report(sight: Sight, told: Measures, months: int) -> Report:
    """The figures of the last so many months, in the reader's words."""
    _ = sight.words.gettext
    return Report(
        title=_("Measures, last {n} months").format(n=months),
        summary=tuple(_summary(sight, told)),
        figures=(
            _sources(sight, told),
            _issues(sight, told),
            _rating_change(sight, told),
            _outcomes(sight, told),
            _taken(sight, told),
            _within(sight, told),
            _responses(sight, told),
        ),
    )


def _summary(sight: Sight, told: Measures) -> Iterator[str]:
    _ = sight.words.gettext
    yield _("Referrals: {n}. People in them: {people}. Information requests: {requests}.").format(
        n=_about(sight, beside(told.referrals, shown(told.sources))),
        people=_about(sight, beside(told.people, shown(told.outcomes))),
        requests=_count(sight, told.information_requests),
    )
    yield _(
        "A number from 1 to 4 is not shown, nor one from which it could be worked out. A total beside it is rounded."
    )


def _sources(sight: Sight, told: Measures) -> Figure:
    """Sources too small to be shown stand together, so that a rare one is not even named."""
    _ = sight.words.gettext
    counts = shown(told.sources)
    named = [(str(source), count) for source, count in counts.counts.items() if count]
    rest = sum(count is None for count in counts.counts.values())
    lines = [*_bars(sight, named)]
    if rest:
        lines.append(Line(_("Others"), (_held(sight),)))
    return Figure(
        "source",
        _("Where referrals came from"),
        (_("Source"), _("Referrals")),
        (*lines, _total(sight, counts)),
        _("The kind of agency of whoever referred first."),
    )


def _issues(sight: Sight, told: Measures) -> Figure:
    _ = sight.words.gettext
    labels = {issue.id: issue.label for issue in sight.hub.profile.issues}
    counts = shown(told.issues)
    named = [(labels.get(str(code), str(code)), count) for code, count in counts.counts.items()]
    return Figure(
        "issue",
        _("What they were about"),
        (_("Issue"), _("Referrals")),
        tuple(_bars(sight, named)),
        _("Up to three for one referral, so they do not add up to all referrals."),
    )


def _rating_change(sight: Sight, told: Measures) -> Figure:
    _ = sight.words.gettext
    profile = sight.hub.profile
    levels = [level.id for level in profile.levels]
    counts = shown(told.rating_change)
    lines = tuple(
        Line(
            _("First {rating}").format(rating=phrases.rating(sight, first)),
            tuple(_count_or_held(sight, counts.counts.get((first, last), 0)) for last in levels),
        )
        for first in levels
    )
    everybody = sum(count for _pair, count in told.rating_change)
    changes = [(profile.rank(last) - profile.rank(first), n) for (first, last), n in told.rating_change]
    note = _("Went up: {up}. Went down: {down}. Counted for each person.").format(
        up=_percent(sight, sum(n for step, n in changes if step > 0), everybody),
        down=_percent(sight, sum(n for step, n in changes if step < 0), everybody),
    )
    heads = (_("Last {rating}").format(rating=phrases.rating(sight, level)) for level in levels)
    return Figure("rating_change", _("How ratings changed"), (_("Rating"), *heads), lines, note)


def _outcomes(sight: Sight, told: Measures) -> Figure:
    _ = sight.words.gettext
    profile = sight.hub.profile
    labels = {one.id: one.label for one in profile.outcomes}
    labels |= {way.id: way.label for way in profile.screening.exits} | {OPEN: _("Nothing decided yet")}
    counts = shown(told.outcomes)
    named = [(labels.get(str(code), str(code)), count) for code, count in counts.counts.items()]
    return Figure(
        "outcome",
        _("What was decided"),
        (_("Outcome"), _("People")),
        (*_bars(sight, named), _total(sight, counts)),
        _("Counted for each person, not for each referral."),
    )


def _taken(sight: Sight, told: Measures) -> Figure:
    _ = sight.words.gettext
    taken = told.taken
    enough = shown((("decided", taken.decided),)).counts["decided"]
    decided = _about(sight, beside(taken.decided, shown(told.outcomes)))
    lines = (
        Line(_("People with a decision"), (decided if enough else _count_or_held(sight, enough),)),
        Line(_("Half were decided within"), (_span(sight, taken.median if enough else None),)),
        Line(_("Nine in ten were decided within"), (_span(sight, taken.nine_in_ten if enough else None),)),
    )
    return Figure("time", _("Time taken"), (_("From receipt to the first decision"), _("Time")), lines)


def _within(sight: Sight, told: Measures) -> Figure:
    _ = sight.words.gettext
    return Figure(
        "within",
        _("Decided within the time of the rating"),
        (_("Rating"), _("Share")),
        tuple(_in_time(sight, one) for one in told.within),
        _("Of those whose time has ended. Each person counts, at the last rating."),
    )


def _in_time(sight: Sight, one: Within) -> Line:
    label = phrases.rating(sight, one.level)
    return Line(label, (_percent(sight, one.in_time, one.ended),), share(one.in_time, one.ended))


def _responses(sight: Sight, told: Measures) -> Figure:
    """One row for each agency; the parts of a row add up, so they are held back together."""
    _ = sight.words.gettext
    lines = []
    for one in told.responses:
        waiting = one.asked - one.in_time - one.late - one.no_reply
        parts = shown(
            (("in_time", one.in_time), ("late", one.late), ("none", one.no_reply), ("wait", waiting))
        )
        also = [
            shown((("yes", n), ("no", one.asked - n))).counts["yes"]
            for n in (one.nothing_known, one.cannot_check)
        ]
        values = (parts.counts["in_time"], parts.counts["late"], parts.counts["none"], *also)
        total = _about(sight, parts)
        lines.append(Line(sight.seat(one.seat), (total, *(_count_or_held(sight, each) for each in values))))
    return Figure(
        "response",
        _("How agencies answered"),
        (
            _("Agency"),
            _("Asked"),
            _("In time"),
            _("Late"),
            _("No reply"),
            _("Nothing known"),
            _("Cannot check"),
        ),
        tuple(lines),
        _("By agency, never by person. What is not due yet is in none of late and no reply."),
    )


# Numbers.


def _bars(sight: Sight, counts: Iterable[tuple[str, int | None]]) -> Iterator[Line]:
    counted = [(label, count) for label, count in counts if count != 0]
    longest = max((count for _label, count in counted if count), default=0)
    for label, count in counted:
        bar = round(_WIDE * count / longest) if count and longest else None
        yield Line(label, (_count_or_held(sight, count),), bar)


def _total(sight: Sight, counts: Shown) -> Line:
    return Line(sight.words.gettext("All"), (_about(sight, counts),))


def _about(sight: Sight, counts: Shown) -> str:
    if counts.rounded and not counts.total:
        return _held(sight)
    if counts.rounded:
        return sight.words.gettext("about {n}").format(n=counts.total)
    return str(counts.total)


def _count(sight: Sight, count: int) -> str:
    return _about(sight, shown((("all", count),)))


def _count_or_held(sight: Sight, count: int | None) -> str:
    return _held(sight) if count is None else str(count)


def _held(sight: Sight) -> str:
    return sight.words.gettext("not shown")


def _percent(sight: Sight, part: int, whole: int) -> str:
    found = share(part, whole)
    return _held(sight) if found is None else f"{found}%"


def _span(sight: Sight, span: timedelta | None) -> str:
    _, many = sight.words.gettext, sight.words.ngettext
    if span is None:
        return _held(sight)
    minutes = int(span.total_seconds()) // 60
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = (
        (days, many("{n} day", "{n} days", days)),
        (hours, many("{n} hour", "{n} hours", hours)),
        (minutes if not days else 0, many("{n} minute", "{n} minutes", minutes)),
    )
    said = " ".join(words.format(n=n) for n, words in parts if n)
    return said or _("less than a minute")
