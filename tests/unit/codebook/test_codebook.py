from importlib.resources import files

import pytest

from marsad.codebook import load, nearest
from marsad.codebook.codebook import read
from marsad.errors import KnowledgeError


def test_has_the_sixteen_types_and_the_contexts_of_the_manual():
    book = load()
    assert len(book.types) == 16
    assert len(book.contexts) == 37
    assert sum(sector.frequent for sector in book.sectors.values()) == 11


@pytest.mark.parametrize(("type_", "quad"), [("AGREE", 1), ("AID", 2), ("ACCUSE", 3), ("SANCTION", 4)])
def test_quads(type_, quad):
    assert load().quad(type_) == quad


def test_cooperation_scores_are_positive_and_conflict_scores_are_not():
    for name, event_type in load().types.items():
        scores = [event_type.score, *(m.score for m in event_type.modes.values() if m.score is not None)]
        if event_type.quad <= 2:
            assert min(scores) > 0, name
        elif event_type.quad == 4:
            assert max(scores) < 0, name


def test_score_of_a_mode_falls_back_to_its_type():
    book = load()
    assert book.score("ASSAULT", "drone") == -9.5
    assert book.score("PROTEST", "vandalize") == book.score("PROTEST") == -5.0


def test_wrong_values_are_refused_with_the_nearest_valid_one():
    book = load()
    book.check("ASSAULT", "suicide-attack", ["terrorism"])
    with pytest.raises(KnowledgeError, match=r"'suicide_bomb'.*'suicide-attack'"):
        book.check("ASSAULT", "suicide_bomb")
    with pytest.raises(KnowledgeError, match=r"'ASAULT', nearest is 'ASSAULT'"):
        book.check("ASAULT")
    with pytest.raises(KnowledgeError, match="unknown context 'war'"):
        book.check("ASSAULT", None, ["war"])
    with pytest.raises(KnowledgeError, match="nearest is 'MIL'"):
        book.check_sector("MILI")


def test_a_mode_of_another_type_is_refused():
    assert load().problems("RETREAT", "drone")


def test_nearest_gives_up_when_nothing_is_close():
    assert nearest("qqqq", ["ASSAULT"]) is None


def test_a_broken_file_names_itself(tmp_path):
    path = tmp_path / "plover.toml"
    path.write_text((files("marsad.codebook") / "plover.toml").read_text() + "\n[extra]\nx = 1\n")
    with pytest.raises(KnowledgeError, match=r"plover\.toml.*extra"):
        read(path)
