"""The cards about one case, each by the name under which the registry of messages keeps it.

A builder gets the case, through whose eyes it is read and the id of the thing the message is about; it reads nothing else.
"""

from collections.abc import Callable

from bot.cards.acting import action_messages
from bot.cards.afterwards import access_request, feedback, holding, holding_due, information
from bot.cards.answering import consent, late_view, red_alert, risen, view_above
from bot.cards.cases import conflict, household, item, late_clock, links, referral_card, urgent_alert
from bot.cards.deciding import approval, disagreement, disagreement_answer, returned
from bot.cards.desk import danger, offered, rating_stands
from bot.cards.elements import Card
from bot.cards.hours import closed, on_call
from bot.cards.meetings import meeting, meeting_asks, minutes, papers_late, said_in_meeting
from bot.cards.referring import attached, received
from bot.cards.sight import Sight
from triage.case import Case

Builder = Callable[[Case, Sight, str], Card]

CASE_CARDS: dict[str, Builder] = {
    "after_hours": closed.card,
    "on_call": on_call.card,
    "action_offered": action_messages.offered,
    "action_declined": action_messages.declined,
    "less_safe": action_messages.less_safe,
    "said_instead": action_messages.said_instead,
    "time_asked": action_messages.time_asked,
    "time_answered": action_messages.time_answered,
    "referral": lambda case, sight, _: referral_card.card(case, sight),
    "received": received.card,
    "danger": danger.card,
    "urgent": urgent_alert.card,
    "holding": holding.card,
    "holding_due": holding_due.card,
    "risen": risen.card,
    "item": item.card,
    "deputy": conflict.card,
    "household": household.card,
    "link_proposed": links.proposed_card,
    "attached": attached.card,
    "red_alert": red_alert.card,
    "late_clock": late_clock.card,
    "consent": consent.card,
    "view_above": view_above.card,
    "rating_stands": rating_stands.told,
    "late_view": late_view.card,
    "papers_late": papers_late.card,
    "offered": offered.card,
    "approval": approval.card,
    "returned": returned.card,
    "feedback": feedback.card,
    "disagreement": disagreement.card,
    "disagreement_answer": disagreement_answer.card,
    "access_request": access_request.card,
    "information_request": information.card,
    "information_approval": information.to_approve,
    "information_reply": information.to_asker,
    "access_review": access_request.review_card,
    "meeting": meeting.of_case,
    "set_meeting": meeting_asks.to_set,
    "guest_item": meeting_asks.guest_item,
    "view_asked": said_in_meeting.asked_card,
    "said_for_you": said_in_meeting.card,
    "minutes": minutes.of_case,
}
