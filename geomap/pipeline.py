"""The stages in order: document → mentions → candidates → resolutions → map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.config import Config, load_config
from geomap.errors import InputError
from geomap.models import CandidateSource, Document, Mention, ParsedArticle, Resolution, Span
from geomap.reading import document_from_text
from geomap.rendering import format_names

if TYPE_CHECKING:
    import folium

    from geomap.gazetteer import Gazetteer
    from geomap.recognition import Recognizer
    from geomap.rendering import MapData
    from geomap.resolution import Resolver

FORMATS = (*format_names.FORMATS, "json", "geojson")


class Geomap:
    """Everything that mapping needs, loaded once and used for many articles.

    Parameters
    ----------
    gazetteer
        Path of a gazetteer file; by default ``GEOMAP_GAZETTEER``, the configuration, then the packaged file.
    model
        spaCy pipeline to take the packaged recognizer's place.
    online
        Whether names that the gazetteer does not know may be asked for at the configured geocoder.
    viewpoint
        How contested places are assigned: ``de-facto``, ``un`` or a TOML file.
    config
        The user's configuration; read from its file by default.

    Examples
    --------
    >>> import geomap
    >>> mapper = geomap.Geomap()  # doctest: +SKIP
    >>> mapper.map("Talks go on in Pristina.").save("output/talks.html")  # doctest: +SKIP
    """

    def __init__(
        self,
        *,
        gazetteer: str | Path | None = None,
        model: str | None = None,
        online: bool | None = None,
        viewpoint: str | None = None,
        config: Config | None = None,
    ) -> None:
        self.config = config or load_config()
        self.online = bool(self.config["geocoder.service"]) if online is None else online
        self._gazetteer_path = gazetteer or self.config["gazetteer.path"] or None
        self._model = model or self.config["recognition.model"] or None
        self._viewpoint = viewpoint or self.config["map.viewpoint"] or "de-facto"

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer with the user's layers above it."""
        from geomap.gazetteer import open_gazetteer

        return open_gazetteer(self._gazetteer_path, viewpoint=self._viewpoint)

    @cached_property
    def map_data(self) -> MapData:
        """What maps show beside the story."""
        from geomap.rendering import GazetteerMapData

        return GazetteerMapData(self.gazetteer)

    @cached_property
    def recognizer(self) -> Recognizer:
        """The recognizer."""
        from geomap.recognition import Recognizer

        return Recognizer(self.gazetteer, model=self._model)

    @cached_property
    def resolver(self) -> Resolver:
        """The resolver, with the geocoder behind the gazetteer when it is turned on."""
        from geomap.gazetteer import Corrections
        from geomap.resolution import Resolver

        fallback: list[CandidateSource] = []
        if self.online:
            from geomap.geocoding import GeopyGeocoder

            fallback.append(GeopyGeocoder.from_config(self.config))
        return Resolver(self.gazetteer, fallback=tuple(fallback), corrections=Corrections.load())

    def parse(self, article: Document | str) -> ParsedArticle:
        """Find and resolve the place names of one article.

        Parameters
        ----------
        article
            A document, or the text of one.
        """
        return next(self.parse_many([article]))

    def parse_many(self, articles: Iterable[Document | str]) -> Iterator[ParsedArticle]:
        """Find and resolve the place names of many articles, in their order, as a stream."""
        found = self.recognizer.recognize_many(_documents(articles))
        yield from map(self._noted, self.resolver.resolve_many((document, mentions, ()) for document, mentions in found))

    def parse_given(self, document: Document, spans: Sequence[Span]) -> ParsedArticle:
        """Resolve the spans given, all of them and no others.

        Raises
        ------
        InputError
            When a span does not lie in the text.
        """
        return next(self.parse_given_many([(document, spans)]))

    def parse_given_many(self, items: Iterable[tuple[Document, Sequence[Span]]]) -> Iterator[ParsedArticle]:
        """Resolve the spans given for many articles; what else the recognizer finds in a text is evidence for them.

        Raises
        ------
        InputError
            When a span does not lie in its text.
        """
        yield from map(self._noted, self.resolver.resolve_many(self._given(document, spans) for document, spans in items))

    def _noted(self, article: ParsedArticle) -> ParsedArticle:
        """The article with a warning when its language has no trained model; another pipeline is taken to know its own."""
        from geomap.recognition.languages import untrained_notice

        notice = "" if self._model else untrained_notice(article.document.language)
        return replace(article, warnings=(*article.warnings, notice)) if notice else article

    def _given(self, document: Document, spans: Sequence[Span]) -> tuple[Document, Sequence[Mention], Sequence[Mention]]:
        for span in spans:
            if not 0 <= span.start < span.end <= len(document.text):
                raise InputError(f"span {span.start} to {span.end} does not lie in the text of {len(document.text)} code points")
        given: tuple[Mention, ...] = self.recognizer.recognize_given(document, spans)
        found: tuple[Mention, ...] = self.recognizer.recognize(document)
        return document, given, [mention for mention in found if not any(m.start < mention.end and mention.start < m.end for m in given)]

    def map(self, article: Document | str) -> MappedArticle:
        """Find and resolve the place names of one article, ready to be drawn."""
        return MappedArticle(self.parse(article), self)


