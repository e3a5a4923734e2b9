"""The server, its pages, API and tools."""
