"""The Discord bot. The engine comes first, before any library: it keeps them offline and out of the home folder."""

import index  # noqa: F401 (imported for that)
