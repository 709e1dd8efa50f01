"""Text work as plain functions: a document's text in, checked and drawn text out. Never imports Django."""
