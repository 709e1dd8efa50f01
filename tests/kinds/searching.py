"""The canonical text of search words with every field filled in."""

SEARCH_WORDS = """---
format: 1
title: How readers say it
left_out: please tell me about
elsewhere: knee replacement, teeth
same:
  - id: leg-pain
    words: sciatica, leg pain
urgent:
  - id: passing-urine
    one_of: pee, bladder
    and_one_of: cannot
    unless: catheter
    leads_to: every_page
---
"""
