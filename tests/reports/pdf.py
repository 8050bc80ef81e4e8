"""What a reader of a PDF sees: its words by pdftotext, its structure by pikepdf."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from html import unescape

import pikepdf
import pytest

needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext is missing (Debian: poppler-utils)"
)

SOFT_BREAK = "\u200b"


def words(path, page=None):
    """Return the text of a file, or of one page of it, counted from 1, on one line."""
    return " ".join(copied(path, page).replace(SOFT_BREAK, "").split())


def copied(path, page=None):
    """Return the text as it is when copied: in its lines, with all that is invisible."""
    pages = [] if page is None else ["-f", str(page), "-l", str(page)]
    command = ["pdftotext", "-raw", *pages, str(path), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def places(path):
    """Yield the words of a file, each with where it begins and ends, in points from the left."""
    command = ["pdftotext", "-bbox", str(path), "-"]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for word in re.finditer(r'<word xMin="(\S+)" .* xMax="(\S+)" .*>(.*)</word>', found):
        yield unescape(word[3]), float(word[1]), float(word[2])


@dataclass(frozen=True)
class Element:
    """A tagged element: its tag, its heading text if it has one, and its attributes."""

    tag: str
    title: str
    attributes: dict[str, object]


def elements(pdf):
    """Yield the tagged elements of an open file in reading order."""
    yield from _elements(pdf.Root.StructTreeRoot.K)


def _elements(node):
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _elements(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield Element(str(node.S), str(node.get("/T", "")), _attributes(node.get("/A")))
        if "/K" in node:
            yield from _elements(node.K)


def _attributes(held):
    if held is None:
        return {}
    sets = held if isinstance(held, pikepdf.Array) else [held]
    return {key: value for one in sets for key, value in one.items()}


def headings(pdf):
    """Return the headings as level and text."""
    return [
        (int(one.tag[2]), one.title)
        for one in elements(pdf)
        if one.tag in {"/H1", "/H2", "/H3", "/H4", "/H5", "/H6"}
    ]


def links(pdf):
    """Return the web addresses that the pages lead to."""
    return [
        str(note.A.URI)
        for page in pdf.pages
        for note in page.get("/Annots", [])
        if "/A" in note and "/URI" in note.A
    ]


def languages(pdf):
    """Return the languages in which stretches of the pages are marked to be."""
    return {
        str(step.operands[1].Lang)
        for page in pdf.pages
        for step in pikepdf.parse_content_stream(page)
        if str(step.operator) == "BDC" and "/Lang" in step.operands[1]
    }
