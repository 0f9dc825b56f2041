"""What the default shingle and the default floor are chosen by: recall and precision of many."""
