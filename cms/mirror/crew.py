"""Other processes that ask the site ahead of the walk, one a core up to six, for a first copy.

They are started anew, not forked: a database connection and the ledger's lock are nobody else's. Each ends when its
pipe does, so that a walk that is killed leaves none behind."""

import os
import signal
from collections import deque
from contextlib import suppress
from multiprocessing import connection, get_context

MOST = 6  # processes: the walk itself, with what it writes, is a seventh of the work
AHEAD = 4  # addresses that each has before it


class Crew:
    def __init__(self, addresses):
        self.waiting = deque(addresses)  # in the order in which they will be needed
        self.answers = {}  # asked for, and not taken yet
        self.under_way = {}  # pipe → addresses that are being asked there, in order
        self.processes = []
        context = get_context("spawn")
        for _ in range(min(os.cpu_count() or 1, MOST)):
            ours, theirs = context.Pipe()
            process = context.Process(target=work, args=(theirs,), daemon=True)
            process.start()
            theirs.close()
            self.processes.append(process)
            self.under_way[ours] = deque()

    def take(self, address):
        """What the site answered there; None where nobody asked."""
        self.hand_out()
        while address not in self.answers and any(address in theirs for theirs in self.under_way.values()):
            for pipe in connection.wait(list(self.under_way)):
                self.listen(pipe)
        return self.answers.pop(address, None)

    def listen(self, pipe):
        try:
            self.answers.update(pipe.recv())
            self.under_way[pipe].popleft()
        except (EOFError, OSError, KeyError):
            self.lose(pipe)
        self.hand_out()

    def hand_out(self):
        for pipe, addresses in list(self.under_way.items()):
            while self.waiting and len(addresses) < AHEAD:
                try:
                    pipe.send(self.waiting[0])
                except OSError:
                    self.lose(pipe)
                    break
                addresses.append(self.waiting.popleft())

    def lose(self, pipe):
        """Who was there died; whoever needs what it had before it asks alone."""
        self.under_way.pop(pipe, None)

    def dismiss(self):
        for pipe in self.under_way:
            pipe.close()
        for process in self.processes:
            process.join()


def work(pipe):
    import django

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of whoever stops the walk: the pipe ends then
    django.setup()

    from django.db import connections

    from cms.mirror.asking import Site

    with suppress(EOFError, ConnectionError), Site() as site:
        while True:
            pipe.send(site.ask_with_card(pipe.recv()))
    connections.close_all()
