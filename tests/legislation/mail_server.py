"""A real SMTP server on loopback that does as a test tells it."""

import asyncio
import email
import email.policy
import threading

from aiosmtpd.smtp import SMTP

STAGES = ("CONNECT", "MAIL", "RCPT", "DATA", "ACCEPTED")


class MailServer:
    """Keeps what it accepted. Answers, silences and deaths can be ordered beforehand."""

    def __init__(self):
        self.received = []  # (recipient, message), in the order in which they were accepted
        self.connections = 0
        self.refuse = {}  # recipient → answer to RCPT
        self.answers = {}  # MAIL or DATA → answer instead of accepting
        self.hang_up_at = {}  # MAIL, RCPT or DATA → how many times to break the connection there
        self.pause_at = None  # one of STAGES: wait there until go_on is set
        self.pause_after = None  # the same, after so many stages
        self.wait_for_connections = 1  # answer nobody before so many have come
        self.seen = []  # stages reached, in order
        self.paused, self.go_on = threading.Event(), threading.Event()
        self.lock = threading.Lock()
        self.port = None

    def __enter__(self):
        ready = threading.Event()
        self.thread = threading.Thread(target=self.run, args=[ready], daemon=True)
        self.thread.start()
        assert ready.wait(10)
        return self

    def __exit__(self, *_):
        self.go_on.set()
        if self.thread.is_alive():
            self.loop.call_soon_threadsafe(self.stopped.set)
            self.thread.join(10)

    def run(self, ready):
        asyncio.run(self.serve(ready))

    async def serve(self, ready):
        self.loop, self.stopped = asyncio.get_running_loop(), asyncio.Event()
        self.all_here = asyncio.Event()
        server = await self.loop.create_server(self.protocol, "127.0.0.1", self.port or 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self.stopped.wait()
        server.close()

    def protocol(self):
        self.connections += 1
        return SMTP(self, hostname="loopback", loop=self.loop)

    async def reach(self, stage, session_server):
        self.seen.append(stage)
        if stage == "CONNECT":
            if self.connections >= self.wait_for_connections:
                self.all_here.set()
            await self.all_here.wait()
        if stage == self.pause_at or len(self.seen) == self.pause_after:
            self.paused.set()
            await self.loop.run_in_executor(None, self.go_on.wait)
        if self.hang_up_at.get(stage):
            self.hang_up_at[stage] -= 1
            session_server.transport.abort()

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        await self.reach("CONNECT", server)
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        await self.reach("MAIL", server)
        if answer := self.answers.get("MAIL"):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        await self.reach("RCPT", server)
        if answer := self.refuse.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        await self.reach("DATA", server)
        if answer := self.answers.get("DATA"):
            return answer
        if server.transport.is_closing():
            return "250 too late"
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        with self.lock:
            self.received.extend((recipient, message) for recipient in envelope.rcpt_tos)
        await self.reach("ACCEPTED", server)  # it has the mail now; the sender does not know yet
        return "250 OK"

    def ids(self):
        return [message["Message-ID"] for _, message in self.received]

    def to(self, recipient):
        return [message for address, message in self.received if address == recipient]


def text_of(message):
    return message.get_body(("plain",)).get_content()


def html_of(message):
    return message.get_body(("html",)).get_content()
