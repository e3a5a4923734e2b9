"""The pages, asked in the test's own process and, where a browser is there, in a browser."""
