"""The choices of an answer and their words, the same in the form and wherever an answer is read."""

from bot.cards.elements import Option
from bot.cards.sight import Sight


def kinds(sight: Sight) -> tuple[Option, ...]:
    """What a seat may answer."""
    _ = sight.words.gettext
    return (
        Option("known_with_info", _("Known, with information")),
        Option("known_no_concern", _("Known, no concern")),
        Option("checked_nothing_known", _("Checked, nothing known")),
        Option("cannot_check", _("Cannot check")),
    )


def needs(sight: Sight) -> tuple[Option, ...]:
    """Why information is needed."""
    _ = sight.words.gettext
    return (
        Option("risk", _("To judge risk to a child now")),
        Option("safety", _("To keep someone safe from contact or being found")),
        Option("help", _("To decide who should help")),
        Option("other", _('Other: say so in "What you know"')),
    )


def bases(sight: Sight) -> tuple[Option, ...]:
    """The lawful bases that this hub shares on, each with its special category condition."""
    return tuple(Option(basis.id, basis.label) for basis in sight.hub.profile.consent.bases)


def consents(sight: Sight) -> tuple[Option, ...]:
    """What happened about consent."""
    _ = sight.words.gettext
    return (
        Option("not_needed", _("Not needed, or not safe to ask")),
        Option("given", _("Asked and given")),
        Option("refused", _("Asked and refused")),
    )


def tiers(sight: Sight) -> tuple[Option, ...]:
    """Who may see an answer."""
    _ = sight.words.gettext
    return (
        Option("hub", _("The hub only")),
        Option("lead", _("The lead professional too")),
        Option("referrer", _("May be told to the referrer or family")),
    )


def label_of(options: tuple[Option, ...], value: str) -> str:
    """The words of a code; empty for one that is not among these."""
    return next((option.label for option in options if option.value == value), "")
