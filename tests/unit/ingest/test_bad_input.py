"""Whatever comes in, something that names it goes out, and the rest goes on."""

from __future__ import annotations

import gzip
import io

import pytest

from marsad import ingest
from marsad.errors import ConfigError
from marsad.records import Problem, Report

ARABIC = "قتل سبعة مدنيين في غارة على بلدة سراقب في ريف إدلب من جانب الجيش، وفق ما ذكر سكان أمس على الهاتف."
FRENCH = (
    "Au moins sept personnes ont été tuées dans la région de Ménaka, à l'est du pays, selon les autorités."
)


def read(path, *, limit=100_000, stdin=b"", form=None):
    found = ingest.find([str(path)])
    return list(ingest.read(found, stdin=io.BytesIO(stdin), limit=limit, form=form))


def written(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def only_problem(items):
    (item,) = items
    assert isinstance(item, Problem)
    assert item.issue.hint
    assert item.coded().issues == (item.issue,)
    return item.issue


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.csv"])
def test_an_empty_file_is_named(tmp_path, name):
    issue = only_problem(read(written(tmp_path, name, b"")))
    assert issue.code == "empty"
    assert name in issue.message


def test_an_empty_stream_of_lines_holds_no_report(tmp_path):
    assert read(written(tmp_path, "a.jsonl", b"\n  \n")) == []


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3\x00\x01", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "PNG"),
        (bytes(range(256)) * 8, "binary"),
    ],
)
def test_binary_files_are_told_by_what_they_are(tmp_path, content, kind):
    issue = only_problem(read(written(tmp_path, "a.txt", content)))
    assert issue.code == "binary"
    assert kind in issue.message


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ARABIC, "windows-1256"),
        (ARABIC, "iso-8859-6"),
        (FRENCH, "windows-1252"),
        (ARABIC, "utf-16"),
        (FRENCH, "utf-32"),
    ],
)
def test_other_encodings_are_told_by_evidence(tmp_path, text, encoding):
    (item,) = read(written(tmp_path, "a.txt", text.encode(encoding)))
    assert isinstance(item, Report)
    assert item.text == text
    assert item.origin.encoding == encoding
    told = {issue.code for issue in item.issues}
    assert told == (set() if encoding.startswith("utf") else {"encoding-detected"})


def test_an_encoding_without_evidence_is_an_error_that_says_where(tmp_path):
    issue = only_problem(read(written(tmp_path, "a.txt", "Владимир сказал, что".encode("koi8-r"))))
    assert issue.code == "encoding"
    assert "byte 0" in issue.message


def test_a_few_broken_characters_do_not_cost_the_report(tmp_path):
    raw = ("و. " + ARABIC * 30).encode()
    (item,) = read(written(tmp_path, "a.txt", raw[:3] + b"\xff" + raw[3:]))
    assert isinstance(item, Report)
    assert item.text.count("\ufffd") == 1
    assert [issue.code for issue in item.issues] == ["damaged-characters"]


def test_broken_json_is_named_by_line_and_the_rest_goes_on(tmp_path):
    lines = ['{"id": "a", "text": "x"}', '{"id": "b", "text": ', '{"id": "c", "text": "y"}']
    first, second, third = read(written(tmp_path, "in.jsonl", "\n".join(lines)))
    assert (first.id, third.id) == ("a", "c")
    assert isinstance(second, Problem)
    assert second.issue.code == "broken-json"
    assert "in.jsonl:2" in second.issue.message
    assert second.id == "b"  # told from the broken line


@pytest.mark.parametrize("line", ["[1, 2]", '"text"', "5", "null", "NaN", "[" * 5000])
def test_json_that_is_no_object_is_named(tmp_path, line):
    assert only_problem(read(written(tmp_path, "a.jsonl", line))).code == "broken-json"


def test_missing_and_wrong_fields_are_named(tmp_path):
    lines = [
        '{"id": "a"}',
        '{"id": "b", "text": 5}',
        '{"id": "c", "text": "  "}',
        '{"id": ["d"], "text": "x"}',
    ]
    items = read(written(tmp_path, "a.jsonl", "\n".join(lines)))
    assert [item.issue.code for item in items] == ["no-text", "wrong-type", "no-text", "wrong-type"]
    assert "'text'" in items[1].issue.message
    assert [item.id for item in items[:3]] == ["a", "b", "c"]


