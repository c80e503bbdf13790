"""One TOML file per area: its own process, as data."""
