"""Stand-ins for what is slow, heavy or a process of its own; each does in small what the real one does.

hashing_encoder  an encoder that knows what should win: texts are near as they share words
tiny_models      sentence-transformers models with random weights, all parts of a real one in a few kilobytes
in_process       reading and reindexing in the test's own process
"""
