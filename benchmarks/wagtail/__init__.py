"""A minimal Wagtail site with one page of the portal on it, to measure beside the portal.

It lives in an environment of its own, `.venv-comparison`, made from requirements-comparison.txt, and knows nothing of
the portal: `benchmarks.requests` hands it the finished HTML of a page.
"""
