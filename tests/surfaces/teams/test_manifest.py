"""The app that an administrator uploads to Teams."""

import json
import struct
import zipfile
import zlib
from io import BytesIO

import pytest

from bot.surfaces.teams.manifest import manifest, package

URL = "https://hub.example.org"
APP = "6f1c1c3e-2f0e-4c8e-9d55-0d5f6d6a7b88"


def test_the_bot_is_personal_and_in_teams_with_private_and_shared_channels() -> None:
    made = manifest(URL, APP)
    (bot,) = made["bots"]
    assert bot["botId"] == APP
    assert bot["scopes"] == ["personal", "team"]
    assert [command["title"] for command in bot["commandLists"][0]["commands"]] == ["refer", "my work"]
    assert made["manifestVersion"] == "1.25"
    assert made["supportsChannelFeatures"] == "tier1"
    assert made["validDomains"] == ["hub.example.org"]


def test_a_concern_can_be_referred_beside_the_box_for_writing_and_from_a_message() -> None:
    (extension,) = manifest(URL, APP)["composeExtensions"]
    (command,) = extension["commands"]
    assert (command["id"], command["fetchTask"]) == ("referral.start", True)
    assert command["context"] == ["compose", "message"]


def test_no_conversation_can_be_read() -> None:
    made = manifest(URL, APP)
    assert "authorization" not in made
    assert made["permissions"] == ["identity", "messageTeamMembers"]


def test_texts_are_no_longer_than_the_schema_lets_them_be() -> None:
    made = manifest(URL, APP)
    assert len(made["name"]["short"]) <= 30
    assert len(made["name"]["full"]) <= 100
    assert len(made["description"]["short"]) <= 80
    assert len(made["description"]["full"]) <= 4000
    assert len(made["developer"]["name"]) <= 32
    for command in (
        *made["bots"][0]["commandLists"][0]["commands"],
        *made["composeExtensions"][0]["commands"],
    ):
        assert len(command["title"]) <= 32
        assert len(command["description"]) <= 128


@pytest.mark.parametrize("url", ["http://hub.example.org", "hub.example.org", ""])
def test_an_address_that_teams_does_not_take_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        manifest(url, APP)


def test_the_package_is_the_manifest_and_two_icons_and_always_the_same() -> None:
    made = package(URL, APP)
    assert made == package(URL, APP)
    with zipfile.ZipFile(BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["manifest.json", "color.png", "outline.png"]
        assert json.loads(archive.read("manifest.json")) == manifest(URL, APP)
        sizes = {name: _picture(archive.read(name)) for name in ("color.png", "outline.png")}
    assert sizes["color.png"][0] == 192
    assert sizes["outline.png"][0] == 32
    # Teams asks for one colour and see-through ground in the small one.
    assert sizes["outline.png"][1] == {(255, 255, 255, 255), (255, 255, 255, 0)}
    assert len(sizes["color.png"][1]) == 2


def test_each_bot_and_address_is_an_app_of_its_own() -> None:
    ids = {
        manifest(URL, APP)["id"],
        manifest(URL, "another")["id"],
        manifest("https://other.example.org", APP)["id"],
    }
    assert len(ids) == 3


def _picture(png: bytes) -> tuple[int, set[tuple[int, ...]]]:
    """A square picture's side and the colours in it."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert (width, depth, kind) == (height, 8, 6)
    start = png.index(b"IDAT") + 4
    (length,) = struct.unpack(">I", png[start - 8 : start - 4])
    raw = zlib.decompress(png[start : start + length])
    step = width * 4 + 1
    rows = [raw[line * step + 1 : (line + 1) * step] for line in range(height)]
    return width, {tuple(row[at : at + 4]) for row in rows for at in range(0, len(row), 4)}
