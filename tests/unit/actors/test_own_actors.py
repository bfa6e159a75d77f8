import pytest
from click.testing import CliRunner

from marsad.actors import load, words_of
from marsad.actors.own import COLUMNS, add_own, id_of, read_own
from marsad.cli import commands
from marsad.errors import KnowledgeError

ROW = {
    "actor_id": "katiba-example",
    "name": "Katiba Example",
    "kind": "group",
    "country": "MLI",
    "countries": "MLI",
}
NAMES = [("Katiba Example", "*"), ("كتيبة المثال", "ar")]


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.csv"
    add_own(path, ROW, NAMES, {"jnim"})
    return path


def test_an_own_actor_is_found_by_each_of_its_names_in_any_country(own):
    base = load((own,))
    assert base.get("katiba-example").countries == {"MLI"}
    for name, _ in NAMES:
        words = words_of(name)
        (found,) = [a for a in base.starting(words[0]) if a.words == words]
        assert found.actor_id == "katiba-example"
        assert not found.countries


def test_an_actor_of_the_base_gets_a_further_name(own):
    add_own(own, ROW | {"actor_id": "jnim"}, [("Example Alliance", "en")], {"jnim"})
    base = load((own,))
    assert any(a.actor_id == "jnim" for a in base.starting("example"))
    assert base.get("jnim").name == load().get("jnim").name


def test_adding_again_changes_nothing(own):
    before = own.read_bytes()
    assert add_own(own, ROW, NAMES, {"jnim"}) == []
    assert own.read_bytes() == before


def test_a_wrong_value_names_the_line_and_the_nearest_and_adds_nothing(own):
    before = own.read_bytes()
    with pytest.raises(KnowledgeError, match=r"own\.csv:4: kind 'gruop' is not known; nearest: group"):
        add_own(own, ROW | {"actor_id": "other", "kind": "gruop"}, [("Other", "en")], {"jnim"})
    assert own.read_bytes() == before


def test_a_wrong_line_in_the_file_is_named(tmp_path):
    path = tmp_path / "own.csv"
    cells = dict.fromkeys(COLUMNS, "") | ROW | {"alias": "Katiba", "language": "xx", "form": "name"}
    path.write_text(",".join(COLUMNS) + "\n" + ",".join(cells[c] for c in COLUMNS) + "\n")
    with pytest.raises(KnowledgeError, match=r"own\.csv:2: language 'xx'"):
        read_own(path, {"jnim"})


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Liwa al-Hawa'", "liwa-al-hawa"), ("Forces Éclair 2", "forces-eclair-2"), ("كتيبة", "")],
)
def test_ids_are_made_of_latin_names(name, expected):
    assert id_of(name) == expected


def test_the_command_says_how_to_use_the_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(commands, ["actors", "add", "Katiba Example", "--alias", "ar:كتيبة المثال"])
    assert done.exit_code == 0, done.output
    assert "katiba-example: 2 names added" in done.output
    assert "actors = [" in done.output
    assert "katiba-example" in load((tmp_path / "my-actors.csv",)).entries
