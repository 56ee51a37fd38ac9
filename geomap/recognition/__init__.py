"""Recognition: finds the place names of a document, also inside other names, and says in what role each stands."""

from geomap.recognition.recognizer import Recognizer

__all__ = ["Recognizer"]
