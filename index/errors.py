"""Every error Dateline raises on purpose, on one page.

    DatelineError
    ├── ArchiveError        the folder of documents can't be used
    ├── IndexDataError      the data folder is damaged or foreign
    │   ├── NoIndexError        the archive was never indexed
    │   ├── NotPublishedError   a new generation was not fit to serve
    │   │   └── LeaseLostError      or another host builds by now
    │   ├── UnreadableDataError it can't be read now, which says nothing of damage
    │   │   ├── StoreUnreachableError a store that hosts share doesn't answer
    │   │   └── StoreRefusedError     it refuses the credentials, or has no such bucket
    │   ├── DamagedCacheError   the cache of vectors is damaged; it can be made anew
    │   ├── DamagedRecordError  a document or passage is not what was written
    │   └── OtherRecipeError    a generation was built with other settings
    │       └── OtherArchiveError   or of another archive
    ├── StoppedError        a reindex was cancelled
    ├── BusyError           another process is indexing this archive
    ├── QueryError          the query can't be understood
    ├── WatchError          a watch can't be made, or there is none
    ├── TokenError          a program's token can't be made, or there is none
    ├── DraftError          a draft can't be read
    ├── BundleError         an evidence bundle can't be made, or is none
    ├── ModelError          the encoder can't be loaded
    ├── ClusterError        the machines that a build is spread over can't be used
    │   └── WorkerError         one of them can't run what workers run
    ├── CitationError       a passage id is unknown
    ├── QueueFullError      too much is waiting already
    ├── MemoryLimitError    this process may use less memory than is needed
    └── SettingsError       a setting is wrong

A message is one line: what is wrong, where, and what to do. On a terminal people see it as it is (`str(error)`): it may
name paths and commands of the machine. In a chat strangers read along, so there `in_chat` is said, which holds nothing
of the machine and no number of documents: the line of the error's class, unless whoever raises it gives a more telling
`chat`, or says by `shown` that the message itself is made of nothing but what the asker typed and may see.

`ClosedError` is not among them: it is a bug, which no user can fix. `UnreadableError` of `index.read` never leaves it.
"""

from typing import ClassVar


class DatelineError(Exception):
    """Something a user can fix; `str(error)` is one line that says how, and `in_chat` one for a chat."""

    chat_line: ClassVar[str] = (
        "something is wrong with the archive; ask whoever runs me, who finds the reason in my log"
    )

    def __init__(self, message: str = "", *, chat: str | None = None, shown: bool = False) -> None:
        super().__init__(message)
        self.shown = shown
        """Whether a chat shows the message as it is."""
        self.chat = chat
        """The line for a chat that was given with it, if any was."""

    @property
    def in_chat(self) -> str:
        """One line that holds nothing of the machine: what is wrong, and what a member or moderator can do."""
        return str(self) if self.shown else self.chat or self.chat_line


class ArchiveError(DatelineError):
    """The archive folder is missing, empty, not a folder or not readable."""

    chat_line = "the archive's documents can't be read right now; ask whoever runs me, who finds the reason in my log"


class IndexDataError(DatelineError):
    """The data folder is damaged, belongs to another program, or was built with another model or other settings."""

    chat_line = (
        "the index can't be used right now; a moderator can make a new one with /archive reindex, and whoever runs me "
        "finds the reason in my log"
    )


class NoIndexError(IndexDataError):
    """There is no index of this archive yet."""

    chat_line = "the archive is not indexed yet; a moderator can index it with /archive reindex"


class NotPublishedError(IndexDataError):
    """A new generation is not fit to serve, or would lose documents; the previous generation goes on serving."""

    chat_line = (
        "the new index was not fit to serve, so nothing was published; try /archive reindex again, and if that fails "
        "too, ask whoever runs me, who finds the reason in my log"
    )


class LeaseLostError(NotPublishedError):
    """This host was silent for so long that another one may build; what it built is not published."""

    chat_line = "another host took over indexing, so nothing was published here; wait until that one is done"


class UnreadableDataError(IndexDataError):
    """A file of the data folder can't be read now: permission, or a disk that fails. That is no damage, and passes."""

    chat_line = "the index can't be read right now; ask whoever runs me, who finds the reason in my log"


