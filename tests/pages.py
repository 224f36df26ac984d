"""A page as a test reads it: its ids, its links, what its fields hold, and its text."""

from html.parser import HTMLParser


class Page(HTMLParser):
    """The parts of an HTML answer that tests compare."""

    def __init__(self, response):
        super().__init__()
        self.ids, self.links, self.fields, self.disabled, self.words = [], [], {}, set(), []
        self._hidden = False
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attrs):
        """Collect ids, links and fields."""
        attrs = dict(attrs)
        self._hidden = tag in ("script", "style")
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag == "a" and "href" in attrs:
            self.links.append(attrs["href"])
        if tag == "input" and "name" in attrs and attrs.get("type") != "checkbox":
            self.fields[attrs["name"]] = attrs.get("value", "")
            if "disabled" in attrs:
                self.disabled.add(attrs["name"])

    def handle_endtag(self, tag):
        """Text after a script is text again."""
        self._hidden = False

    def handle_data(self, data):
        """Collect words."""
        if not self._hidden:
            self.words.extend(data.split())

    @property
    def text(self):
        """All that is read on the page, in one line."""
        return " ".join(self.words)
