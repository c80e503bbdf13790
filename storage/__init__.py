"""What is kept: tables, the write path, the audit chains, the message registry, migrations."""
