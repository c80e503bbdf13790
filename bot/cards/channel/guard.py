"""The message to administrator and duty manager when a channel may not get cards: which rule failed."""

from bot.cards import phrases, times
from bot.cards.elements import Card, Form, Section
from bot.cards.sight import Sight
from storage.forums import GuardState

SURFACES = {"slack": "Slack", "teams": "Teams"}


def card(state: GuardState, sight: Sight, surface: str) -> Card:
    """What is wrong with a surface's channel, by account or organisation, and what can be done."""
    _ = sight.words.gettext
    where = SURFACES.get(surface, surface)
    since = times.posted(sight, state.closed_since) if state.closed_since else ""
    line = _("{where}: the channel gets no cards since {when}").format(where=where, when=since)
    return Card(
        title=line,
        fallback=_("{where}: the channel gets no cards.").format(where=where),
        body=(
            Section(tuple(_failure(sight, code, who) for code, who in state.failures)),
            Section((_("Personal messages and the web go on."),)),
        ),
        buttons=(
            phrases.button(
                _("Removed, check again"),
                _("Removed, check again, {where}").format(where=where),
                "guard.recheck",
                surface,
                opens=False,
                primary=True,
            ),
            phrases.button(
                _("Add to roster"), _("Add to roster, {where}").format(where=where), "guard.add", surface
            ),
        ),
    )


def add_form(sight: Sight, state: GuardState, surface: str) -> Form:
    """How somebody is added to the roster, and which accounts wait for that."""
    _ = sight.words.gettext
    accounts = tuple(who for code, who in state.failures if code == "not_on_roster")
    columns = "slack_user" if surface == "slack" else "teams_object"
    return Form(
        title=_("Add to roster"),
        verb="guard.add",
        thing=surface,
        body=(
            Section(
                (
                    _("People are added in the file people.csv, never from here."),
                    _("Write the account in the column {column} of the person it belongs to.").format(
                        column=columns
                    ),
                    _("Then run: mash-triage people import people.csv"),
                )
            ),
            *((Section((_("Accounts that nobody is linked to:"), *accounts)),) if accounts else ()),
        ),
    )


def _failure(sight: Sight, code: str, who: str) -> str:
    _ = sight.words.gettext
    said = {
        "public": _("The channel is not private."),
        "shared": _("It is shared with an organisation that is not listed: {who}."),
        "app": _("An app or bot that is not listed is in it: {who}."),
        "not_on_roster": _("Somebody in it is not on the roster: {who}."),
        "may_not_see": _("Somebody in it may not see its cards: {who}."),
        "left": _("Somebody in it has left: {who}."),
        "guest": _("A guest is in it: {who}."),
        "not_seen": _(
            "The bot cannot see who is in it. Was it archived, or the bot taken out? We are told: {who}."
        ),
    }
    return said[code].format(who=who)