@dataclass(frozen=True)
class MappedArticle:
    """An article with its places: shows itself in a notebook, saves itself as a page.

    Attributes
    ----------
    article
        The document, its resolutions, its focus.
    mapper
        What it was made with, which knows the outlines to draw.
    """

    article: ParsedArticle
    mapper: Geomap

    @property
    def resolutions(self) -> tuple[Resolution, ...]:
        """One resolution for each mention, in the order of the text."""
        return self.article.resolutions

    def to_html(self, **options: Any) -> str:
        """Self-contained page; ``options`` are those of `geomap.rendering.PageOptions`."""
        return str(self.render("html", **options))

    def to_folium(self, **options: Any) -> folium.Map:
        """Ordinary ``folium.Map``, to which further layers can be added."""
        from geomap.rendering import PageOptions, to_folium

        return to_folium(self.article, data=self._map_data(), options=PageOptions(**options))

    def to_geojson(self) -> dict[str, Any]:
        """GeoJSON feature collection, one feature a mention that has a place."""
        from geomap.exporting import to_geojson

        return to_geojson(self.article)

    def save(self, path: str | Path, *, format: str = "", **options: Any) -> Path:  # noqa: A002 - the command line's word
        """Write the map in the format of the file's ending, with the files that belong to it: a Markdown file's picture lies beside it.

        Parameters
        ----------
        path
            Where to write; missing folders are made.
        format
            Format when the ending does not say it.
        options
            As for `render`.

        Raises
        ------
        InputError
            When no format has this ending.
        OutputError
            When a file cannot be written, or the format needs a package that is not installed.
        """
        from geomap.files import write_whole
        from geomap.rendering.format_names import ENDINGS, format_of
        from geomap.rendering.formats import render_files

        path = Path(path)
        format_ = format or format_of(path) or "html"
        if format_ in {"md", *ENDINGS}:
            files = render_files(self.article, format_, name=path.name, data=self._map_data(), options=self._options(options))
        else:
            files = {path.name: self.render(format_, **options)}
        for name, content in files.items():
            write_whole(path.with_name(name), content)
        return path

    def render(self, format: str, **options: Any) -> str | bytes:  # noqa: A002 - the command line's word
        """Contents of a file in one of `geomap.pipeline.FORMATS`.

        Parameters
        ----------
        format
            ``html``, ``fragment``, ``iframe``, ``png``, ``svg``, ``pdf``, ``docx``, ``md``, ``geojson`` or ``json``.
        options
            ``theme`` (``auto``, ``light``, ``dark``, ``print``, a TOML file), ``text`` (False leaves the article out), ``tiles``,
            ``tiles_credit``, ``size`` (``160x100mm``), ``dpi``; what a format does not need is passed over.

        Raises
        ------
        InputError
            When there is no such format or option.
        OutputError
            When the format needs a package that is not installed.
        """
        from geomap.exporting import geojson_text, to_json_line, to_record
        from geomap.rendering import formats

        if format == "geojson":
            return geojson_text(self.article)
        if format == "json":
            return to_json_line(to_record(self.article)) + "\n"
        if format not in FORMATS:
            raise InputError(f"unknown format {format!r}; expected one of {', '.join(FORMATS)}")
        return formats.render(self.article, format, data=self._map_data(), options=self._options(options))

    def _options(self, given: dict[str, Any]) -> dict[str, Any]:
        """Options with the configured theme where none is given."""
        theme = self.mapper.config["map.theme"]
        return {"theme": theme, **given} if theme else given

    def _repr_html_(self) -> str:
        """Show the map in a notebook; it asks no host for anything."""
        return str(self.render("fragment"))

    def _repr_png_(self) -> bytes | None:
        """Picture for notebooks that are printed; none where matplotlib is not installed."""
        from geomap.errors import OutputError

        try:
            picture = self.render("png", dpi=150)
        except OutputError:
            return None
        return picture if isinstance(picture, bytes) else None

    def _map_data(self) -> MapData:
        return self.mapper.map_data


def parse(article: Document | str) -> ParsedArticle:
    """Find and resolve the place names of one article with the default settings.

    Use `Geomap` for more than one: it loads once.
    """
    return Geomap().parse(article)


def map_article(article: Document | str) -> MappedArticle:
    """Find and resolve the place names of one article, ready to be drawn, with the default settings.

    Use `Geomap` for more than one: it loads once.
    """
    return Geomap().map(article)


def _documents(articles: Iterable[Document | str]) -> Iterator[Document]:
    for number, article in enumerate(articles, start=1):
        yield document_from_text(article, id=str(number)) if isinstance(article, str) else article


__all__ = ["Geomap", "MappedArticle", "map_article", "parse"]
