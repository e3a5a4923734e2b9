"""The store that many hosts share: documents and passages as Lance tables in a folder or in an object store."""

import os

os.environ.setdefault("LANCE_USE_HNSW_SPEEDUP_INDEXING", "disabled")  # which puts one vector in 25 in a wrong list
os.environ.setdefault("LANCE_LOG", "error")  # read when Lance is loaded; it warns of what is no fault
os.environ.setdefault("LANCE_INCLUDE_VECTOR_CENTROIDS", "false")  # in statistics of an index, where they take long
