"""Words of passages, written and searched: the one home of tantivy."""
