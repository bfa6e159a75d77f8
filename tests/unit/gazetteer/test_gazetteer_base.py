from __future__ import annotations

import shutil
import sqlite3
from importlib.resources import files
from pathlib import Path

import pytest

from marsad.errors import KnowledgeError
from marsad.gazetteer import Gazetteer, load_gazetteer, match_key
from marsad.resolve.place_features import distance

SHIPPED = Path(str(files("marsad.gazetteer") / "data" / "places.sqlite"))

# name, Arabic name, latitude, longitude, tolerance in km: places that conflict reports name
TEST_PLACES = [
    ("Mosul", "الموصل", 36.34, 43.13, 40),
    ("Raqqa", "الرقة", 35.95, 39.01, 60),
    ("Deir ez-Zor", "دير الزور", 35.33, 40.14, 60),
    ("Sirte", "سرت", 31.21, 16.59, 60),
    ("Derna", "درنة", 32.77, 22.64, 60),
    ("Sheikh Zuweid", "الشيخ زويد", 31.22, 34.11, 30),
    ("Arish", "العريش", 31.13, 33.80, 30),
    ("North Sinai", "شمال سيناء", 30.5, 33.7, 130),
    ("Maiduguri", "مايدوغوري", 11.85, 13.16, 30),
    ("Bama", "باما", 11.52, 13.69, 30),
    ("Gwoza", "غوزا", 11.08, 13.70, 30),
    ("Baga", "باغا", 13.12, 13.82, 30),
    ("Diffa", "ديفا", 13.32, 12.61, 40),
    ("Menaka", "ميناكا", 15.92, 2.40, 60),
    ("Gao", "غاو", 16.27, -0.04, 60),
    ("Kidal", "كيدال", 18.44, 1.41, 60),
    ("Timbuktu", "تمبكتو", 16.77, -3.01, 60),
    ("Tillaberi", "تيلابيري", 14.21, 1.45, 60),
    ("Dori", "دوري", 14.03, -0.03, 40),
    ("Djibo", "جيبو", 14.10, -1.63, 40),
    ("Beni", "بيني", 0.49, 29.47, 40),
    ("Butembo", "بوتيمبو", 0.14, 29.29, 40),
    ("Ituri", "إيتوري", 1.6, 29.8, 150),
    ("Palma", "بالما", -10.77, 40.47, 40),
    ("Mocimboa da Praia", "موسيمبوا دا برايا", -11.35, 40.35, 40),
    ("Cabo Delgado", "كابو ديلغادو", -12.3, 39.3, 150),
    ("Kismayo", "كيسمايو", -0.36, 42.55, 40),
    ("Galgala", "غلغلا", 11.0, 49.05, 60),
    ("Qandala", "قندلا", 11.47, 49.87, 40),
    ("Nangarhar", "ننغرهار", 34.3, 70.4, 130),
    ("Kunar", "كونر", 34.9, 71.1, 130),
    ("Sahel", "الساحل", 15.0, 2.0, 300),
    ("Lake Chad", "بحيرة تشاد", 13.1, 14.4, 130),
]


@pytest.mark.parametrize(("latin", "arabic", "lat", "lon", "km"), TEST_PLACES)
def test_place_is_found_in_both_scripts(latin, arabic, lat, lon, km):
    gazetteer = load_gazetteer()
    for name in (latin, arabic):
        hits = gazetteer.lookup(match_key(name))
        assert hits, name
        point = hits[0].entry._replace(lat=lat, lon=lon)
        assert min(distance(hit.entry, point) for hit in hits) <= km, name


@pytest.mark.parametrize(
    ("name", "iso3"),
    [
        ("السعودية", "SAU"), ("أمريكا", "USA"), ("الولايات المتحدة", "USA"), ("US", "USA"), ("U.S.", "USA"),
        ("UK", "GBR"), ("سورية", "SYR"), ("الكونغو الديمقراطية", "COD"), ("RDC", "COD"), ("Tchad", "TCD"),
        ("ساحل العاج", "CIV"), ("Côte d'Ivoire", "CIV"), ("Allemagne", "DEU"), ("ألمانيا", "DEU"),
    ],
)  # fmt: skip
def test_country_is_found_by_alias(name, iso3):
    assert iso3 in {
        h.entry.country for h in load_gazetteer().lookup(match_key(name)) if h.entry.level == "country"
    }


