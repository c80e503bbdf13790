"""One day of a busy hub, from opening to handover: who refers what, what people do about it, what must be true at the end."""
