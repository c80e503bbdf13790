"""The rules are told the time; none of them looks at a clock."""

import ast
from pathlib import Path

import pytest

import triage

MODULES = sorted(Path(triage.__file__).parent.glob("*.py"))
CLOCKS = {"now", "utcnow", "today", "time", "monotonic"}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_rule_reads_a_clock(module: Path) -> None:
    called = [node.func for node in ast.walk(ast.parse(module.read_text())) if isinstance(node, ast.Call)]
    read = [
        ast.unparse(one)
        for one in called
        if isinstance(one, ast.Attribute) and one.attr in CLOCKS and isinstance(one.value, ast.Name)
        if one.value.id in {"datetime", "date", "time"}
    ]
    assert read == []
