from __future__ import annotations

import pytest
from PySide6.QtGui import QTextDocument

from netcatalog.ui.markdown import to_html


@pytest.mark.parametrize(
    ("written", "set_as"),
    [
        ("**bold** and *italic*", "<p><strong>bold</strong> and <em>italic</em></p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("# Heading", "<h4>Heading</h4>"),
        ("##### Deep", "<h6>Deep</h6>"),
        ("```\na < b\n```", "<pre>a &lt; b</pre>"),
        ("    indented", "<pre>indented</pre>"),
        ("a &amp; b", "<p>a &amp; b</p>"),
        ("<b>tag</b>", "<p>&lt;b&gt;tag&lt;/b&gt;</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("[evil](javascript:alert(1))", "<p>[evil](javascript:alert(1))</p>"),
        ("[file](file:///etc/passwd)", "<p>[file](file:///etc/passwd)</p>"),
        ("[inside](record:actor:1)", "<p>[inside](record:actor:1)</p>"),
    ],
)
def test_markdown_is_set_without_any_markup_of_its_own(written, set_as):
    assert to_html(written).strip() == set_as


@pytest.mark.parametrize(
    "address", ["https://a.example/x", "http://a.example", "mailto:ana@city.example"]
)
def test_links_lead_out_of_the_catalogue_and_say_where(address):
    made = to_html(f"[there]({address})")
    assert f'href="{address}"' in made
    assert f"&lt;qt&gt;{address}&lt;/qt&gt;" in made


def test_the_title_of_a_link_does_not_hide_where_it_leads():
    made = to_html('[bank](https://evil.example "https://bank.example <img src=x>")')
    assert "bank.example" not in made
    assert "<img" not in made


def test_a_picture_is_never_loaded_but_described(qapp):
    made = to_html("![our logo](http://a.example/logo.png)")
    document = QTextDocument()
    document.setHtml(made)
    assert "<img" not in made
    assert document.toPlainText().strip() == "our logo (http://a.example/logo.png)"


def test_a_picture_from_nowhere_lets_nothing_in():
    assert "<img" not in to_html("![x](data:image/png;base64,AAAA) ![y](file:///x.png)")
