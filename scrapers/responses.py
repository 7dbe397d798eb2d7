"""Whether a response may be read at all. Redirects are not followed and no status is passed over in silence."""

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)

from scrapers.answers import decode, read_html, read_json
from scrapers.problems import Unbelievable, excerpt


def judge(response):
    """Raise Unbelievable unless the response is a plain 200."""
    status, where = response.status, response.url
    if status == 200:
        return
    if 300 <= status < 400:
        target = response.headers.get("Location", b"(nowhere)").decode("latin-1")
        raise Unbelievable("moved", f"{where} answers {status} and points to {excerpt(target)}")
    said = excerpt(decode(response.body))
    if status in (401, 403, 407, 429, 451):
        raise Unbelievable("blocked", f"{where} answers {status}: {said}")
    if status >= 500 or status == 408:
        raise Unbelievable("unavailable", f"{where} answers {status}: {said}")
    if status < 300:
        raise Unbelievable("empty", f"{where} answers {status} without content: {said}")
    raise Unbelievable("error", f"{where} answers {status}: {said}")


def json_of(response, parser):
    """(data, Answer) of a judged response."""
    return _read(read_json, response, parser)


def html_of(response, parser):
    """(text, Answer) of a judged response."""
    return _read(read_html, response, parser)


def _read(reader, response, parser):
    judge(response)
    headers = {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
    }
    request = response.request.body.decode()
    try:
        return reader(
            response.body,
            url=response.url,
            request=request,
            status=response.status,
            headers=headers,
            parser=parser,
        )
    except Unbelievable as e:
        asked = f" ({request})" if request else ""
        raise Unbelievable(e.kind, f"{response.url}{asked}: {e.detail}") from None


def unbelievable(failure):
    """The Unbelievable for a request that got no response."""
    error, where = failure.value, failure.request.url
    if isinstance(error, Unbelievable):
        return error
    if isinstance(error, IgnoreRequest):
        kind = "forbidden" if "robots.txt" in str(error) else "error"
        return Unbelievable(kind, f"{where}: {error}")
    if isinstance(error, ResponseDataLossError):
        return Unbelievable("truncated", f"{where} broke off before the end it had announced")
    if isinstance(error, DownloadTimeoutError):
        return Unbelievable("unavailable", f"{where} did not answer in time: {error}")
    if isinstance(error, DownloadConnectionRefusedError | CannotResolveHostError):
        return Unbelievable("unavailable", f"{where} cannot be reached: {error}")
    return Unbelievable("unavailable", f"{where} cannot be read: {type(error).__name__}: {error}")
