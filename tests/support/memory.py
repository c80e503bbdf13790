"""Where databases of tests stand: in memory where the machine has such a place, so that no test waits for a disk."""

import os
import tempfile
from pathlib import Path
from shutil import disk_usage

MEMORY = Path("/dev/shm")  # noqa: S108 - whoever uses it makes a folder of its own in it


def memory_or_disk(room: int, name: str = "") -> Path:
    """A folder that everybody may enter, in memory if so many bytes are free there; where `name` stands, if it does."""
    disk = Path(tempfile.gettempdir())
    for place in (MEMORY, disk):
        if name and (place / name).exists():
            return place
    fits = os.access(MEMORY, os.W_OK) and disk_usage(MEMORY).free >= room
    return MEMORY if fits else disk