def test_a_headline_alone_is_a_report_and_an_id_is_made_of_content(tmp_path):
    first, second = read(written(tmp_path, "a.jsonl", '{"title": "x"}\n{"title": "x"}'))
    assert (first.text, first.title) == ("", "x")
    assert first.id == second.id


@pytest.mark.parametrize("date", ["05/06/2021", "yesterday", "2021-13-45"])
def test_dates_that_cannot_be_told_are_left_out_with_an_issue(tmp_path, date):
    (item,) = read(written(tmp_path, "a.jsonl", f'{{"text": "x", "published": "{date}"}}'))
    assert item.published is None
    assert item.issues[0].code == "bad-date"
    assert date in item.issues[0].message


def test_lone_surrogates_keep_the_length(tmp_path):
    (item,) = read(written(tmp_path, "a.jsonl", '{"text": "a\\ud800b \\ud83d\\ude00"}'))
    assert item.text == "a\ufffdb 😀"
    assert item.issues[0].code == "damaged-characters"


def test_a_line_beyond_the_bound_is_set_aside_and_the_rest_goes_on(tmp_path):
    long = '{"id": "long", "text": "' + "x" * 500_000 + '"}'
    lines = ['{"id": "a", "text": "x"}', long, '{"id": "c", "text": "y"}']
    first, second, third = read(written(tmp_path, "a.jsonl", "\n".join(lines)), limit=10_000)
    assert (first.id, second.id, third.id) == ("a", "long", "c")
    assert second.issue.code == "too-large"
    assert f"{len(long) + 1:,}" in second.issue.message
    assert third.origin.line == 3


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_a_file_beyond_the_bound_is_set_aside(tmp_path, name):
    assert only_problem(read(written(tmp_path, name, "word " * 5000), limit=10_000)).code == "too-large"


def test_a_lying_archive_does_not_fill_the_memory(tmp_path):
    bomb = gzip.compress(b"a" * 5_000_000)
    assert only_problem(read(written(tmp_path, "a.txt.gz", bomb), limit=10_000)).code == "too-large"


