"""One file a tool: how it is installed, and how it is asked for the pairs."""
