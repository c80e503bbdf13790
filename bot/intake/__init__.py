"""Reading what other systems send: files and JSON, row by row."""
