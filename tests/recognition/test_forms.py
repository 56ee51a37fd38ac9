"""Names in many forms are found, and those that are not written out are completed."""

from __future__ import annotations

import pytest

from geomap.models import Document, Span
from geomap.reading.dateline import find_dateline
from geomap.recognition import Recognizer
from geomap.recognition.candidates import inflected
from geomap.recognition.forms import base_forms, unwritten_names
from geomap.recognition.languages import INFLECTED
from tests.recognition.conftest import TinyGazetteer


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("in Lee , Polk and Hill counties", ["Lee County", "Polk County", "Hill County"]),
        ("the Rhine and Danube rivers", ["Rhine River", "Danube River"]),
        ("Lakes Erie and Huron", ["Lake Erie", "Lake Huron"]),
        ("North and South Carolina", ["North Carolina"]),
        ("Upper and Lower Egypt", ["Upper Egypt"]),
        ("the provinces of Helmand , Zabul and Herat", ["Helmand Province", "Zabul Province", "Herat Province"]),
        ("the counties of Mayo and Clare", ["Mayo", "Clare"]),
        ("the provinces of Helmand", []),
        ("the states of shock and anger", []),
        ("in Polk counties", []),
        ("both counties", []),
        ("North and East", []),
        ("", []),
    ],
)
def test_shared_heads_are_given_to_each(text: str, names: list[str]) -> None:
    """Each member of a list gets the word that stands only once."""
    assert list(unwritten_names(text.split()).values()) == names


@pytest.mark.parametrize(
    ("language", "word", "base"),
    [
        ("de", "Serbiens", "Serbien"),
        ("de", "BERLINS", "BERLIN"),
        ("ru", "Москве", "Москва"),
        ("ru", "Казани", "Казань"),
        ("ru", "МОСКВЕ", "МОСКВА"),
        ("uk", "Києві", "Київ"),
        ("uk", "Харкова", "Харків"),
        ("uk", "Кременчуці", "Кременчук"),
        ("sr", "Београду", "Београд"),
        ("sr", "Beogradu", "Beograd"),
        ("sr", "Крагујевца", "Крагујевац"),
        ("tr", "Ankara'da", "Ankara"),
        ("tr", "İstanbul'un", "İstanbul"),
        ("tr", "İzmirden", "İzmir"),
        ("ar", "وإربد", "إربد"),
        ("ar", "بالقاهرة", "القاهرة"),
        ("ar", "للقاهرة", "القاهرة"),
        ("fr", "d'Alger", "Alger"),
    ],
)
def test_endings_and_prefixes_are_undone(language: str, word: str, base: str) -> None:
    """The base form is among those that a word may have been made from."""
    assert base in base_forms(word, INFLECTED[language])


@pytest.mark.parametrize(("language", "word"), [("de", "Bus"), ("ru", "Уфа"), ("tr", "Adada"), ("ar", "وقف"), ("tr", "'da"), ("de", "'")])
def test_short_words_and_bare_endings_have_no_base(language: str, word: str) -> None:
    """What would leave next to nothing of a name is left alone."""
    assert all(len(form) >= INFLECTED[language].shortest and form != word for form in base_forms(word, INFLECTED[language]))


def test_capitals_without_a_full_stop_are_no_endless_list() -> None:
    """The members of a list are looked for only so far, however long the text is."""
    assert len(unwritten_names([*["A", ","] * 400, "A", "COUNTIES"])) == 30
    assert unwritten_names([*["A"] * 400, "COUNTIES"]) == {}
    assert len(unwritten_names(["LAKES", *["A"] * 400])) <= 30


def test_only_unknown_words_are_changed(tiny: TinyGazetteer) -> None:
    """An inflected name matches with the key of its base form; a name that is known as it stands stays what it is."""
    words = "Die Pariss und Paris , Londons und New Yorks".split()
    found = {(match.start, match.end): match.key for match in inflected(tiny, "de").match(words, cased=True)}
    assert found == {(1, 2): "paris", (3, 4): "paris", (5, 6): "london", (7, 9): "new york"}
    assert inflected(tiny, "es") is tiny
    assert inflected(tiny, "de").match([], cased=True) == []


