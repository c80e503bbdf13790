"""Microsoft's archived SDK can be replaced in a day: one module knows it."""

import ast
from pathlib import Path

import bot

SDK = {"azure", "botbuilder", "botframework", "msal", "msrest"}


def test_one_module_imports_the_sdk() -> None:
    root = Path(bot.__file__).parent
    knowing = {path.relative_to(root).as_posix() for path in root.rglob("*.py") if _imports(path) & SDK}
    assert knowing == {"surfaces/teams/sdk.py"}


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names
