import msgspec
from building import build

from marsad.publish import headline
from marsad.publish.labels import labels_for
from marsad.publish.payload import gather
from marsad.records import Report


def pages(world, language="en"):
    return gather(world.reports, world.coded, world.incidents, labels_for(language))


def test_tiles_count_what_is_there(world):
    tiles = {tile.key: tile for tile in headline.tiles(pages(world))}
    attacks = [f for i in world.incidents if i.type == "ASSAULT" for f in i.figures]
    low, best, high = (sum(getattr(f, n) for f in attacks) for n in ("low", "best", "high"))
    assert tiles["n_reports"].value == "31"
    assert tiles["n_killed"].value == f"{best:,}"
    assert tiles["n_killed"].note == f"Range {low:,}–{high:,}"
    assert tiles["n_not_understood"].value == "1"
    assert tiles["n_countries"].value == str(len({i.place.country for i in world.incidents}))


def test_planned_incidents_kill_nobody(world):
    planned = [msgspec.structs.replace(one, status="planned") for one in world.incidents]
    tiles = {tile.key: tile for tile in headline.tiles(pages(world._replace(incidents=planned)))}
    assert tiles["n_killed"].value == "0"
    assert tiles["n_countries"].value == "0"


def test_tolls_of_whole_wars_are_left_out_and_counted(world):
    attack = next(i for i in world.incidents if i.type == "ASSAULT")
    war = msgspec.structs.replace(attack.figures[0], low=1e5, best=2e5, high=3e5)
    huge = msgspec.structs.replace(attack, figures=(war,))
    tiles = {t.key: t for t in headline.tiles(pages(world._replace(incidents=[attack, huge])))}
    assert tiles["n_killed"].value == str(attack.figures[0].best)
    assert tiles["n_killed"].note.endswith("Tolls left out: 1")


def test_period_is_first_and_last_publication(world):
    first, last = headline.period(pages(world))
    assert first == min(r.published for r in world.reports)
    assert last == max(r.published for r in world.reports)


def test_long_lists_of_sources_are_summed_up():
    world = build(3)
    many = [Report(id=f"s{i}", text="x", source=f"Source {i:03}") for i in range(100)]
    lines = headline.source_lines(pages(world._replace(reports=many)))
    assert lines[-1].name == "+ 40"
    assert sum(line.reports for line in lines) == 100


def test_run_lines_are_flat_and_readable():
    labels = labels_for("fr")
    lines = headline.run_lines(
        {"reports_in": 1234, "seconds": {"code": 0.5}, "issues": {"a": 1}, "x": None}, labels
    )
    assert lines == [("Rapports entrés", "1\u202f234"), ("Secondes: code", "0,5")]
