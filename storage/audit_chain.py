"""The audit chain: each entry's mac covers the entry before it, so none can be changed or taken out unseen.

Only computing happens here. The mac covers the encrypted body, so a chain stays whole when retention destroys
the key that opens the body.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256

from storage.encoding import length_prefixed

FIRST_SEQ = 1
NO_PREVIOUS_MAC = b""  # what the first entry of a chain follows


@dataclass(frozen=True)
class ChainEntry:
    """One stored entry of a chain; `at` is aware."""

    chain: str
    seq: int
    at: datetime
    actor: str | None
    seat: str | None
    surface: str | None
    verb: str
    thing: str | None
    outcome: str
    body_ciphertext: bytes
    mac: bytes


@dataclass(frozen=True)
class ChainHead:
    """The last entry of a chain as it was noted somewhere else: on the referral's row, or in the nightly file."""

    seq: int
    mac: bytes


class ChainFault(StrEnum):
    """What can be wrong with a chain."""

    MISSING = "missing"  # no entry has this number, though a later one or the head does
    REPEATED = "repeated"  # two entries have this number
    CHANGED = "changed"  # the entry is not the one that was written
    CUT = "cut"  # the chain ends before the head that was noted
    REPLACED = "replaced"  # the entry at the head's number is not the one that was noted


@dataclass(frozen=True)
class ChainProblem:
    """A fault and the number of the first entry that it concerns."""

    fault: ChainFault
    seq: int


def entry_mac(
    audit_key: bytes,
    previous_mac: bytes,
    *,
    chain: str,
    seq: int,
    at: datetime,
    actor: str | None,
    seat: str | None,
    surface: str | None,
    verb: str,
    thing: str | None,
    outcome: str,
    body_ciphertext: bytes,
) -> bytes:
    """HMAC-SHA256 over the mac before this entry and every part of the entry. `at` is aware."""
    if at.utcoffset() is None:
        raise TypeError("An audit entry's time needs a time zone")
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    message = length_prefixed(
        previous_mac, chain, str(seq), moment, actor, seat, surface, verb, thing, outcome, body_ciphertext
    )
    return hmac.new(audit_key, message, sha256).digest()


def verify(entries: Iterable[ChainEntry], key: bytes, head: ChainHead | None = None) -> list[ChainProblem]:
    """What is wrong with one chain, in order of number; empty when it is whole.

    `head` may be older than the last entry: it proves that the chain reached it. One changed entry is one
    problem: the entries after it are judged by the mac that it carries. The entry after a gap is not judged,
    since what it followed is gone.
    """
    ordered = sorted(entries, key=lambda entry: entry.seq)
    return _faults_between(ordered, key) + _faults_at_head(ordered, head)


def _faults_between(ordered: list[ChainEntry], key: bytes) -> list[ChainProblem]:
    problems = []
    expected, previous_mac = FIRST_SEQ, NO_PREVIOUS_MAC
    for entry in ordered:
        if entry.seq < expected:
            problems.append(ChainProblem(ChainFault.REPEATED, entry.seq))
            continue
        if entry.seq > expected:
            problems.append(ChainProblem(ChainFault.MISSING, expected))
        elif not hmac.compare_digest(entry.mac, _mac_of(entry, key, previous_mac)):
            problems.append(ChainProblem(ChainFault.CHANGED, entry.seq))
        expected, previous_mac = entry.seq + 1, entry.mac
    return problems


def _faults_at_head(ordered: list[ChainEntry], head: ChainHead | None) -> list[ChainProblem]:
    if head is None:
        return []
    last = ordered[-1].seq if ordered else FIRST_SEQ - 1
    if last < head.seq:
        return [ChainProblem(ChainFault.CUT, last + 1)]
    noted = [entry for entry in ordered if entry.seq == head.seq]
    if noted and not any(hmac.compare_digest(entry.mac, head.mac) for entry in noted):
        return [ChainProblem(ChainFault.REPLACED, head.seq)]
    return []


def _mac_of(entry: ChainEntry, key: bytes, previous_mac: bytes) -> bytes:
    return entry_mac(
        key,
        previous_mac,
        chain=entry.chain,
        seq=entry.seq,
        at=entry.at,
        actor=entry.actor,
        seat=entry.seat,
        surface=entry.surface,
        verb=entry.verb,
        thing=entry.thing,
        outcome=entry.outcome,
        body_ciphertext=entry.body_ciphertext,
    )