# Form, text, and what is found in it; a name to look up stands behind a stroke where it is not the text itself.
FORMS = [
    ("abbreviation", "The U.S. and the U.K. signed the treaty on Friday.", "U.S.; U.K."),
    ("abbreviation", "The US and the UK signed the treaty on Friday.", "US; UK"),
    ("abbreviation", "Officials in the UAE said that the ship had left for the DRC.", "UAE; DRC"),
    ("abbreviation", "Troops of the D.R.C. crossed the border on Sunday.", "D.R.C."),
    ("abbreviation", "The miner from Logan, W.Va., was found alive.", "Logan; W.Va."),
    ("abbreviation", "She grew up in Portland, Ore., and studied in Austin, Tex.", "Portland; Ore.; Austin; Tex."),
    ("abbreviation", "A bus from Charleston, WV, overturned near Richmond, VA.", "Charleston; WV; Richmond; VA"),
    ("abbreviation", "The fire began in St. Louis and spread toward Ft. Worth.", "St. Louis; Ft. Worth"),
    ("hyphen", "The storm crossed Guinea-Bissau and reached Stratford-upon-Avon.", "Guinea-Bissau; Stratford-upon-Avon"),
    ("hyphen", "The vessel sailed from Port-au-Prince to Aix-en-Provence.", "Port-au-Prince; Aix-en-Provence"),
    ("hyphen", "Floods in Port-au-Prince and in Mazār-e Sharīf killed dozens.", "Port-au-Prince; Mazār-e Sharīf"),
    ("coordination", "The minister flew to Antigua and Barbuda on Monday.", "Antigua and Barbuda"),
    ("hyphen", "The U.S.-led mission left the Kyiv-Lviv railway.", "U.S.; Kyiv; Lviv"),
    ("hyphen", "A London-based firm bought the Israeli-Lebanese pipeline.", "London; Israeli; Lebanese"),
    ("apostrophe", "Protests in Côte d'Ivoire and in N'Djamena went on.", "Côte d'Ivoire; N'Djamena"),
    ("apostrophe", "The archive of Xi'an and the port of L'Aquila closed.", "Xi'an; L'Aquila"),
    ("apostrophe", "She moved from King's Lynn to Bishop’s Stortford.", "King's Lynn; Bishop’s Stortford|Bishop's Stortford"),
    ("apostrophe", "Floods hit Val-d'Or and Sana'a on Monday.", "Val-d'Or; Sana'a"),
    ("possessive", "Serbia's president met Athens' mayor in Lille's old town.", "Serbia; Athens; Lille"),
    ("possessive", "Kenya’s capital is not Uganda’s.", "Kenya; Uganda"),
    ("possessive", "Texas' dams hold, and so do Peru's.", "Texas; Peru"),
    ("capitals", "FLOODS KILL DOZENS IN NORTHERN ITALY AND SLOVENIA", "ITALY; SLOVENIA"),
    ("capitals", "PRESIDENT OF FRANCE TO VISIT KYIV AND WARSAW NEXT WEEK", "FRANCE; KYIV; WARSAW"),
    ("capitals", "EARTHQUAKE SHAKES TURKEY, SYRIA", "TURKEY; SYRIA"),
    ("capitals", "MAN ARRESTED IN NEW YORK AFTER BANK ROBBERY", "NEW YORK"),
    ("dateline", "TASHKENT - President of the bank opened a dam.", "TASHKENT"),
    ("dateline", "TASHKENT – The head of the bank opened a dam on Monday.", "TASHKENT"),
    ("dateline", "Mayor quits\n\nTASHKENT - President of the bank opened a dam.", "TASHKENT"),
    ("dateline", "GOMA, DR Congo — Rebels took the airport on Monday.", "GOMA; DR Congo"),
    ("dateline", "KYIV (Agency) - The mayor asked for generators.", "KYIV"),
    ("dateline", "BUENOS AIRES, Nov 3 (Agency) - Farmers blocked the port.", "BUENOS AIRES"),
    ("dateline", "PORT-AU-PRINCE, Haiti (Agency) — Schools stayed closed.", "PORT-AU-PRINCE; Haiti"),
    ("dateline", "ST. JOHN'S, Newfoundland - The ferry had left on time.", "ST. JOHN'S; Newfoundland"),
    ("dateline", "PARIS/BERLIN (Agency) - Ministers met.", "PARIS; BERLIN"),
    ("lower case", "floods kill dozens in northern italy and slovenia", "northern italy|Northern Italy; slovenia|Slovenia"),
    ("lower case", "omg earthquake in istanbul right now, stay safe turkey", "istanbul|Istanbul; turkey|Turkey"),
    ("lower case", "just landed in new york. next stop san francisco", "new york|New York; san francisco|San Francisco"),
    ("lower case", "kenya and uganda agree on new border post at busia", "kenya|Kenya; uganda|Uganda; busia|Busia"),
    ("lower case", "i will be reading a nice book in the bath while my mobile is charging", ""),
    ("lower case", "they may march in august, said the dean, but will they", ""),
    ("hashtag", "Flooding in #SierraLeone tonight", "SierraLeone|Sierra Leone"),
    ("hashtag", "Our thoughts are with the families. #PrayForBeirut #Lebanon", "Beirut; Lebanon"),
    ("hashtag", "#EarthquakeInTurkey is trending", "Turkey"),
    ("hashtag", "Rescue teams reach #Gaziantep #Turkey", "Gaziantep; Turkey"),
    ("hashtag", "#StandWithUkraine rally in #London", "Ukraine; London"),
    ("hashtag", "they march for peace in new york, says #SouthSudan", "new york|New York; SouthSudan|South Sudan"),
    ("hashtag", "#BlueMonday is here, says agent #1", ""),
    ("list", "The flood reached Lee, Polk and Hill counties.", "Lee|Lee County; Polk|Polk County; Hill|Hill County"),
    ("list", "Schools closed in Cook, Lake, and DuPage counties.", "Cook|Cook County; Lake|Lake County; DuPage|DuPage County"),
    ("list", "Rain fell in the provinces of Helmand and Zabul.", "Helmand|Helmand Province; Zabul|Zabul Province"),
    ("list", "The counties of Mayo, Galway and Clare were hit.", "Mayo; Galway; Clare"),
    ("list", "Lakes Erie and Huron froze.", "Erie|Lake Erie; Huron|Lake Huron"),
    ("shared head", "North and South Carolina declared an emergency.", "North|North Carolina; South Carolina"),
    ("shared head", "Leaders of North and South Korea met.", "North|North Korea; South Korea"),
    ("shared head", "Voters in East and West Java went to the polls.", "East|East Java; West Java"),
    ("direction", "Police closed roads in northern Kosovo.", "Kosovo"),
    ("direction", "Fighting went on southwest of Aleppo.", "Aleppo"),
    ("direction", "A village in south-eastern Turkey was hit.", "Turkey"),
    ("direction", "Northern Ireland and Western Sahara sent teams.", "Northern Ireland; Western Sahara"),
    ("part of a name", "Fishermen on Lake Chad fled to Chad.", "Lake Chad; Chad"),
    ("part of a name", "Troops from Chad crossed Lake Chad on Monday.", "Chad; Lake Chad"),
    ("part of a name", "The Gulf of Mexico is warm; Mexico is not.", "Gulf of Mexico; Mexico"),
    ("part of a name", "The Congo River flows through Congo.", "Congo River; Congo"),
    ("sky", "A probe to Mars left the Earth on Friday, and the Moon was full.", ""),
    ("sky", "A barn in Mars, Pa., burned down.", "Mars; Pa."),
    ("soft hyphen", "Rebels took Nov\u00adgorod and Khar\u200bkiv.", "Nov\u00adgorod|Novgorod; Khar\u200bkiv|Kharkiv"),
    ("hard blank", "Aid left Sierra\u00a0Leone for New\u202fYork.", "Sierra\u00a0Leone|Sierra Leone; New\u202fYork|New York"),
    ("hard hyphen", "Aid left Guinea\u2011Bissau on Friday.", "Guinea\u2011Bissau|Guinea-Bissau"),
    (
        "line break",
        "The airline said on Monday that all its flights to Sierra\nLeone were cancelled until the crews have rested.",
        "Sierra\nLeone|Sierra Leone",
    ),
    (
        "line break",
        "The airline said on Monday that all its flights to Guinea-\nBissau were cancelled until the crews have rested.",
        "Guinea-\nBissau|Guinea-Bissau",
    ),
    ("quotes", "“Sarajevo is calm,” he said, ‘and the road to Mostar is open.’", "Sarajevo; Mostar"),
    ("quotes", "Ships left Côte d’Ivoire and N’Djamena’s airport closed.", "Côte d’Ivoire|Côte d'Ivoire; N’Djamena|N'Djamena"),
    ("marks", "Protests in Co\u0302te d'Ivoire and Bogota\u0301.", "Co\u0302te d'Ivoire|Côte d'Ivoire; Bogota\u0301|Bogotá"),
    ("marks", "The mayors of Zu\u0308rich and Malmo\u0308 met.", "Zu\u0308rich|Zürich; Malmo\u0308|Malmö"),
    ("coordinates", "The wreck lies at 42.970, 20.800.", "42.970, 20.800"),
    ("coordinates", "The wreck lies at 42°58'12\"N 20°48'00\"E, said the navy.", "42°58'12\"N 20°48'00\"E"),
    ("coordinates", "The camp is at UTM 34T 483700 4757300 on the map.", "UTM 34T 483700 4757300"),
    ("coordinates", "Send help to geo:42.97,20.80?z=12 now.", "geo:42.97,20.80?z=12"),
]