class StoreUnreachableError(UnreadableDataError):
    """The store that hosts share doesn't answer now; it is asked again each time, so this passes by itself."""

    chat_line = "the archive's store can't be reached right now; please try again in a moment"


class StoreRefusedError(UnreadableDataError):
    """The store that hosts share refuses the credentials, or has no such bucket."""

    chat_line = "the archive's store refuses me; ask whoever runs me, who finds the reason in my log"


class DamagedCacheError(IndexDataError):
    """The cache of vectors is damaged; it is set aside and made anew."""

    chat_line = "what was computed earlier is damaged; a moderator can have it made again with /archive reindex"


class DamagedRecordError(IndexDataError):
    """A document or passage in a generation is not what was written, so it is neither shown nor cited."""

    chat_line = "that part of the index is damaged; a moderator can make a new index with /archive reindex"


class OtherRecipeError(IndexDataError):
    """A generation is sound, but was built with another model or other settings."""

    chat_line = "that index was made with another model or other settings; a moderator can use /archive reindex"


class OtherArchiveError(OtherRecipeError):
    """A generation is sound, but of another archive."""

    chat_line = (
        "the index is of another archive; a moderator can make one of this archive with /archive reindex, or whoever "
        "runs me can correct my settings"
    )


class StoppedError(DatelineError):
    """The reindex was cancelled; the vectors computed so far are kept."""

    chat_line = "the reindex was stopped; what was embedded is kept, and the next one continues from there"


class BusyError(DatelineError):
    """Another process is indexing this archive."""

    chat_line = "the archive is being indexed right now; please wait until that is done"


class QueryError(DatelineError):
    """The query can't be understood; nothing was searched."""

    chat_line = "that query can't be understood; /help says how to write one"


class WatchError(DatelineError):
    """A watch can't be made or is not there; nothing was changed."""

    chat_line = "there is no such watch here; /watch list shows yours"


class TokenError(DatelineError):
    """A program's token can't be made or is not there; nothing was changed."""

    chat_line = "there is no such token"


class DraftError(DatelineError):
    """A draft whose quotations are to be checked can't be read."""

    chat_line = "that draft can't be read; give a text, Markdown, HTML or DOCX file"


class BundleError(DatelineError):
    """An evidence bundle can't be made or read."""

    chat_line = "that evidence bundle can't be made right now; ask whoever runs me, who finds the reason in my log"


class ModelError(DatelineError):
    """The encoder's weights are missing, damaged or not of the expected kind."""

    chat_line = "the model that I search with can't be used; ask whoever runs me, who finds the reason in my log"


class ClusterError(DatelineError):
    """The machines that a build is spread over can't be reached or used."""

    chat_line = (
        "the machines that I index with can't be used right now; ask whoever runs me, who finds the reason in my log"
    )


class WorkerError(ClusterError):
    """A machine of the cluster can't run what workers run; `str(error)` is why."""

    chat_line = "a machine that I index with can't do its part; ask whoever runs me, who finds the reason in my log"


class CitationError(DatelineError):
    """The passage id was never given out; `nearest` holds ids that look like it."""

    chat_line = "there is no such passage here; copy its id from a search result"

    def __init__(
        self, message: str = "", nearest: tuple[str, ...] = (), *, chat: str | None = None, shown: bool = False
    ) -> None:
        super().__init__(message, chat=chat, shown=shown)
        self.nearest = nearest


class QueueFullError(DatelineError):
    """As much waits to be done as may wait."""

    chat_line = "too many are asking at once; please try again in a moment"


class MemoryLimitError(DatelineError):
    """The limit on this process's address space is below what is needed, and libraries would crash at it."""

    chat_line = "I was given too little memory for that; ask whoever runs me, who finds the reason in my log"


class SettingsError(DatelineError):
    """A setting has a wrong name or value."""

    chat_line = "one of my settings is wrong; ask whoever runs me, who finds which one in my log"


class ClosedError(RuntimeError):
    """Something was used after it was closed."""

    def __init__(self, what: object) -> None:
        super().__init__(f"{what} is closed; it can't be used any more")


def named(fault: str | None) -> type[DatelineError]:
    """The class of this name, which another process wrote; `DatelineError` for one that isn't here."""
    found = globals().get(fault or "")
    return found if isinstance(found, type) and issubclass(found, DatelineError) else DatelineError
