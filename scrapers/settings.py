"""How we ask: by name, slowly, and never past a refusal."""

import ipaddress
import os
from urllib.parse import urlsplit

PRODUCT = "Incidencia"

COMMON = {
    "BOT_NAME": PRODUCT,
    "ROBOTSTXT_OBEY": True,
    "CONCURRENT_REQUESTS": 1,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_MAXSIZE": 32 * 1024 * 1024,  # the whole list of 2021-26 in one answer has 8.8 MB
    "DOWNLOAD_WARNSIZE": 0,
    "DOWNLOAD_VERIFY_CERTIFICATES": True,  # Scrapy's default is not to
    "REDIRECT_ENABLED": False,  # where the service has moved to is for a person to judge
    "METAREFRESH_ENABLED": False,
    "HTTPERROR_ALLOW_ALL": True,  # else Scrapy drops an error page and calls the crawl finished
    "RETRY_TIMES": 2,
    "RETRY_HTTP_CODES": [408, 500, 502, 503, 504, 522, 524],  # never 403 and 429: those mean stop
    "RETRY_GIVE_UP_LOG_LEVEL": "WARNING",
    "CLOSESPIDER_ERRORCOUNT": 1,  # the first odd answer ends the reading
    "COOKIES_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "LOG_LEVEL": "WARNING",
    "LOG_INSTALL_ROOT_HANDLER": False,  # the process that calls us has its own
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
        "scrapers.patience.PatientRetryMiddleware": 550,
    },
}


def settings_for(address, *, site_url="", contact="", timeout=60):
    """Scrapy's settings for one source; the environment's SITE_URL and CONTACT_EMAIL stand in for what is not given."""
    near = is_loopback(address)
    site_url = site_url or os.environ.get("SITE_URL", "")
    contact = contact or os.environ.get("CONTACT_EMAIL", "")
    return COMMON | {
        "USER_AGENT": user_agent(site_url, contact),
        "DOWNLOAD_TIMEOUT": timeout,
        "DOWNLOAD_DELAY": 0 if near else 1,
        "RETRY_PAUSE": 0 if near else 3,  # seconds before the first repetition, twice that before the second
    }


def user_agent(site_url, contact):
    """Who we are and where to complain: «Incidencia (+https://example.pe; mail@example.pe)»."""
    about = "; ".join(filter(None, (f"+{site_url}" if site_url else "", contact)))
    return f"{PRODUCT} ({about})" if about else PRODUCT


def is_loopback(address):
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
