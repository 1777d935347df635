"""Reads the words back out of HTML, PDF and DOCX bytes."""

import io
import re
import unicodedata
from html.parser import HTMLParser

import docx
import pdfplumber
from docx.oxml.ns import qn

POINT = 25.4 / 72


def squeezed(value):
    """Letters only, boxes as their mark: what must be equal in every output."""
    value = value.replace("☒", "X").replace("☐", "")
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", value))


class _Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.words, self.skipping = [], 0

    def handle_starttag(self, tag, attrs):
        self.skipping += tag in ("style", "title")

    def handle_endtag(self, tag):
        self.skipping -= tag in ("style", "title")

    def handle_data(self, data):
        if not self.skipping:
            self.words.append(data)


def html_words(page):
    parser = _Words()
    parser.feed(page)
    return "".join(parser.words)


def open_pdf(data):
    return pdfplumber.open(io.BytesIO(data))


def in_text_area(char, page):
    return char["top"] * POINT > 19 and char["bottom"] < page.height - 19 / POINT


def pdf_words(data):
    """Words between the margins, in the order they were written."""
    with open_pdf(data) as pdf:
        return "".join(c["text"] for page in pdf.pages for c in page.chars if in_text_area(c, page))


def docx_words(data):
    return _texts(docx.Document(io.BytesIO(data)).element.body)


def _texts(element):
    return "".join(t.text or "" for t in element.iter(qn("w:t")))


def docx_margins(data):
    """Words of the header and footer that every page has."""
    document = docx.Document(io.BytesIO(data))
    section = document.sections[0]
    return _texts(section.first_page_header._element), _texts(section.first_page_footer._element)
