"""Evidence bundles: citations with their documents in one file, which can be checked where the archive isn't."""
