from django.conf import settings


class PrivatePagesMiddleware:
    """What a page shows to somebody who is signed in, or signing in, stays in no cache and on no disk.

    It stands before SessionMiddleware, to see the session that a response begins.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        cookie = settings.SESSION_COOKIE_NAME
        if cookie in request.COOKIES or cookie in response.cookies:
            response["Cache-Control"] = "no-store, private"
        return response
