"""A network between a phone and the server that loses, cuts, repeats, keeps back and reorders what passes."""

import asyncio
import threading
from contextlib import contextmanager

ORDER = 5  # requests kept back before they arrive, the last one first


class BadNetwork:
    """In `ports`, one address for each thing that can happen on the way."""

    def __init__(self, server_port):
        self.server_port = server_port
        self.kept_back = []
        self.delivering = set()
        self.ports = {}

    @contextmanager
    def open(self):
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever)
        thread.start()
        try:
            asyncio.run_coroutine_threadsafe(self.listen(), loop).result()
            yield lambda: asyncio.run_coroutine_threadsafe(self.deliver_rest(), loop).result()
        finally:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    async def listen(self):
        for fate in FATES:
            server = await asyncio.start_server(self.met_by(fate), "127.0.0.1", 0)
            self.ports[fate.__name__] = server.sockets[0].getsockname()[1]

    def met_by(self, fate):
        async def passing(reader, writer):
            try:
                await fate(self, await whole_request(reader), writer)
            finally:
                writer.close()

        return passing

    async def ask(self, request):
        """The whole answer of the server."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server_port)
        writer.write(request)
        answer = await reader.read()
        writer.close()
        return answer

    async def drop(self, request):
        """So much of a request arrives, and its answer finds nobody."""
        _reader, writer = await asyncio.open_connection("127.0.0.1", self.server_port)
        writer.write(request)
        await writer.drain()
        writer.close()

    def deliver_kept_back(self):
        for request in reversed(self.kept_back):
            self.delivering.add(asyncio.ensure_future(self.ask(request)))
        self.kept_back = []

    async def deliver_rest(self):
        self.deliver_kept_back()
        return [answer[9:12] for answer in await asyncio.gather(*self.delivering)]


async def whole_request(reader):
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    return head + await reader.readexactly(int(length.split(b":")[1]))


async def passed(network, request, writer):
    writer.write(await network.ask(request))


async def never_arrived(network, request, writer):
    pass


async def half_arrived(network, request, writer):
    await network.drop(request[: -len(request) // 4])


async def given_up(network, request, writer):
    await network.drop(request)


async def answer_lost(network, request, writer):
    await network.ask(request)


async def answer_cut(network, request, writer):
    answer = await network.ask(request)
    writer.write(answer[: len(answer) // 2])


async def sent_twice(network, request, writer):
    copies = [asyncio.ensure_future(network.ask(request)) for _ in range(2)]
    answers = await asyncio.gather(*copies)
    writer.write(answers[1])


async def kept_back(network, request, writer):
    """The phone hears nothing and sends again; this copy arrives after that one."""
    network.kept_back.append(request)
    if len(network.kept_back) == ORDER:
        network.deliver_kept_back()


FATES = [
    passed,
    never_arrived,
    half_arrived,
    given_up,
    answer_lost,
    answer_cut,
    sent_twice,
    kept_back,
]
