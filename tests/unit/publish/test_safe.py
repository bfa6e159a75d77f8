import gzip
import json
from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.publish import safe


@given(st.text())
def test_json_in_scripts_cannot_end_the_script(text):
    out = safe.script_json({"t": text})
    assert not set("<>&\u2028\u2029") & set(out)
    assert json.loads(out)["t"] == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_packing_keeps_text(text):
    assert json.loads(gzip.decompress(b64decode(safe.packed_json([text])))) == [text]


@given(st.text())
def test_names_are_one_line_without_controls(text):
    name = safe.plain_name(text)
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\n\r\t\0") & set(name)
    assert safe.plain_name(name) == name


@pytest.mark.parametrize("text", ["=1+1", "+49", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "|calc"])
def test_formulas_are_disarmed(text):
    assert safe.csv_cell(text) == "'" + text


@pytest.mark.parametrize(
    ("value", "cell"),
    [(None, ""), (-2, "-2"), (-2.5, "-2.5"), (3.0, "3"), (1e-9, "0"), ("داعش", "داعش"), ("a=b", "a=b")],
)
def test_other_cells_are_kept(value, cell):
    assert safe.csv_cell(value) == cell


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "", None, " //x"]
)
def test_only_web_addresses_are_links(url):
    assert safe.safe_url(url) == ""


def test_web_address_is_kept():
    assert safe.safe_url(" HTTPS://example.org/ب ") == "HTTPS://example.org/ب"
