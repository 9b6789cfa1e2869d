"""A server that speaks TLS, for tests; the standard library only.

    tls_server.py CERTIFICATE KEY REPORT_PORT [--protocol h2|http/1.1]… [--connect]
        [--drop NUMBER] [--hold NUMBER]

It listens on a free port of 127.0.0.1 and tells the HTTP server on REPORT_PORT what happens, as the
targets of GET requests, before it goes on: /listening/PORT, /connect/AUTHORITY, /connection and
/request/PROTOCOL/BODY_LENGTH. With --connect it is also the proxy in front of itself. The request
with the number that --drop names is read, and its connection then closed; the one that --hold names
gets a reply over h2 that does not end.
"""

import argparse
import http.client
import itertools
import socket
import ssl
import struct
import threading


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("certificate")
    parser.add_argument("key")
    parser.add_argument("report_port", type=int)
    parser.add_argument("--protocol", action="append", default=[])
    parser.add_argument("--connect", action="store_true")
    parser.add_argument("--drop", type=int)
    parser.add_argument("--hold", type=int)
    options = parser.parse_args()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(options.certificate, options.key)
    context.set_alpn_protocols(options.protocol)

    reporting = threading.Lock()
    reporter = http.client.HTTPConnection("127.0.0.1", options.report_port)

    def report(target):
        with reporting:
            reporter.request("GET", target)
            reporter.getresponse().read()

    numbers = itertools.count(1)

    def take(protocol, length):
        """Reports a request and says what becomes of it: answer, drop or hold."""
        report(f"/request/{protocol}/{length}")
        number = next(numbers)
        return {options.drop: "drop", options.hold: "hold"}.get(number, "answer")

    def serve(connection):
        if options.connect:
            authority = read_head(connection.makefile("rb", buffering=0))[0].split()[1]
            report(f"/connect/{authority}")
            connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        try:
            secured = context.wrap_socket(connection, server_side=True)
        except (ssl.SSLError, OSError):
            return
        report("/connection")
        with secured:
            is_h2 = secured.selected_alpn_protocol() == "h2"
            (serve_h2 if is_h2 else serve_http1)(secured, take)

    listener = socket.create_server(("127.0.0.1", 0))
    report(f"/listening/{listener.getsockname()[1]}")
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


def read_head(reader):
    lines = []
    while True:
        line = reader.readline().strip().decode()
        if not line:
            return lines
        lines.append(line)


def serve_http1(connection, take):
    reader = connection.makefile("rb")
    while lines := read_head(reader):
        headers = dict(line.lower().split(": ", 1) for line in lines[1:])
        body = reader.read(int(headers.get("content-length", 0)))
        if take("http1", len(body)) == "drop":
            return
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\nover HTTP/1.1")


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def serve_h2(connection, take):
    """As much of RFC 9113 as it takes to answer: the header blocks are not looked into."""
    data, headers, settings, ping, window_update = 0, 1, 4, 6, 8
    reader = connection.makefile("rb")
    reader.read(len(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
    connection.sendall(frame(settings, 0, 0))
    lengths = {}
    while len(head := reader.read(9)) == 9:
        length, kind, flags = int.from_bytes(head[:3], "big"), head[3], head[4]
        stream = int.from_bytes(head[5:], "big")
        payload = reader.read(length)
        if kind in (settings, ping) and not flags & 1:
            connection.sendall(frame(kind, 1, 0, payload if kind == ping else b""))
        if kind not in (data, headers):
            continue
        lengths[stream] = lengths.get(stream, 0) + (length if kind == data else 0)
        ends = flags & 1
        if kind == data and length:
            more = struct.pack(">I", length)
            connection.sendall(frame(window_update, 0, 0, more))
            if not ends:
                connection.sendall(frame(window_update, 0, stream, more))
        if not ends:
            continue
        fate = take("h2", lengths.pop(stream))
        if fate == "drop":
            return
        # 0x88 is ":status: 200" in HPACK's static table.
        connection.sendall(frame(headers, 4, stream, b"\x88"))
        connection.sendall(frame(data, 0, stream, b"over "))
        if fate == "answer":
            connection.sendall(frame(data, 1, stream, b"HTTP/2"))


main()
