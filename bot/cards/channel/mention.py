"""A mention in the channel, for somebody whom the bot cannot write to in a chat of their own: the reference, and nothing else."""

from bot.cards.elements import Card, Mention
from bot.cards.sight import Sight
from triage.case import Case


def card(case: Case, sight: Sight, person: str, user: str) -> Card:
    """`user` is the person's account on the surface whose channel it stands in."""
    reference = case.referral.reference
    return Card(title=reference, fallback=reference, body=(Mention(user, sight.name(person)),))
