"""Every table. Plain columns are what the bot must find rows by; all that is personal is sealed in `body`.

Ids are random and say nothing. `forum` stands in every table that could one day hold more than one hub's rows.
"""

from storage.tables.base import metadata
from storage.tables.hub import (
    duty,
    forum,
    identity,
    link_code,
    membership,
    person,
    revision,
)
from storage.tables.record import (
    audit,
    audit_head,
)
from storage.tables.referral import (
    action,
    addition,
    answer,
    check,
    clock,
    consent_decision,
    data_key,
    decision,
    disagreement,
    feedback,
    link,
    proposal,
    proposal_return,
    rating,
    referral,
    screening,
    search_token,
    subject,
    task,
    vote,
)
from storage.tables.surfaces import (
    authenticator,
    channel_guard,
    conversation,
    delivery,
    draft,
    form_token,
    last_used,
    lease,
    message,
    web_session,
)

__all__ = (
    "APPEND_ONLY",
    "action",
    "addition",
    "answer",
    "audit",
    "audit_head",
    "authenticator",
    "channel_guard",
    "check",
    "clock",
    "consent_decision",
    "conversation",
    "data_key",
    "decision",
    "delivery",
    "disagreement",
    "draft",
    "duty",
    "feedback",
    "form_token",
    "forum",
    "identity",
    "last_used",
    "lease",
    "link",
    "link_code",
    "membership",
    "message",
    "metadata",
    "person",
    "proposal",
    "proposal_return",
    "rating",
    "referral",
    "revision",
    "screening",
    "search_token",
    "subject",
    "task",
    "vote",
    "web_session",
)

APPEND_ONLY = (audit, rating, vote, decision, consent_decision, proposal_return, disagreement, link)
"""Tables whose rows may never be changed or deleted; the database refuses it too."""
