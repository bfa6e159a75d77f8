from __future__ import annotations

import io
import json
import zipfile

import pytest

from marsad.errors import ConfigError, SourceUnavailable
from marsad.gazetteer import Gazetteer, load_gazetteer, match_key
from marsad.gazetteer.download import check, download
from marsad.gazetteer.extend import add, changes

DUMP = [
    "9000001", "Kwadabe", "Kwadabe", "Kwadabi", "11.5", "13.5", "P", "PPL", "NG", "", "27", "115", "", "",
    "1200", "", "300", "Africa/Lagos", "2024-01-01",
]  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    source = tmp_path / "mine"
    source.mkdir()
    (source / "NG.txt").write_text("\t".join(DUMP) + "\n", encoding="utf-8")
    names = ["1\t9000001\tar\tكوادابي\t1\t\t\t", "2\t9000001\tru\tКвадабе\t\t\t\t"]
    names.append("3\t9000001\tlink\thttp://x\t\t\t\t")
    (source / "alternateNamesV2.txt").write_text("\n".join(names) + "\n", encoding="utf-8")
    (source / "pcodes.csv").write_text(
        "ADM1_EN,ADM1_AR,ADM1_PCODE,ADM2_EN,ADM2_AR,ADM2_PCODE,lat,lon\n"
        "Borno,بورنو,NG008,Kalabalge,كالابالجي,NG008017,12.1,14.4\n",
        encoding="utf-8",
    )
    (source / "places.csv").write_text(
        "name,country,lat,lon,level,name_ar,other_names\n"
        "Camp Alpha,NGA,11.9,13.2,site,معسكر ألفا,Alpha Base|AB\n",
        encoding="utf-8",
    )
    square = [[[13.0, 12.0], [13.2, 12.0], [13.2, 12.2], [13.0, 12.2], [13.0, 12.0]]]
    feature = {
        "type": "Feature",
        "properties": {"name": "Kirenowa forest", "country": "NGA"},
        "geometry": {"type": "Polygon", "coordinates": square},
    }
    (source / "areas.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8"
    )
    return source


@pytest.fixture
def overlay(folder, tmp_path):
    target = tmp_path / "own.sqlite"
    add(folder, target, load_gazetteer())
    return target


def test_all_kinds_of_files_are_read(folder, tmp_path):
    added = add(folder, tmp_path / "own.sqlite", load_gazetteer())
    assert {(a.file, a.kind, a.places) for a in added} == {
        ("NG.txt", "GeoNames", 1),
        ("pcodes.csv", "P-codes", 2),
        ("places.csv", "CSV", 1),
        ("areas.geojson", "GeoJSON", 1),
    }


@pytest.mark.parametrize(
    ("name", "level", "lat"),
    [
        ("Kwadabe", "town", 11.5),
        ("كوادابي", "town", 11.5),
        ("كالابالجي", "adm2", 12.1),
        ("معسكر ألفا", "site", 11.9),
        ("Alpha Base", "site", 11.9),
        ("Kirenowa forest", "region", 12.1),
    ],
)
def test_own_places_are_found_on_top_of_the_shipped_ones(overlay, name, level, lat):
    both = load_gazetteer((overlay,))
    entry = both.lookup(match_key(name))[0].entry
    assert (entry.level, entry.country) == (level, "NGA")
    assert entry.lat == pytest.approx(lat, abs=0.01)
    assert both.lookup("mosul")
    assert not load_gazetteer().lookup(match_key(name))


def test_outline_becomes_a_radius_and_pcode_without_point_takes_the_known_one(overlay):
    both = load_gazetteer((overlay,))
    assert both.lookup("kirenowa forest")[0].entry.radius_km == pytest.approx(12.6, abs=1)
    borno = both.get("pcode:NG008")
    assert borno is not None
    assert borno.lat == pytest.approx(12.0, abs=1)


def test_sources_of_the_overlay_are_listed_with_their_digest(overlay):
    rows = [r for r in load_gazetteer((overlay,)).info() if r["file"] == "own.sqlite"]
    assert {r["name"] for r in rows} >= {"GeoNames NG.txt", "CSV places.csv"}
    assert all(len(r["version"]) == 16 for r in rows)


def test_refresh_shows_which_geocodes_change(folder, overlay, tmp_path):
    moved = [*DUMP]
    moved[4] = "11.6"
    new = [*DUMP]
    new[0], new[1] = "9000002", "Newtown"
    (folder / "NG.txt").write_text("\t".join(moved) + "\n" + "\t".join(new) + "\n", encoding="utf-8")
    (folder / "areas.geojson").unlink()
    add(folder, tmp_path / "next.sqlite", load_gazetteer())
    found = changes(Gazetteer((overlay,)), Gazetteer((tmp_path / "next.sqlite",)))
    assert [(c.kind, c.name) for c in found] == [
        ("gone", "Kirenowa forest"), ("moved", "Kwadabe"), ("new", "Newtown")
    ]  # fmt: skip
    assert found[1].km == pytest.approx(11.1, abs=0.1)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("places.csv", "name,country,lat,lon\nX,NGA,north,1\n", r"places.csv:2: 'north' is not a number"),
        ("places.csv", "name,country,lat,lon,level\nX,NGA,1,1,hamlet\n", "no level 'hamlet'"),
        ("NG.txt", "1\tX\n", r"NG.txt:1: 2 columns"),
        ("a.geojson", "[]", "not a GeoJSON"),
        ("other.csv", "a,b\n1,2\n", "no file with places"),
    ],
)
def test_wrong_files_name_file_and_line(tmp_path, name, text, message):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        add(tmp_path, tmp_path / "out" / "own.sqlite", load_gazetteer())
    assert not (tmp_path / "out" / "own.sqlite").exists()


def test_download_notes_checksums_that_are_checked(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("NG.txt", "\t".join(DUMP) + "\n")
    made = download(("NG",), tmp_path, open_address=lambda _address: io.BytesIO(packed.getvalue()))
    assert [path.name for path in made] == ["NG.txt"]
    check(tmp_path)
    made[0].write_text("changed", encoding="utf-8")
    with pytest.raises(ConfigError, match="differs"):
        check(tmp_path)


def test_unreachable_site_is_one_clear_error(tmp_path):
    def refuse(_address):
        raise OSError("no route to host")

    with pytest.raises(SourceUnavailable, match="no route") as caught:
        download(("NG",), tmp_path, open_address=refuse)
    assert "--from" in caught.value.hint