def test_invisible_characters_and_joined_spelling_do_not_matter():
    gazetteer = load_gazetteer()
    plain = gazetteer.lookup(match_key("حفر الباطن"))
    assert plain[0].entry.country == "SAU"
    assert gazetteer.lookup(match_key("حفر\u200e الباطن\u200e"))[0].entry == plain[0].entry
    assert gazetteer.lookup(match_key("حفرالباطن"))[0].entry == plain[0].entry


def test_skeleton_finds_an_arabic_spelling_inside_the_country():
    gazetteer = load_gazetteer()
    assert gazetteer.like("بوتمبو", "COD")[0].entry.name == "Butembo"
    assert gazetteer.like("بوتمبو", "SWE") == ()
    assert all(hit.kind == 3 for hit in gazetteer.like("قوزة", "NGA"))


def test_every_row_names_source_version_and_licence():
    rows = load_gazetteer().info()
    assert sum(row["places"] for row in rows) > 250_000
    assert all(row["name"] and row["version"] and row["licence"] for row in rows)
    assert not any("ODbL" in row["licence"] or "GPL" in row["licence"] for row in rows)
    base = sqlite3.connect(f"file:{SHIPPED}?mode=ro", uri=True)
    orphans = base.execute("SELECT COUNT(*) FROM place WHERE source NOT IN (SELECT id FROM source)")
    assert orphans.fetchone() == (0,)


def test_get_country_and_units():
    gazetteer = load_gazetteer()
    mosul = gazetteer.lookup("mosul")[0].entry
    assert gazetteer.get(mosul.place_id) == mosul
    assert gazetteer.country("IRQ").name == "Iraq"
    assert gazetteer.admin1_name("IRQ", mosul.admin1) == "Nineveh"
    assert gazetteer.get("no:such") is None
    assert gazetteer.get("gn:x") is None
    assert gazetteer.iso3("ng") == "NGA"


def test_search_puts_exact_and_large_places_first():
    found = load_gazetteer().search("Maidu", country="NGA")
    assert found[0].name == "Maiduguri"
    assert load_gazetteer().search("ديفا")[0].country == "NER"


def test_filter_never_denies_a_stored_name():
    gazetteer = load_gazetteer()
    base = sqlite3.connect(f"file:{SHIPPED}?mode=ro", uri=True)
    keys = [key for (key,) in base.execute("SELECT key FROM name WHERE key >= 'm' LIMIT 3000")]
    assert all(gazetteer.may_be(key) for key in keys)
    assert all(gazetteer.may_begin(key.split(" ")[0]) for key in keys if " " in key)
    strangers = sum(gazetteer.may_be(f"zzqx{i}") for i in range(2000))
    assert strangers < 200


def test_missing_file_gives_one_clear_error(tmp_path):
    with pytest.raises(KnowledgeError, match="missing") as caught:
        Gazetteer((tmp_path / "places.sqlite",))
    assert caught.value.hint


def test_damaged_file_gives_one_clear_error(tmp_path):
    damaged = tmp_path / "places.sqlite"
    shutil.copy(SHIPPED, damaged)
    with damaged.open("r+b") as stream:
        stream.seek(5000)
        stream.write(b"\x00damage")
    with pytest.raises(KnowledgeError, match="damaged"):
        Gazetteer((damaged,), checked=(SHIPPED.parent / "places.sqlite.sha256").read_text().strip())


def test_a_file_that_is_no_gazetteer_gives_one_clear_error(tmp_path):
    other = tmp_path / "places.sqlite"
    other.write_bytes(b"not a database, and long enough to be looked at" * 100)
    with pytest.raises(KnowledgeError, match="not a gazetteer"):
        Gazetteer((other,))
