#!/usr/bin/env python3
"""A web server with planned faults, for tests: serves a folder, with ranges, on a free port of this machine.

usage: fault_server.py FOLDER
Prints its port on the first line, then one line a request: METHOD PATH RANGE STATUS. Ends when its input is closed.

The first part of a path plans the fault; what follows is the file below FOLDER:
  /ok/…         none                        /no-ranges/…  ignores ranges: the whole file, 200
  /404/…        not there                   /404-tiles/…  the same, but for lists of tiles
  /500/…        fails always                /500-once/…   fails for the first request of each file
  /cut/…        half of each answer, then closes the connection
  /cut-once/…   the same, for the second request of each file
  /slow/…       a byte a second             /silent/…     accepts and says nothing
  /garble/…     right length, wrong bytes   /html/…       a page that says sorry, 200
  /changing/…   another ETag each time      /short/…      the first half of each file, as if it were the whole
"""
import http.server
import os
import re
import sys
import threading
import time


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # a client that hangs up is part of the plan


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    folder = "."
    seen = {}
    lock = threading.Lock()

    def log_message(self, *_):
        pass

    def told(self, status):
        with self.lock:
            print(self.command, self.path, self.headers.get("Range", "-"), status, flush=True)

    def fail(self, status):
        self.told(status)
        self.send_response(status)
        self.send_header("Content-Length", "5")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(b"sorry")

    def do_HEAD(self):
        self.answer()

    def do_GET(self):
        self.answer()

    def answer(self):
        fault, _, below = self.path.lstrip("/").partition("/")
        with self.lock:
            count = self.seen[self.path] = self.seen.get(self.path, 0) + 1
        path = os.path.join(self.folder, below)
        if fault == "404" or (fault == "404-tiles" and below.endswith(".tif")) or not os.path.isfile(path):
            return self.fail(404)
        if fault == "500" or (fault == "500-once" and count == 1):
            return self.fail(500)
        if fault == "silent":
            self.told("silent")
            time.sleep(60)
            return None
        with open(path, "rb") as file:
            data = file.read()
        if fault == "html":
            data = b"<html>sorry</html>"
        if fault == "short":
            data = data[: len(data) // 2]
        if fault == "garble":
            data = data[:1000] + bytes(255 - byte for byte in data[1000:])
        total = len(data)
        status = 200
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if asked and fault not in ("no-ranges", "html"):
            first = int(asked[1])
            if first >= total:
                return self.fail(416)
            last = min(int(asked[2] or total - 1), total - 1)
            data = data[first : last + 1]
            status = 206
        self.told(status)
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("ETag", '"%s"' % (count if fault == "changing" else total))
        if fault not in ("no-ranges", "html"):
            self.send_header("Accept-Ranges", "bytes")
        if status == 206:
            self.send_header("Content-Range", "bytes %d-%d/%d" % (first, last, total))
        self.end_headers()
        if self.command == "HEAD":
            return None
        if fault == "cut" or (fault == "cut-once" and count == 2):
            self.wfile.write(data[: len(data) // 2])
            self.close_connection = True
            return None
        if fault == "slow":
            for byte in data:
                self.wfile.write(bytes([byte]))
                time.sleep(1)
            return None
        self.wfile.write(data)
        return None


if __name__ == "__main__":
    Handler.folder = sys.argv[1]
    server = Server(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()