@pytest.mark.parametrize(("form", "text", "expected"), FORMS)
def test_names_in_many_forms(packaged: Recognizer, form: str, text: str, expected: str) -> None:
    """Every name of a text is found, and nothing else, as a slice of the text and with what is to be looked up."""
    document = Document("1", text, language="en", dateline=find_dateline(text))
    mentions = packaged.recognize(document)
    rows = [row.partition("|") for row in expected.split("; ") if row]
    assert [(mention.text, mention.names[0]) for mention in mentions] == [(name, full or name) for name, _, full in rows]
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)
    assert all((mention.coordinates is not None) == (form == "coordinates") for mention in mentions)
    assert all((mention.role == "dateline") == (form == "dateline") for mention in mentions)


@pytest.mark.parametrize(
    ("text", "name", "relation", "bearing"),
    [
        ("Police closed roads in northern Kosovo.", "Kosovo", "part", 0),
        ("EARTHQUAKE IN NORTHWESTERN TURKEY", "TURKEY", "part", 315),
        ("Fighting went on southwest of Aleppo.", "Aleppo", "direction", 225),
    ],
)
def test_a_direction_is_a_phrase(packaged: Recognizer, text: str, name: str, relation: str, bearing: float) -> None:
    """A direction beside a name is no part of it but says where: resolution decides what it does to the place."""
    [mention] = packaged.recognize(Document("1", text, language="en"))
    [phrase] = mention.spatial
    assert (mention.text, phrase.relation, phrase.bearing_degrees) == (name, relation, bearing)


