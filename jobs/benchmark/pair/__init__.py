"""One pair of sentences, each a document of its own, given to each tool at its documented defaults."""
