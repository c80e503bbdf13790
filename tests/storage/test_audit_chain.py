from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.audit_chain import (
    NO_PREVIOUS_MAC,
    ChainEntry,
    ChainFault,
    ChainHead,
    ChainProblem,
    entry_mac,
    verify,
)
from storage.keys import new_key

KEY = new_key()
NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
LENGTH = 6


def sign(entry: ChainEntry, previous_mac: bytes) -> ChainEntry:
    parts = {name: getattr(entry, name) for name in entry.__dataclass_fields__ if name != "mac"}
    return replace(entry, mac=entry_mac(KEY, previous_mac, **parts))


def chain_of(length: int = LENGTH, chain: str = "referral:r1") -> list[ChainEntry]:
    entries: list[ChainEntry] = []
    for seq in range(1, length + 1):
        entry = ChainEntry(
            chain=chain,
            seq=seq,
            at=NOON + timedelta(minutes=seq),
            actor="p7",
            seat="police",
            surface="slack",
            verb="vote.cast",
            thing=f"vote:{seq}",
            outcome="done",
            body_ciphertext=bytes([seq]) * 8,
            mac=b"",
        )
        entries.append(sign(entry, entries[-1].mac if entries else NO_PREVIOUS_MAC))
    return entries


def head_of(entries: list[ChainEntry]) -> ChainHead:
    return ChainHead(entries[-1].seq, entries[-1].mac)


@pytest.mark.parametrize("length", [0, 1, LENGTH])
def test_a_whole_chain_has_no_problems_in_whatever_order_it_is_read(length: int) -> None:
    entries = chain_of(length)
    assert verify(reversed(entries), KEY, head_of(entries) if entries else None) == []


def test_a_chain_that_grew_since_its_head_was_noted_is_whole() -> None:
    entries = chain_of()
    assert verify(entries, KEY, head_of(entries[:3])) == []


@pytest.mark.parametrize(
    "change",
    [
        {"at": NOON},
        {"actor": "p8"},
        {"actor": None},
        {"actor": ""},
        {"seat": "health"},
        {"surface": "web"},
        {"verb": "vote.change"},
        {"thing": "vote:9"},
        {"thing": None},
        {"outcome": "refused"},
        {"body_ciphertext": b"other"},
        {"mac": bytes(32)},
        {"chain": "referral:r2"},
        {"actor": "p7police", "seat": ""},
    ],
    ids=str,
)
@pytest.mark.parametrize("seq", [1, 3, LENGTH])
def test_a_changed_entry_is_found_and_named(seq: int, change: dict[str, Any]) -> None:
    entries = chain_of()
    entries[seq - 1] = replace(entries[seq - 1], **change)
    problems = verify(entries, KEY)
    assert problems[0] == ChainProblem(ChainFault.CHANGED, seq)
    # A changed mac spoils its own entry and the one that follows it; any other change spoils one entry.
    assert len(problems) == (2 if "mac" in change and seq < LENGTH else 1)


@given(gone=st.sets(st.integers(min_value=1, max_value=LENGTH), min_size=1))
def test_whatever_is_taken_out_is_noticed_by_who_kept_the_head(gone: set[int]) -> None:
    entries = chain_of()
    left = [entry for entry in entries if entry.seq not in gone]
    assert verify(left, KEY, head_of(entries)) != []


def test_a_gap_is_named_by_its_first_missing_number() -> None:
    entries = chain_of()
    assert verify(entries[:1] + entries[3:], KEY) == [ChainProblem(ChainFault.MISSING, 2)]


def test_a_missing_beginning_is_a_gap() -> None:
    assert verify(chain_of()[2:], KEY) == [ChainProblem(ChainFault.MISSING, 1)]


def test_closing_a_gap_by_renumbering_is_found() -> None:
    entries = chain_of()
    closed = entries[:1] + [replace(entry, seq=entry.seq - 1) for entry in entries[2:]]
    assert {problem.fault for problem in verify(closed, KEY)} == {ChainFault.CHANGED}


def test_two_entries_swapped_are_found() -> None:
    entries = chain_of()
    entries[1], entries[2] = replace(entries[2], seq=2), replace(entries[1], seq=3)
    assert [problem.seq for problem in verify(entries, KEY)] == [2, 3, 4]


def test_a_second_entry_with_the_same_number_is_found() -> None:
    entries = chain_of()
    assert ChainProblem(ChainFault.REPEATED, 3) in verify([*entries, entries[2]], KEY)


@pytest.mark.parametrize("kept", [0, 1, LENGTH - 1])
def test_a_cut_end_is_found_with_the_head_and_only_then(kept: int) -> None:
    entries = chain_of()
    assert verify(entries[:kept], KEY, head_of(entries)) == [ChainProblem(ChainFault.CUT, kept + 1)]
    assert verify(entries[:kept], KEY) == []


def test_an_end_that_was_cut_and_written_anew_is_found_with_the_head() -> None:
    entries = chain_of()
    other = sign(replace(entries[-1], outcome="refused"), entries[-2].mac)
    anew = [*entries[:-1], other]
    assert verify(anew, KEY) == []
    assert verify(anew, KEY, head_of(entries)) == [ChainProblem(ChainFault.REPLACED, LENGTH)]


def test_another_key_verifies_nothing() -> None:
    assert [problem.seq for problem in verify(chain_of(), new_key())] == list(range(1, LENGTH + 1))


def test_the_same_moment_in_another_zone_is_the_same_entry() -> None:
    entries = chain_of()
    shifted = [replace(entry, at=entry.at.astimezone(timezone(timedelta(hours=1)))) for entry in entries]
    assert verify(shifted, KEY) == []


def test_an_entry_without_a_time_zone_is_refused() -> None:
    with pytest.raises(TypeError):
        sign(replace(chain_of()[0], at=NOON.replace(tzinfo=None)), NO_PREVIOUS_MAC)
