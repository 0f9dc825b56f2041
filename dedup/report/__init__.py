"""For people, from published tables only."""
