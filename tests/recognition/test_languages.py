"""Languages without a trained model rest on the gazetteer's own names."""

from __future__ import annotations

import pytest

from geomap.models import Document
from geomap.recognition import Recognizer


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
