"""One module per thing that people do; platform-neutral."""
