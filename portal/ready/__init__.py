"""Finished public pages in memory, in front of Django. The portal is whole without it."""
