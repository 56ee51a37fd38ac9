import json

import pytest
from click.testing import CliRunner

from geomap.cli.gazetteer import command


@pytest.fixture
def run(tiny_gazetteer, monkeypatch):
    monkeypatch.setenv("GEOMAP_GAZETTEER", str(tiny_gazetteer.path))

    def invoke(*arguments, text=None):
        return CliRunner().invoke(command, arguments, input=text)

    return invoke


def test_search_gives_one_json_line_for_each_name(run):
    """The contract that measuring depends on: every field, best first, in the order of the input."""
    result = run("search", "-", "--format", "jsonl", "--limit", "2", text="Mitrovica\nXyzzyville\nKosovars\n")
    answers = [json.loads(line) for line in result.output.splitlines()]
    assert [answer["name"] for answer in answers] == ["Mitrovica", "Xyzzyville", "Kosovars"]
    assert len(answers[0]["candidates"]) == 2
    assert answers[1]["candidates"] == []
    best = answers[0]["candidates"][0]
    assert list(best) == ["id", "name", "latitude", "longitude", "country", "admin1", "feature_class", "population", "matched", "source"]
    assert (best["id"], best["country"], best["matched"]) == ("geonames:789225", "XK", "Mitrovica")


def test_search_for_people_shows_the_place_and_how_it_matched(run):
    """Text output names the place, its id and the name that matched."""
    assert "geonames:831053 — by 'Kosovars' (demonym)" in run("search", "Kosovars").output
    assert "no place known" in run("search", "Xyzzyville").output


def test_search_puts_a_country_first(run):
    """``--country`` orders."""
    assert run("search", "Paris", "--country", "us").output.splitlines()[0].count("US")


def test_show_tells_names_and_parents(run):
    """A place with all that is known of it."""
    output = run("show", "geonames:789225").output
    assert "in: Komuna e Mitrovicës, Mitrovica, Kosovo" in output
    assert "source: GeoNames (CC BY 4.0)" in output


def test_show_of_an_unknown_id_says_how_to_find_one(run):
    """One clear line."""
    result = run("show", "geonames:1")
    assert "no place geonames:1" in str(result.exception)
    assert "geomap gazetteer search" in str(result.exception)


def test_near_lists_the_largest_first(run):
    """Around Mitrovica; a negative latitude needs no special writing."""
    assert run("near", "42.89", "20.87").output.splitlines()[0].startswith("Mitrovicë")
    assert "no populated place" in run("near", "-10", "-20").output


def test_info_prints_sources_and_licences(run):
    """Provenance."""
    assert "GeoNames: 93 places, CC BY 4.0" in run("info").output


def test_verify_says_that_the_file_is_whole(run):
    """Exit status 0."""
    result = run("verify")
    assert result.exit_code == 0
    assert "whole" in result.output
