"""Languages without a trained model rest on the gazetteer's own names."""

from __future__ import annotations

import pytest

from geomap.models import Document
from geomap.recognition import Recognizer
from geomap.recognition.languages import GLOSSES


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("de", "Der Zug fuhr am Montag von München über Wien nach Budapest.", {"München", "Wien", "Budapest"}),
        ("fr", "Le ministre est arrivé à Marseille après une visite en Algérie.", {"Marseille", "Algérie"}),
        ("es", "La presidenta viajó de Sevilla a Buenos Aires el lunes.", {"Sevilla", "Buenos Aires"}),
        ("ru", "Поезд шёл из города Казань через Самара в Ташкент.", {"Казань", "Самара", "Ташкент"}),
        ("tr", "Bakan pazartesi günü Ankara ve İzmir kentlerini gezdi.", {"Ankara", "İzmir"}),
        ("sr", "Voz je juče krenuo za Beograd, a sutra ide za Novi Sad.", {"Beograd", "Novi Sad"}),
        ("ar", "وصل الوزير إلى القاهرة ثم سافر إلى بغداد", {"القاهرة", "بغداد"}),
        ("uk", "Делегація прибула у Київ, а потім у Одеса і Харків.", {"Київ", "Одеса", "Харків"}),
    ],
)
def test_known_names_are_found(packaged: Recognizer, language: str, text: str, names: set[str]) -> None:
    """Large places are found in their own language and script."""
    mentions = packaged.recognize(Document("1", text, language=language))
    assert names <= {mention.text for mention in mentions}
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("ar", "وصلت القافلة من صنعاء إلى الدوحة، ثم سافر الوفد إلى طنجة في المساء.", ["صنعاء", "الدوحة", "طنجة"]),
        ("ar", "في الصباح فتحت المدينة أبوابها، وجاء الناس من الشمال ومن الشرق إلى الميناء.", []),
        ("ar", "كتب الشاعر قصيدة عن الحرية والحب، ونشرها في كتاب صدر أمس.", []),
        ("fa", "وزیر خارجه عراق با هیئتی از پاکستان در کابل دیدار کرد.", ["عراق", "پاکستان", "کابل"]),
        ("he", "הספר החדש מספר על אהבה ועל שלום, והוא יצא לאור באביב.", []),
        ("ka", "მატარებელი ბათუმი თბილისი გუშინ გაუქმდა.", ["ბათუმი", "თბილისი"]),
        ("hi", "भारत और नेपाल के बीच नई रेल चलेगी, जो पटना से जाएगी।", ["भारत", "नेपाल", "पटना"]),
    ],
)
def test_scripts_without_case(packaged: Recognizer, language: str, text: str, names: list[str]) -> None:
    """Where no letter is a capital, none is missed: large places are found, and words that are also names of places are not."""
    assert [mention.text for mention in packaged.recognize(Document("1", text, language=language))] == names


def test_small_words_are_read_in_the_language(packaged: Recognizer) -> None:
    """What stands before a name counts as its English equivalent would, in that language only."""
    text = "Il est de Lille, aux portes de la Flandre."
    found = {
        code: [m.confidence for m in packaged.recognize(Document("1", text, language=code)) if m.text == "Lille"] for code in ("fr", "it")
    }
    assert found["fr"] > found["it"]


@pytest.mark.parametrize("language", GLOSSES)
def test_glosses_are_in_lower_case_and_english(language: str) -> None:
    """A gloss is looked up by the word in lower case and gives an English word."""
    assert all(word == word.lower() and english.isascii() and english.islower() for word, english in GLOSSES[language].items())
