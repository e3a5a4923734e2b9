"""`dateline serve` and `dateline mcp`: pages for browsers, an API and tools for programs. Read-only.

A front end: of the engine it uses what `index` names. It needs the extra `serve`, and nothing else imports it.
"""