def test_a_direction_with_a_capital_is_part_of_the_name(packaged: Recognizer) -> None:
    """ "Northern Kosovo" and "Northern Ireland" are names."""
    [mention] = packaged.recognize(Document("1", "Northern Kosovo is calm.", language="en"))
    assert (mention.text, mention.spatial) == ("Northern Kosovo", ())


def test_a_hashtag_has_the_role_of_its_words(packaged: Recognizer) -> None:
    """A hashtag is read as its words are: where it rained is literal, what stands before another noun is not."""
    roles = {
        text: [mention.role for mention in packaged.recognize(Document("1", text, language="en"))]
        for text in ("It rained in #SierraLeone today", "It rained in Sierra Leone today")
    }
    assert set(map(tuple, roles.values())) == {("literal",)}


def test_a_name_in_doubt_is_what_it_is_elsewhere_in_the_document(packaged: Recognizer) -> None:
    """Alone it is doubtful; where the document speaks of the place twice, it is one there too."""
    doubtful = "Russia welcomes all efforts to help resolve the Karabakh issue, the spokesman said."
    article = f"{doubtful} People in Karabakh left their homes. Convoys drove from Armenia to Karabakh."
    alone, together = (packaged.recognize(Document("1", text, language="en")) for text in (doubtful, article))
    assert [mention.text for mention in alone] == ["Russia"]
    assert [mention.text for mention in together] == ["Russia", "Karabakh", "Karabakh", "Armenia", "Karabakh"]
    assert together[1].confidence < together[2].confidence


def test_a_dateline_out_of_the_text_is_none(packaged: Recognizer) -> None:
    """A dateline that someone else has set wrongly stops nothing."""
    [mention] = packaged.recognize(Document("1", "It rained in Lille.", language="en", dateline=Span(4, 400)))
    assert mention.text == "Lille"
