"""The visit kit: a reader gets a sheet ready to take to a visit. What is typed lives in the page and on paper only."""
