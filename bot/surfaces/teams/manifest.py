"""The Teams app as an administrator uploads it, made from what the code can do."""

import json
import zipfile
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from bot.interaction import REFER
from bot.surfaces.teams import icons

VERSION: Final = "1.25"
"""The first that knows `supportsChannelFeatures`, without which no bot is in a private or shared channel."""
MANIFEST: Final = "manifest.json"

_COLOUR, _OUTLINE = "color.png", "outline.png"
_WHEN: Final = (1980, 1, 1, 0, 0, 0)
_COMMANDS: Final = (
    ("refer", "Refer a concern about a child, an adult or a place"),
    ("my work", "What waits for you now"),
)


def manifest(public_url: str, app_id: str, version: str = "1.0.0") -> dict[str, Any]:
    """The manifest for a hub at this address. The bot asks for no permission to read conversations.

    Raises:
        ValueError: Teams takes only an https address.

    """
    address = urlsplit(public_url)
    if address.scheme != "https" or not address.hostname:
        raise ValueError("PUBLIC_URL must begin with https://")
    return {
        "$schema": f"https://developer.microsoft.com/json-schemas/teams/v{VERSION}/MicrosoftTeams.schema.json",
        "manifestVersion": VERSION,
        "version": version,
        "id": str(uuid5(NAMESPACE_URL, f"{public_url}#{app_id}")),
        "developer": {
            "name": "MASH triage",
            "websiteUrl": public_url,
            "privacyUrl": f"{public_url}/what-is-recorded",
            "termsOfUseUrl": f"{public_url}/what-is-recorded",
        },
        "name": {"short": "MASH triage", "full": "Multi-agency safeguarding triage"},
        "description": {
            "short": "Refer a concern, say what your agency knows, and see what waits for you.",
            "full": "Referrals to a Multi-Agency Safeguarding Hub: each agency says what it knows and gives its "
            "view, a qualified person decides. Cards carry the least that works; the rest opens at a press, "
            "and each opening is recorded.",
        },
        "icons": {"color": _COLOUR, "outline": _OUTLINE},
        "accentColor": "#1D3557",
        "bots": [_bot(app_id)],
        "composeExtensions": [{"botId": app_id, "commands": [_refer()]}],
        "supportsChannelFeatures": "tier1",
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [address.hostname],
    }


def package(public_url: str, app_id: str, version: str = "1.0.0") -> bytes:
    """The zip to upload: manifest and icons, byte for byte the same each time."""
    text = json.dumps(manifest(public_url, app_id, version), indent=2, ensure_ascii=False) + "\n"
    files = {MANIFEST: text.encode(), _COLOUR: icons.colour(), _OUTLINE: icons.outline()}
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _WHEN), content, zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def _bot(app_id: str) -> dict[str, Any]:
    commands = [{"title": title, "description": description} for title, description in _COMMANDS]
    return {
        "botId": app_id,
        "scopes": ["personal", "team"],
        "supportsFiles": False,
        "isNotificationOnly": False,
        "commandLists": [{"scopes": ["personal"], "commands": commands}],
    }


def _refer() -> dict[str, Any]:
    """The message extension's one command; its id is the verb, so that nothing has to translate it."""
    return {
        "id": REFER,
        "type": "action",
        "title": "Refer a concern",
        "description": "Open the referral form",
        "context": ["compose", "message"],
        "fetchTask": True,
    }
