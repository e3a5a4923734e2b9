"""What is searched: the protocol of a store of passages, and the embedded store in a generation's folder."""

ARCHIVE_FILE = "archive.sqlite"
VECTORS_FILE = "vectors.faiss"
WORDS_FOLDER = "words"
"""The embedded store: documents and vectors in the folder of each segment, words in the generation's as well."""
GONE_WORDS_FOLDER = "gone"
"""In a generation: the words of those passages of its segments that are gone."""
