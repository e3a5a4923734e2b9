"""What is searched: the protocol of a store of passages, and the embedded store in a generation's folder."""

ARCHIVE_FILE = "archive.sqlite"
VECTORS_FILE = "vectors.faiss"
WORDS_FOLDER = "words"
"""The embedded store in its generation's folder: documents, vectors and words."""
