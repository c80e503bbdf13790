"""Every table. Plain columns are what the bot must find rows by; all that is personal is sealed in `body`.

Ids are random and say nothing. `forum` stands in every table that could one day hold more than one hub's rows.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.columns import Json, UTCDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ID = String(64)
CODE = String(60)


def _id() -> Column[str]:
    return Column("id", ID, primary_key=True)


def _in_order() -> tuple[Column[int], Column[str]]:
    """A number in the order of writing, and the id: what came later is told by the number, never by a clock."""
    number = BigInteger().with_variant(Integer, "sqlite")
    return Column("seq", number, primary_key=True, autoincrement=True), Column(
        "id", ID, nullable=False, unique=True
    )


def _of_referral() -> Column[str]:
    return Column("referral", ID, ForeignKey("referral.id"), nullable=False, index=True)


def _body() -> Column[bytes]:
    return Column("body", LargeBinary, nullable=False)


# The hub and its people.

forum = Table(
    "forum",
    metadata,
    _id(),
    Column("profile", CODE, nullable=False),
    Column("name", Text, nullable=False),
    Column("timezone", CODE, nullable=False),
    Column("language", String(10), nullable=False),
    Column("channels", Json, nullable=False),
    Column("partners", Json, nullable=False),
    Column("allowed_apps", Json, nullable=False),
)
person = Table(
    "person",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("language", String(10), nullable=False),
    Column("told_at", UTCDateTime),
)
membership = Table(
    "membership",
    metadata,
    Column("person", ID, ForeignKey("person.id"), primary_key=True),
    Column("forum", ID, ForeignKey("forum.id"), primary_key=True),
    Column("seat", CODE, primary_key=True),
    Column("roles", Json, nullable=False),
    Column("deputy_for", ID, nullable=False),
    Column("starts_at", UTCDateTime),
    Column("ends_at", UTCDateTime),
)
identity = Table(
    "identity",
    metadata,
    Column("surface", String(10), primary_key=True),
    Column("tenant", ID, primary_key=True),
    Column("user", ID, primary_key=True),
    Column("person", ID, ForeignKey("person.id"), nullable=False, index=True),
)
link_code = Table(
    "link_code",
    metadata,
    Column("code_hash", ID, primary_key=True),
    Column("person", ID, ForeignKey("person.id"), nullable=False),
    Column("purpose", CODE, nullable=False),
    Column("expires_at", UTCDateTime, nullable=False),
    Column("used_at", UTCDateTime),
)
duty = Table(
    "duty",
    metadata,
    _id(),
    Column("forum", ID, ForeignKey("forum.id"), nullable=False),
    Column("person", ID, ForeignKey("person.id"), nullable=False),
    Column("seat", CODE, nullable=False),
    Column("since", UTCDateTime, nullable=False),
    Column("until", UTCDateTime),
    Index("ix_duty_forum_until", "forum", "until"),
)
revision = Table(
    "revision",
    metadata,
    Column("name", CODE, primary_key=True),
    Column("number", Integer, nullable=False),
)

# Referrals and what belongs to them.

referral = Table(
    "referral",
    metadata,
    *_in_order(),
    Column("forum", ID, ForeignKey("forum.id"), nullable=False),
    Column("reference", String(20), nullable=False, unique=True),
    Column("kind", CODE, nullable=False),
    Column("source", CODE, nullable=False),
    Column("referrer_person", ID, nullable=False, index=True),
    Column("submission_token", String(64)),
    Column("fingerprint_token", String(64)),
    Column("received_at", UTCDateTime, nullable=False),
    Column("recorded_at", UTCDateTime, nullable=False),
    Column("closed_at", UTCDateTime),
    Column("revision", Integer, nullable=False),
    Column("audit_seq", Integer, nullable=False),
    Column("audit_mac", LargeBinary, nullable=False),
    _body(),
    UniqueConstraint("forum", "submission_token"),
    Index("ix_referral_forum_received_at", "forum", "received_at"),
)
data_key = Table(
    "data_key",
    metadata,
    Column("owner", ID, primary_key=True),
    Column("wrapped", Text),
    Column("created_at", UTCDateTime, nullable=False),
    Column("destroyed_at", UTCDateTime),
)
subject = Table(
    "subject",
    metadata,
    *_in_order(),
    _of_referral(),
    Column("number", Integer, nullable=False),
    Column("kind", CODE, nullable=False),
    Column("stage", CODE, nullable=False, index=True),
    Column("round", Integer, nullable=False),
    Column("views_open_at", UTCDateTime),
    _body(),
    UniqueConstraint("referral", "number"),
)
addition = Table(
    "addition",
    metadata,
    *_in_order(),
    _of_referral(),
    Column("at", UTCDateTime, nullable=False),
    Column("by", ID, nullable=False),
    Column("kind", CODE, nullable=False),
    Column("accepted_at", UTCDateTime),
    _body(),
)
search_token = Table(
    "search_token",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("subject", ID, ForeignKey("subject.id"), primary_key=True),
    Column("forum", ID, nullable=False),
    Column("at", UTCDateTime, nullable=False),
)
link = Table(
    "link",
    metadata,
    *_in_order(),
    _of_referral(),
    Column("subject", ID, ForeignKey("subject.id"), nullable=False, index=True),
    Column("other", ID, ForeignKey("subject.id"), nullable=False, index=True),
    Column("kind", CODE, nullable=False),
    Column("by", ID, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("supersedes", ID, nullable=False),
    _body(),
)
screening = Table(
    "screening",
    metadata,
    Column("referral", ID, ForeignKey("referral.id"), primary_key=True),
    Column("person", ID, primary_key=True),
    Column("at", UTCDateTime, nullable=False),
)
rating = Table(
    "rating",
    metadata,
    *_in_order(),
    _of_referral(),
    Column("subject", ID, ForeignKey("subject.id"), nullable=False),
    Column("round", Integer, nullable=False),
    Column("level", CODE, nullable=False),
    Column("was", CODE, nullable=False),
    Column("by", ID, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    _body(),
)
clock = Table(
    "clock",
    metadata,
    *_in_order(),
    _of_referral(),
    Column("subject", ID, nullable=False),
    Column("kind", CODE, nullable=False),
    Column("level", CODE, nullable=False),
    Column("started_at", UTCDateTime, nullable=False),
    Column("due_at", UTCDateTime, nullable=False),
    Column("stopped_at", UTCDateTime),
    Column("missed_at", UTCDateTime),
    Index("ix_clock_running", "due_at", "stopped_at", "missed_at"),
)
check = Table(
    "check",
    metadata,
    *_in_order(),
    _of_referral(),
    Column("seat", CODE, nullable=False),
    Column("subjects", Json, nullable=False),
    Column("asked_at", UTCDateTime, nullable=False),
    Column("due_at", UTCDateTime, nullable=False),
    Column("asked_by", ID, nullable=False),
)
answer = Table(
    "answer",
    metadata,
    *_in_order(),
    _of_referral(),
    Column("check", ID, nullable=False, index=True),
    Column("seat", CODE, nullable=False),
    Column("person", ID, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("supersedes", ID, nullable=False),
    Column("confirmed_at", UTCDateTime),
    _body(),
)
consent_decision = Table(
    "consent_decision",
    metadata,
    *_in_order(),
    _of_referral(),
    Column("answer", ID, ForeignKey("answer.id"), nullable=False, unique=True),
    Column("by", ID, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    _body(),
)
vote = Table(
    "vote",
    metadata,
    *_in_order(),
    _of_referral(),
    Column("subject", ID, ForeignKey("subject.id"), nullable=False),
    Column("round", Integer, nullable=False),
    Column("seat", CODE, nullable=False),
    Column("person", ID, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("late", Boolean, nullable=False),
    _body(),
)
proposal = Table(
    "proposal",
    metadata,
    *_in_order(),
    _of_referral(),
    Column("role", CODE, nullable=False),
    Column("by", ID, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("state", CODE, nullable=False),
    Column("decided_by", ID, nullable=False),
    Column("decided_at", UTCDateTime),
    _body(),
)
proposal_return = Table(
    "proposal_return",
    metadata,
    *_in_order(),
    _of_referral(),
    Column("proposal", ID, ForeignKey("proposal.id"), nullable=False, unique=True),
    Column("by", ID, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    _body(),
)
decision = Table(
    "decision",
    metadata,
    *_in_order(),
    _of_referral(),
    Column("subject", ID, ForeignKey("subject.id"), nullable=False),
    Column("round", Integer, nullable=False),
    Column("proposal", ID, ForeignKey("proposal.id"), nullable=False),
    Column("by", ID, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("supersedes", ID, nullable=False),
    _body(),
    UniqueConstraint("subject", "proposal"),
)
action = Table(
    "action",
    metadata,
    *_in_order(),
    _of_referral(),
    Column("subject", ID, nullable=False),
    Column("proposal", ID, nullable=False),
    Column("number", Integer, nullable=False),
    Column("seat", CODE, nullable=False),
    Column("owner", ID, nullable=False),
    Column("due_at", UTCDateTime, nullable=False),
    Column("done_at", UTCDateTime),
    _body(),
    UniqueConstraint("referral", "number"),
)
feedback = Table(
    "feedback",
    metadata,
    *_in_order(),
    _of_referral(),
    Column("state", CODE, nullable=False, index=True),
    Column("prepared_at", UTCDateTime, nullable=False),
    Column("due_at", UTCDateTime, nullable=False),
    Column("sent_at", UTCDateTime),
    Column("read_at", UTCDateTime),
    _body(),
)
disagreement = Table(
    "disagreement",
    metadata,
    *_in_order(),
    _of_referral(),
    Column("by", ID, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("level", Integer, nullable=False),
    Column("due_at", UTCDateTime, nullable=False),
    _body(),
)
task = Table(
    "task",
    metadata,
    *_in_order(),
    Column("forum", ID, ForeignKey("forum.id"), nullable=False),
    Column("referral", ID, nullable=False, index=True),
    Column("kind", CODE, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("due_at", UTCDateTime, nullable=False),
    Column("done_at", UTCDateTime),
    Column("done_by", ID, nullable=False),
    _body(),
    Index("ix_task_forum_done_at", "forum", "done_at"),
)

# What the surfaces need.

message = Table(
    "message",
    metadata,
    *_in_order(),
    Column("forum", ID, ForeignKey("forum.id"), nullable=False),
    Column("scope", ID, nullable=False, index=True),
    Column("surface", String(10), nullable=False),
    Column("audience", ID, nullable=False),
    Column("card", CODE, nullable=False),
    Column("thing", ID, nullable=False),
    Column("dedupe_key", String(300), nullable=False, unique=True),
    Column("created_at", UTCDateTime, nullable=False),
    Column("wanted_revision", Integer, nullable=False),
    Column("gone", Boolean, nullable=False),
    Column("shown_revision", Integer, nullable=False),
    Column("shown_digest", String(64), nullable=False),
    Column("shown_at", UTCDateTime),
    Column("conversation", Text, nullable=False),
    Column("platform_id", Text, nullable=False),
    Column("next_change_at", UTCDateTime, index=True),
    Column("delete_at", UTCDateTime),
    Column("state", CODE, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("try_at", UTCDateTime),
    Column("last_reason", CODE, nullable=False),
    Index("ix_message_due", "surface", "state", "try_at"),
)
channel_guard = Table(
    "channel_guard",
    metadata,
    Column("forum", ID, ForeignKey("forum.id"), primary_key=True),
    Column("surface", String(10), primary_key=True),
    Column("checked_at", UTCDateTime, nullable=False),
    Column("closed_since", UTCDateTime),
    Column("failures", Json, nullable=False),
)
conversation = Table(
    "conversation",
    metadata,
    Column("surface", String(10), primary_key=True),
    Column("tenant", ID, primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("reference", Json, nullable=False),
    Column("at", UTCDateTime, nullable=False),
)
delivery = Table(
    "delivery",
    metadata,
    Column("key", String(300), primary_key=True),
    Column("at", UTCDateTime, nullable=False, index=True),
    Column("reply", Json, nullable=False),
)
form_token = Table(
    "form_token",
    metadata,
    Column("token", ID, primary_key=True),
    Column("person", ID, nullable=False),
    Column("verb", CODE, nullable=False),
    Column("thing", ID, nullable=False),
    Column("shown_revision", Integer, nullable=False),
    Column("at", UTCDateTime, nullable=False, index=True),
    Column("spent_at", UTCDateTime),
    Column("reply", Json),
)
lease = Table(
    "lease",
    metadata,
    Column("name", CODE, primary_key=True),
    Column("holder", ID, nullable=False),
    Column("until", UTCDateTime, nullable=False),
)
web_session = Table(
    "web_session",
    metadata,
    Column("id_hash", ID, primary_key=True),
    Column("person", ID, ForeignKey("person.id"), nullable=False),
    Column("began_at", UTCDateTime, nullable=False),
    Column("seen_at", UTCDateTime, nullable=False),
    Column("ended_at", UTCDateTime),
)
authenticator = Table(
    "authenticator",
    metadata,
    Column("person", ID, ForeignKey("person.id"), primary_key=True),
    Column("secret", LargeBinary, nullable=False),
    Column("confirmed_at", UTCDateTime),
    Column("last_step", Integer, nullable=False),
)
draft = Table(
    "draft",
    metadata,
    Column("person", ID, ForeignKey("person.id"), primary_key=True),
    Column("verb", CODE, primary_key=True),
    Column("thing", ID, primary_key=True),
    Column("saved_at", UTCDateTime, nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
)
last_used = Table(
    "last_used",
    metadata,
    Column("person", ID, ForeignKey("person.id"), primary_key=True),
    Column("field", CODE, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

# The record of what was done, refused and opened.

audit = Table(
    "audit",
    metadata,
    Column("chain", ID, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", UTCDateTime, nullable=False),
    Column("actor", ID, nullable=False),
    Column("seat", CODE, nullable=False),
    Column("surface", String(10), nullable=False),
    Column("verb", CODE, nullable=False),
    Column("thing", ID, nullable=False),
    Column("outcome", CODE, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("mac", LargeBinary, nullable=False),
)
audit_head = Table(
    "audit_head",
    metadata,
    Column("chain", ID, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("mac", LargeBinary, nullable=False),
)

APPEND_ONLY = (audit, rating, vote, decision, consent_decision, proposal_return, disagreement, link)
"""Tables whose rows may never be changed or deleted; the database refuses it too."""
