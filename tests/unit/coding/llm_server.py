"""A small server that speaks chat completions on the loopback, and says what it is told to say."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def completion(content, finish="stop", tokens=100):
    """The body of a chat completion."""
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content}}
    return json.dumps({"model": "served", "choices": [choice], "usage": {"total_tokens": tokens}}).encode()


def said(*events, **more):
    """A completion with events."""
    return 200, {}, completion(json.dumps({"events": events}), **more)


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append((self.path, dict(self.headers), json.loads(body)))
        replies = self.server.replies
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        status, headers, content = reply
        if status == "slow":
            self.server.gone.wait(content)
            return
        if status == "trickle":
            self._trickle()
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", headers.get("X-Claimed", str(len(content))))
        self.end_headers()
        self.wfile.write(content)

    def _trickle(self):
        self.send_response(200)
        self.end_headers()
        try:
            while not self.server.gone.wait(0.01):
                self.wfile.write(b" ")
        except OSError:
            pass

    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def serving(*replies):
    """A server that gives these replies in turn, the last one for ever; with its ``url``."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.replies, server.requests, server.gone = list(replies), [], threading.Event()
    server.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.gone.set()
        server.shutdown()
        server.server_close()
        thread.join()


def until(seconds):
    """A reply that is not given in some seconds."""
    return "slow", {}, seconds


TRICKLE = ("trickle", {}, None)
