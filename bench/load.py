"""Ask one address over and over on connections that stay open: python -m bench.load HOST PORT PATH CONNECTIONS SECONDS

By wrk where it is installed, which leaves the machine to the server; else by threads of our own."""

import re
import shutil
import socket
import subprocess
import sys
import threading
import time


def ask(connection, request):
    connection.sendall(request)
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += received(connection)
    head, body = answer.split(b"\r\n\r\n", 1)
    if b" 200 " not in head.split(b"\r\n", 1)[0] + b" ":
        raise SystemExit(head.decode())
    length = int(
        next(
            line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")
        )
    )
    while len(body) < length:
        body += received(connection)
    return b"connection: close" not in head.lower()


def received(connection):
    if not (data := connection.recv(65536)):
        raise ConnectionError
    return data


def worker(host, port, request, until, counts):
    connection, count = None, 0
    while time.perf_counter() < until:
        connection = connection or socket.create_connection((host, port))
        try:
            if not ask(connection, request):
                connection.close()
                connection = None
            count += 1
        except ConnectionError:
            connection = None
    counts.append(count)


def main(host, port, path, connections, seconds):
    count, took = (by_wrk if shutil.which("wrk") else by_threads)(host, port, path, connections, seconds)
    print(count, took)


def by_wrk(host, port, path, connections, seconds):
    command = ("wrk", "-t1", f"-c{connections}", f"-d{seconds}s")
    headers = ("-H", "Host: localhost", "-H", "Accept-Encoding: br")
    said = subprocess.run(
        [*command, *headers, f"http://{host}:{port}{path}"], check=True, capture_output=True, text=True
    ).stdout
    if "Non-2xx" in said:
        raise SystemExit(said)
    return re.search(r"(\d+) requests in ([\d.]+)s", said).groups()


def by_threads(host, port, path, connections, seconds):
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: br\r\n\r\n".encode()
    counts, started = [], time.perf_counter()
    arguments = (host, int(port), request, started + float(seconds), counts)
    threads = [threading.Thread(target=worker, args=arguments) for _ in range(int(connections))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts), time.perf_counter() - started


if __name__ == "__main__":
    main(*sys.argv[1:])
