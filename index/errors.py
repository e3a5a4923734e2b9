"""Every error Dateline raises on purpose, on one page.

    DatelineError
    ├── ArchiveError        the folder of documents can't be used
    ├── IndexDataError      the data folder is damaged, foreign or built otherwise
    ├── NoIndexError        the archive was never indexed
    ├── NotPublishedError   a new generation was not fit to serve
    ├── StoppedError        a reindex was cancelled
    ├── BusyError           another process is indexing this archive
    ├── QueryError          the query can't be understood
    ├── ModelError          the encoder can't be loaded
    ├── CitationError       a passage id is not known
    └── SettingsError       a setting is wrong

A message is one line: what is wrong, where, and what to do. It is shown to people as it stands.

`ClosedError` stands beside them: a fault of the program, which no person can put right.
"""


class DatelineError(Exception):
    """Something a person can put right; `str(error)` is one line that says how."""


class ArchiveError(DatelineError):
    """The archive folder is missing, empty, not a folder or not readable."""


class IndexDataError(DatelineError):
    """The data folder is damaged, foreign, or was built with another model or other settings."""


class NoIndexError(IndexDataError):
    """There is no index of this archive yet."""


class NotPublishedError(IndexDataError):
    """A new generation is not fit to serve, or would lose what the one before has; that one goes on serving."""


class StoppedError(DatelineError):
    """The reindex was cancelled; what was embedded is kept."""


class BusyError(DatelineError):
    """Another process is indexing this archive."""


class QueryError(DatelineError):
    """The query can't be understood; nothing was searched."""


class ModelError(DatelineError):
    """The encoder's weights are missing, damaged or not of the expected kind."""


class CitationError(DatelineError):
    """The passage id was never given out; `nearest` holds ids that look like it."""

    def __init__(self, message: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.nearest = nearest


class SettingsError(DatelineError):
    """A setting has a wrong name or value."""


class ClosedError(RuntimeError):
    """Something was used after it was closed."""

    def __init__(self, what: object) -> None:
        super().__init__(f"{what} is closed; it can't be used any more")
