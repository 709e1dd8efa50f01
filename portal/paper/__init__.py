"""Words onto paper: the finished HTML of a page in, a PDF out. Plain Python, no Django, no documents."""