def test_a_cut_archive_gives_what_it_holds(tmp_path):
    lines = "\n".join(f'{{"id": "{i}", "text": "{i * 7919}"}}' for i in range(30_000))
    raw = gzip.compress(lines.encode())
    items = read(written(tmp_path, "a.jsonl.gz", raw[: len(raw) // 2]))
    assert len(items) > 5
    assert items[-1].issue.code == "damaged-archive"
    assert all(isinstance(item, Report) for item in items[:-1])


def test_csv_rows_with_wrong_cells_are_named(tmp_path):
    text = 'id;Titre;text\n1;a;"b\nc"\n2;x\n3;y;"z"\n'
    first, second, third = read(written(tmp_path, "a.csv", text))
    assert (first.text, first.title) == ("b\nc", "a")
    assert second.issue.code == "broken-row"
    assert ":4:" in second.issue.message
    assert third.text == "z"


def test_a_csv_without_text_says_so(tmp_path):
    issue = only_problem(read(written(tmp_path, "a.csv", "a,b\n1,2\n")))
    assert issue.code == "no-text"


def test_a_quote_that_is_never_closed_is_named_and_what_comes_before_is_kept(tmp_path):
    text = 'id,text\n1,one\n2,"two\n' + "".join(f"{i},more\n" for i in range(3, 9))
    items = read(written(tmp_path, "a.csv", text))
    assert items[0].text == "one"
    assert len(items) == 2


def test_links_that_lead_nowhere_are_named(tmp_path):
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    written(tmp_path, "good.txt", "Something happened in Mosul.")
    items = read(tmp_path)
    assert [getattr(getattr(i, "issue", None), "code", "report") for i in items] == [
        "unreadable",
        "report",
        "unreadable",
    ]


def test_unknown_endings_in_a_folder_are_named_and_read_when_named(tmp_path):
    path = written(tmp_path, "a.md", "Something happened in Mosul.")
    assert only_problem(read(tmp_path)).code == "unknown-format"
    assert read(path)[0].text == "Something happened in Mosul."


def test_the_outputs_of_a_run_are_no_input_unless_named(tmp_path):
    (tmp_path / "out").mkdir()
    records = written(tmp_path / "out", "records.jsonl", "{}")
    written(tmp_path, "a.txt", "x")
    inside = ingest.find([str(tmp_path)], without=tmp_path / "out")
    assert [f.path.rsplit("/", 1)[1] for f in inside] == ["a.txt"]
    assert len(ingest.find([str(records)], without=tmp_path / "out")) == 1


def test_a_path_that_is_not_there_is_a_usage_error(tmp_path):
    with pytest.raises(ConfigError) as caught:
        read(tmp_path / "nowhere.txt")
    assert caught.value.exit_code == 2


def test_a_pattern_finds_files_in_order_and_each_once(tmp_path):
    for name in ("b.txt", "a.txt", "c.html"):
        written(tmp_path, name, "x")
    found = ingest.find([str(tmp_path / "*.txt"), str(tmp_path / "a.txt"), str(tmp_path)])
    assert [f.path.rsplit("/", 1)[1] for f in found] == ["a.txt", "b.txt", "c.html"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'\xef\xbb\xbf{"id": "a", "text": "x"}\n{"id": "b", "text": "y"}', ["x", "y"]),
        (b"Plain words.", ["Plain words."]),
        (gzip.compress(b'{"text": "x"}'), ["x"]),
        ('{"text": "x"}\n{"text": "y"}'.encode("utf-16"), ["x", "y"]),
    ],
)
def test_standard_input_is_told_by_its_first_bytes(content, expected):
    form = ".jsonl" if content.startswith(b"\xff\xfe") else None
    assert [item.text for item in read("-", stdin=content, form=form)] == expected


def test_pages_give_main_text_title_and_first_date(tmp_path):
    body = "".join(f"<p>{FRENCH} Paragraphe {i} de l'article, avec des mots en plus.</p>" for i in range(6))
    page = (
        "<html><head><title>Attaque au Mali</title>"
        '<meta property="article:published_time" content="2021-06-29T03:11:00+00:00">'
        '<meta property="article:modified_time" content="2021-07-04T03:11:00+00:00">'
        '<link rel="canonical" href="https://example.org/a/1"></head>'
        f"<body><nav><a href='/'>Accueil</a></nav><article><h1>Attaque au Mali</h1>{body}</article>"
        "<footer>Tous droits réservés</footer></body></html>"
    )
    (item,) = read(written(tmp_path, "a.html", page))
    assert item.published == "2021-06-29"
    assert item.title == "Attaque au Mali"
    assert item.source == "example.org"
    assert "Ménaka" in item.text
    assert "Accueil" not in item.text


def test_a_page_in_a_declared_encoding_is_read_in_it(tmp_path):
    body = "".join(f"<p>{ARABIC} {i}</p>" for i in range(6))
    page = f'<html><head><meta charset="windows-1256"></head><body><article>{body}</article></body></html>'
    (item,) = read(written(tmp_path, "a.html", page.encode("windows-1256")))
    assert "سراقب" in item.text


def test_a_page_nested_without_end_is_read_or_named(tmp_path):
    page = "<html><body>" + "<div>" * 50_000 + f"<p>{FRENCH}</p>" + "</div>" * 50_000
    (item,) = read(written(tmp_path, "a.html", page), limit=10_000_000)
    assert isinstance(item, Report | Problem)


def test_a_page_without_text_is_named(tmp_path):
    page = "<html><head><title>x</title></head><body><script>1</script></body></html>"
    assert only_problem(read(written(tmp_path, "a.html", page))).code == "no-text"


def test_a_file_is_the_same_report_wherever_it_lies(tmp_path):
    (tmp_path / "sub").mkdir()
    first = read(written(tmp_path, "a.txt", ARABIC))[0]
    second = read(written(tmp_path / "sub", "b.txt", ARABIC))[0]
    assert first.id == second.id
    assert first.text == ARABIC
