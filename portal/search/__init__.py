"""Finding: an index, written by publishing, and the question put to it, read by views."""
