"""What every answer says, files of styles and scripts too: it is for pages of ours alone, and nothing runs from it."""

POLICY = "default-src 'none'; form-action 'none'; frame-ancestors 'none'"  # of what has no policy of its own


class OwnOriginMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response
