"""Reading back what a page carries, as a browser would."""

import base64
import gzip
import json
import re
from html.parser import HTMLParser


class Page(HTMLParser):
    """Scripts by id, attributes by tag, and the text outside of scripts and styles."""

    def __init__(self, html):
        super().__init__()
        self.scripts, self.tags, self.text, self._inside = {}, [], [], None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._inside = (tag, dict(attrs).get("id", "main")) if tag in {"script", "style"} else None

    def handle_endtag(self, tag):
        self._inside = None

    def handle_data(self, data):
        if self._inside is None:
            self.text.append(data)
        elif self._inside[0] == "script":
            self.scripts[self._inside[1]] = self.scripts.get(self._inside[1], "") + data

    def first(self, tag):
        return next(attrs for name, attrs in self.tags if name == tag)

    def data(self, name):
        packed = self.scripts.get(f"{name}-data", "")
        return json.loads(gzip.decompress(base64.b64decode(packed))) if packed.strip() else None

    @property
    def words(self):
        return re.sub(r"\s+", " ", " ".join(self.text))
