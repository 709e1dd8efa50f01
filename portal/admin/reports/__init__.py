"""Reports: one module a report, one table of them all, and the screens that show or send any of them."""
