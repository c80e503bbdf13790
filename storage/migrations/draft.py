"""For developers: `python -m storage.migrations.draft "Add the list of visits"` writes the next revision.

It is the difference between the revisions there are and `storage.tables`: read and correct it before use.
"""

import sys
import tempfile
from pathlib import Path

from storage.migrate import draft_revision, migrate
from storage.tables import metadata


def main() -> None:
    """Write the next revision with the message given as the only argument."""
    with tempfile.TemporaryDirectory() as directory:
        url = f"sqlite:///{Path(directory) / 'draft.sqlite3'}"
        migrate(url)
        draft_revision(url, sys.argv[1], metadata)


if __name__ == "__main__":
    main()
