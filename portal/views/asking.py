"""Pages with a form for readers: nobody keeps them on the way, and an error report shows none of what was typed."""

from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from portal.views.freshness import View


def form_page(view: View) -> View:
    """A page on which a reader fills in a form: GET shows it, POST sends it with Django's token against forgery.

    The token's cookie is the only one that a reader ever gets, and only here.
    """
    guarded = csrf_protect(sensitive_post_parameters()(sensitive_variables()(view)))
    return require_http_methods(["GET", "HEAD", "POST"])(never_cache(guarded))
