"""Why the store could not do what it was asked. The messages are for administrators and hold no data."""


class StoreUnavailable(Exception):
    """The database cannot be used now. Nothing of the call was kept, unless the message says that this is unknown."""


class StoreBusy(StoreUnavailable):
    """Another process or transaction kept its lock too long. Trying again may succeed."""


class StoreFull(StoreUnavailable):
    """The disk, or the size the database may have, is used up. Reading still works."""


class StoreClosed(StoreUnavailable):
    """The call came after the store was closed."""
