"""A foreign catalogue in the window: it fetches nothing, and its links lead where they say."""

from __future__ import annotations

import http.server
import re
import threading

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from netcatalog.domain.records import Note
from netcatalog.services.opening import open_catalog
from tests import make
from tests.conftest import USER, clock


class Listener(http.server.ThreadingHTTPServer):
    """A server that remembers what it was asked for."""

    def __init__(self):
        self.asked = asked = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                self.send_response(404)
                self.end_headers()

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)


@pytest.fixture
def listener():
    with Listener() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class Browser(QObject):
    """Takes the place of the system's browser."""

    def __init__(self):
        super().__init__()
        self.opened = []

    @Slot(QUrl)
    def open(self, address):
        self.opened.append(address.toString())


@pytest.fixture
def browser(qapp):
    made = Browser()
    for scheme in ("http", "https", "mailto", "file"):
        QDesktopServices.setUrlHandler(scheme, made, "open")
    yield made
    for scheme in ("http", "https", "mailto", "file"):
        QDesktopServices.unsetUrlHandler(scheme)


def test_a_page_with_pictures_and_tags_fetches_nothing(arrives, seeded_path, listener):
    address = f"http://127.0.0.1:{listener.server_port}"
    text = (
        f"![a picture]({address}/picture.png) <img src='{address}/tag.png'> "
        f"<link rel=stylesheet href='{address}/style.css'> <script src='{address}/x.js'></script> "
        f"<iframe src='{address}/frame'></iframe> [a link]({address}/link)"
    )
    with open_catalog(seeded_path, user=USER, clock=clock) as catalog:
        make.fact(catalog, Note, actor=catalog.actor_named("Polis"), text=text)
    person = arrives(seeded_path)
    person.finds("Networks", "polis")
    assert "a picture" in person.page()
    assert listener.asked == []


def test_a_link_is_opened_only_after_its_address_was_shown(arrives, seeded_path, browser):
    with open_catalog(seeded_path, user=USER, clock=clock) as catalog:
        text = "[https://bank.example](https://thief.example/a)"
        make.fact(catalog, Note, actor=catalog.actor_named("Polis"), text=text)
    person = arrives(seeded_path)
    person.finds("Networks", "polis")
    person.follows("https://bank.example")
    assert person.told() == "This leads out of the catalogue: https://thief.example/a"
    assert browser.opened == []
    person.clicks(person.desk.message.action)
    assert browser.opened == ["https://thief.example/a"]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "smb://thief.example/share",
        "\\\\thief.example\\share",
        "data:text/html,<script>x</script>",
        "vbscript:x",
        "ms-msdt:/id",
        " javascript:x",
        "java\nscript:x",
    ],
)
def test_an_address_of_another_kind_leads_nowhere(arrives, seeded_path, browser, address):
    with open_catalog(seeded_path, user=USER, clock=clock) as catalog:
        make.fact(catalog, Note, actor=catalog.actor_named("Polis"), text=f"[here](<{address}>)")
    person = arrives(seeded_path)
    person.finds("Networks", "polis")
    links = re.findall(r'href="([^"]*)"', person.desk.record.view.browser.toHtml())
    schemes = {one.partition(":")[0] for one in links}
    assert schemes <= {"https", "state", "history", "record", "passage"}  # https: its source
    person.desk.record.view._on_anchor_clicked(QUrl(address))
    assert browser.opened == []
