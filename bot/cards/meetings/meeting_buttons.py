"""The buttons of meetings and of the day's list. `what` is the reference, or how many cases: it tells two meetings apart."""

from bot.cards import phrases, posts
from bot.cards.elements import Button
from bot.cards.sight import Sight
from triage.case import Case
from triage.meetings import Sitting


def here(sight: Sight, sitting: Sitting, what: str) -> Button:
    """One press, by whoever is in the meeting."""
    _ = sight.words.gettext
    name = _("I am here, meeting about {what}").format(what=what)
    return phrases.button(_("I am here"), name, "meeting.here", sitting.meeting.id, opens=False, primary=True)


def roll(sight: Sight, sitting: Sitting, what: str) -> Button:
    """Opens the roll call."""
    _ = sight.words.gettext
    name = _("Roll call, meeting about {what}").format(what=what)
    return phrases.button(_("Roll call"), name, "meeting.roll", sitting.meeting.id)


def start(sight: Sight, sitting: Sitting, what: str) -> Button:
    """Lets the meeting begin, or says who is missing."""
    _ = sight.words.gettext
    name = _("Start, meeting about {what}").format(what=what)
    return phrases.button(_("Start"), name, "meeting.start", sitting.meeting.id, opens=False)


def more(sight: Sight, sitting: Sitting, what: str) -> Button:
    """Opens what else this person may do with the meeting."""
    _ = sight.words.gettext
    name = _("More for the meeting about {what}").format(what=what)
    return phrases.button(_("More"), name, "meeting.more", sitting.meeting.id)


def phone(sight: Sight, sitting: Sitting, missing: tuple[str, ...], what: str) -> Button:
    """Opens whom to phone of the first agency that is missing."""
    _ = sight.words.gettext
    label = _("Phone {seat}").format(seat=phrases.seats_inside(sight, missing[:1]))
    name = _("{label} for the meeting about {what}").format(label=label, what=what)
    return phrases.button(label, name, "meeting.phone", sitting.meeting.id, primary=True)


def adjourn(sight: Sight, sitting: Sitting, what: str) -> Button:
    """Opens until when, why, and what keeps the child safe."""
    _ = sight.words.gettext
    name = _("Adjourn the meeting about {what}").format(what=what)
    return phrases.button(_("Adjourn"), name, "meeting.adjourn", sitting.meeting.id)


def interim(sight: Sight, sitting: Sitting, what: str) -> Button:
    """Opens why it goes on without the agencies that are missing."""
    _ = sight.words.gettext
    label = _("Go on: interim decision only")
    name = _("{label}, meeting about {what}").format(label=label, what=what)
    return phrases.button(label, name, "meeting.interim", sitting.meeting.id)


def next_case(sight: Sight, sitting: Sitting, what: str) -> Button:
    """Opens the end of the case in hand."""
    _ = sight.words.gettext
    label = _("Next case") if sitting.next_item else _("Close the meeting")
    name = _("{label}, after {what}").format(label=label, what=what)
    return phrases.button(label, name, "meeting.next", sitting.meeting.id)


def minutes(sight: Sight, sitting: Sitting, what: str) -> Button:
    """Opens the minutes."""
    _ = sight.words.gettext
    name = _("Minutes of the meeting about {what}").format(what=what)
    return phrases.button(_("Minutes"), name, "minutes.read", sitting.meeting.id)


def ask_views(sight: Sight, case: Case) -> Button:
    """Asks each seat in the meeting that has given none for its view."""
    _ = sight.words.gettext
    label = _("Ask for the missing views")
    name = _("{label} on {reference}").format(label=label, reference=case.referral.reference)
    return phrases.button(label, name, "meeting.ask_views", case.referral.id, opens=False, primary=True)


def said(sight: Sight, case: Case) -> Button:
    """Opens what an agency said."""
    _ = sight.words.gettext
    label = _("Record what was said")
    name = _("{label} about {reference}").format(label=label, reference=case.referral.reference)
    return phrases.button(label, name, "meeting.said", case.referral.id)


def propose(sight: Sight, case: Case) -> Button:
    """Opens the proposal."""
    _ = sight.words.gettext
    name = _("Propose decision on {reference}, in the meeting").format(reference=case.referral.reference)
    return phrases.button(_("Propose decision"), name, "decision.propose", case.referral.id)


def decide(sight: Sight, case: Case) -> Button:
    """Opens the proposal whole, for whoever must approve it."""
    _ = sight.words.gettext
    name = _("Read and decide {reference}, in the meeting").format(reference=case.referral.reference)
    return posts.read_and_decide_any(sight, case, name)


def disagree(sight: Sight, case: Case) -> Button:
    """Opens a disagreement, which is kept by name with the decision."""
    _ = sight.words.gettext
    name = _("I disagree about {reference}").format(reference=case.referral.reference)
    return phrases.button(_("I disagree"), name, "disagreement.raise", case.referral.id)


def set_time_and_chair(sight: Sight, case: Case) -> Button:
    """Opens when, who chairs and where."""
    _ = sight.words.gettext
    label = _("Set time and chair")
    name = _("{label} for {reference}").format(label=label, reference=case.referral.reference)
    return phrases.button(label, name, "meeting.call", case.referral.id, primary=True)


def call_for_list(sight: Sight, day_list: str) -> Button:
    """Opens when, who chairs and where, for the day's list."""
    _ = sight.words.gettext
    return phrases.button(
        _("Call the meeting"), _("Call the meeting for the day's list"), "list.call", day_list
    )


def open_list(sight: Sight, day_list: str) -> Button:
    """Opens the day's list."""
    _ = sight.words.gettext
    return phrases.button(
        _("Open the list"), _("Open the list of the day"), "list.open", day_list, primary=True
    )
