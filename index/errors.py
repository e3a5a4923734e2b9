"""Every error Dateline raises on purpose, on one page.

    DatelineError
    ├── ArchiveError        the folder of documents can't be used
    ├── IndexDataError      the data folder is damaged or foreign
    │   ├── NoIndexError        the archive was never indexed
    │   ├── NotPublishedError   a new generation was not fit to serve
    │   └── OtherRecipeError    a generation was built with other settings
    │       └── OtherArchiveError   or of another archive
    ├── StoppedError        a reindex was cancelled
    ├── BusyError           another process is indexing this archive
    ├── QueryError          the query can't be understood
    ├── ModelError          the encoder can't be loaded
    ├── CitationError       a passage id is unknown
    ├── MemoryLimitError    this process may use less memory than is needed
    └── SettingsError       a setting is wrong

A message is one line: what is wrong, where, and what to do. People see it as it is.

`ClosedError` is not among them: it is a bug, which no user can fix. `UnreadableError` of `index.read` never leaves it.
"""


class DatelineError(Exception):
    """Something a user can fix; `str(error)` is one line that says how."""


class ArchiveError(DatelineError):
    """The archive folder is missing, empty, not a folder or not readable."""


class IndexDataError(DatelineError):
    """The data folder is damaged, belongs to another program, or was built with another model or other settings."""


class NoIndexError(IndexDataError):
    """There is no index of this archive yet."""


class NotPublishedError(IndexDataError):
    """A new generation is not fit to serve, or would lose documents; the previous generation goes on serving."""


class OtherRecipeError(IndexDataError):
    """A generation is sound, but was built with another model or other settings."""


class OtherArchiveError(OtherRecipeError):
    """A generation is sound, but of another archive."""


class StoppedError(DatelineError):
    """The reindex was cancelled; the vectors computed so far are kept."""


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


class MemoryLimitError(DatelineError):
    """The limit on this process's address space is below what is needed, and libraries would crash at it."""


class SettingsError(DatelineError):
    """A setting has a wrong name or value."""


class ClosedError(RuntimeError):
    """Something was used after it was closed."""

    def __init__(self, what: object) -> None:
        super().__init__(f"{what} is closed; it can't be used any more")
