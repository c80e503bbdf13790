"""A message's Block Kit payload laid out as Slack lays blocks out. It is our drawing: Slack has no renderer to run."""

from html import escape
from pathlib import Path
from typing import Any

STYLE = (Path(__file__).parent / "slack_drawing.css").read_text("utf-8")

Block = dict[str, Any]


def page(app: str, icon: str, posted: str, blocks: list[Block]) -> str:
    """The message as a page of its own, posted at `posted` by `app`, whose `icon` is SVG."""
    drawn = "".join(_block(block) for block in blocks)
    return (
        f'<!doctype html><html lang="en-GB"><meta charset="utf-8"><style>{STYLE}</style>'
        f'<main id="message"><span class="face">{icon}</span><div>'
        f'<p class="by"><b>{escape(app)}</b> <span class="app">APP</span> <time>{escape(posted)}</time></p>'
        f"{drawn}</div></main></html>"
    )


def _block(block: Block) -> str:
    """One block; raises `ValueError` on a kind that our cards did not use when this was drawn."""
    match block["type"]:
        case "header":
            return f"<h2>{_text(block['text'])}</h2>"
        case "section":
            return f'<p class="section">{_text(block["text"])}</p>'
        case "actions":
            return f'<div class="actions">{"".join(_button(each) for each in block["elements"])}</div>'
        case "context":
            return f'<p class="context">{" ".join(_text(each) for each in block["elements"])}</p>'
        case kind:
            raise ValueError(f"no drawing for a {kind} block")


def _button(element: Block) -> str:
    style = element.get("style", "plain")
    return f'<span class="button {escape(style)}">{_text(element["text"])}</span>'


def _text(text: Block) -> str:
    if text["type"] != "plain_text":
        raise ValueError(f"no drawing for {text['type']}")
    return escape(text["text"]).replace("\n", "<br>")
