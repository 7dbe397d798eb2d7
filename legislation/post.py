"""The way out to the mail server: one connection for many messages, and what its answers mean for us."""

import contextlib
import logging
import smtplib

from django.conf import settings
from django.core.mail import get_connection

# For each answer after the connection stands. Long, because a mail whose acceptance we do not wait for is sent
# again; not longer, because all the answers of one mail must come before its claim runs out (Delivery.LEASE).
ANSWER_WITHIN = 100  # seconds
TROUBLES = 3  # messages in a row that break the connection: the server is down, whatever it says

log = logging.getLogger(__name__)


class ServerDown(Exception):
    """Nothing can be sent to anybody now."""


class Refused(Exception):
    """The server will not have this message for this recipient."""


class PutOff(Exception):
    """The server will not have this message now."""


class Trouble(PutOff):
    """The connection broke."""


class Unanswered(Trouble):
    """The connection broke when the server had the whole text: it may have accepted it."""


class Post:
    """A connection to the mail server, for many messages."""

    def __init__(self):
        self.backend = None
        self.troubles = 0  # in a row
        self.is_unanswered = False

    def ready(self):
        """Open the connection, unless it still answers."""
        if self.backend and self.answers():
            return
        self.drop()
        backend = get_connection()
        try:
            backend.open()
        except OSError as error:
            raise ServerDown(f"{server()} does not let us in: {told(error)}.") from error
        if smtp := smtp_of(backend):
            smtp.sock.settimeout(ANSWER_WITHIN)
            self.listen(smtp)
        self.backend = backend

    def listen(self, smtp):
        """Note from when to when the server has a whole text and owes us its answer; smtplib does not say it."""
        hear, code = smtp.getreply, None

        def getreply():
            nonlocal code
            self.is_unanswered = code == 354  # "go ahead": what came after it was the text
            code, words = hear()
            self.is_unanswered = False
            return code, words

        smtp.getreply = getreply

    def answers(self):
        """Whether the server still listens. Backends that write to files have none to ask."""
        if not isinstance(getattr(self.backend, "connection", None), smtplib.SMTP):
            return True
        try:
            return self.backend.connection.noop()[0] == 250
        except OSError:
            return False

    def send(self, mail):
        if self.backend is None:
            self.ready()
        self.is_unanswered = False
        try:
            sent = self.backend.send_messages([mail])
        except OSError as error:
            raise (Unanswered(told(error)) if self.is_unanswered else meaning(error)) from error
        except Exception as error:
            # An address or a header that cannot be sent at all: the others must still be told.
            log.exception("Message %s could not be put together.", mail.extra_headers["Message-ID"])
            raise Refused(told(error)) from error
        if not sent:  # Django passes over a message without an address in silence
            raise Refused("There is no address to send it to.")

    def note_trouble(self, error):
        self.drop()
        self.troubles += 1
        if self.troubles == TROUBLES:
            raise ServerDown(f"{server()} broke off {TROUBLES} messages in a row: {error}.") from error

    def drop(self):
        """Leave without a word: a server that has stopped answering would keep us waiting for its goodbye."""
        if self.backend and (smtp := smtp_of(self.backend)):
            smtp.close()
        self.backend = None

    def close(self):
        """Say goodbye, without waiting long for it to be returned."""
        if self.backend is None:
            return
        with contextlib.suppress(OSError):
            if smtp := smtp_of(self.backend):
                smtp.sock.settimeout(5)
            self.backend.close()


def smtp_of(backend):
    smtp = getattr(backend, "connection", None)
    return smtp if isinstance(smtp, smtplib.SMTP) and smtp.sock else None


def server():
    return f"The mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT}"


def meaning(error):
    """What a failure to send says: of this message, of this moment, or of the server."""
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Refused(told(error))  # an address that this server cannot handle
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, _text = next(iter(error.recipients.values()))
    else:
        code = getattr(error, "smtp_code", 421)
    if isinstance(error, smtplib.SMTPSenderRefused) and code != 552:
        return Trouble(told(error))  # it is we who are not welcome; 552 is about the size
    if code == 421 or not 400 <= code <= 599:
        return Trouble(told(error))
    return Refused(told(error)) if code >= 500 else PutOff(told(error))


def told(error):
    """The server's own words, where it gave any."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, text = error.smtp_code, error.smtp_error
    else:
        return f"{type(error).__name__}: {error}"
    text = text.decode(errors="replace") if isinstance(text, bytes) else text
    return " ".join(f"{code} {text}".split())
