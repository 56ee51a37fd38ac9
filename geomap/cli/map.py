"""``geomap map``: the map of an article, or of many."""

from __future__ import annotations

import webbrowser
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from geomap.cli.common import complain, finish, mapper_options, with_progress
from geomap.errors import GeomapError
from geomap.models import Document
from geomap.pipeline import FORMATS, Geomap, MappedArticle
from geomap.reading import read_all
from geomap.rendering.format_names import ending_of, format_of

# Names of the pages that a folder of maps has beside those of the articles.
_TAKEN = ("index", "all")
_FOLDER = Path("output")


@click.command("map")
@click.argument("sources", metavar="SOURCE…", nargs=-1, required=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File, or folder for many articles; default output/NAME.html.")
@click.option("--format", "format_", type=click.Choice(FORMATS), help="What to write; by the ending of -o, else html.")
@click.option("--size", metavar="SIZE", help="Size of a picture, such as 160x100mm, 16x10cm or 6x4in.")
@click.option("--dpi", type=float, help="Resolution of a PNG in dots an inch; default 300.")
@click.option("--theme", metavar="NAME", help="auto (follows the reader's system), light, dark, print, or a TOML file.")
@click.option("--no-text", "no_text", is_flag=True, help="Leave the text of the article out of the page.")
@click.option("--tiles", metavar="NAME", help="Online map tiles: a name of xyzservices or a URL template; none by default.")
@click.option("--tiles-credit", metavar="TEXT", help="Whom to name for the tiles of a URL template.")
@click.option("--labels", metavar="CODE", help="Language of the names on the map, such as de, where the gazetteer has them.")
@click.option("--open", "open_", is_flag=True, help="Open the page in the browser.")
@click.option("--encoding", metavar="NAME", help="Encoding of the files; found by default.")
@mapper_options
def command(
    sources: Sequence[str], output: Path | None, format_: str | None, open_: bool, encoding: str | None,
    size: str | None, dpi: float | None, theme: str | None, no_text: bool, tiles: str | None, tiles_credit: str | None,
    labels: str | None, **options: Any,
) -> None:  # fmt: skip
    """Draw the map of an article, or a map each of many.

    A SOURCE is a text, Markdown, HTML or JSON lines file, a feed, a URL, or - for standard input. Of many articles there is a page
    each, an index.html, and all.html, one map of all of them.

    \b
    Examples:
      geomap map article.txt --open
      geomap map https://example.org/story.html -o story.html
      geomap map articles/*.txt -o maps/
      geomap map article.txt -o map.png --size 160x100mm --dpi 300
      geomap map article.txt -o report.docx
      geomap map article.txt --format geojson -o places.geojson
    """
    format_ = format_ or _format_of(output)
    drawing = {
        "size": size,
        "dpi": dpi,
        "theme": theme,
        "tiles": tiles,
        "tiles_credit": tiles_credit,
        "labels": labels,
        "text": False if no_text else None,
    }
    chosen = {key: value for key, value in drawing.items() if value is not None}
    documents, failures = _read(sources, encoding)
    if not documents:
        finish(failures)
    mapper = Geomap(**options)
    folder = output is not None and (output.is_dir() or len(documents) > 1 or str(output).endswith("/"))
    if len(documents) > 1 and output is not None and output.is_file():
        raise click.UsageError(f"{output} is a file, and there are {len(documents)} articles; name a folder with -o")
    into = output if output is not None and folder else _FOLDER
    collection = _Collection(into, mapper, chosen) if format_ == "html" and len(documents) > 1 else None
    articles = with_progress(mapper.parse_many(documents), label="Mapping", total=len(documents))
    for name, article in zip(_unique_names(documents), articles, strict=True):
        path = output if output is not None and not folder else into / f"{name}.{ending_of(format_)}"
        mapped = MappedArticle(article, mapper)
        try:
            _write(mapped, path, format_, chosen)
        except GeomapError as error:
            complain(error)
            failures += 1
            continue
        if collection:
            collection.add(mapped, path)
        elif open_ and format_ == "html":
            _open(path)
    if collection:
        collection.write(open_=open_)
    finish(failures)


class _Collection:
    """The articles of one run that have a page, for the index and the one map of all."""

    def __init__(self, folder: Path, mapper: Geomap, options: dict[str, Any]) -> None:
        self._folder, self._mapper, self._options = folder, mapper, options
        self._entries: list[Any] = []

    def add(self, mapped: MappedArticle, path: Path) -> None:
        """Keep what the collection says of an article."""
        from geomap.rendering.collection import entry_of

        self._entries.append(entry_of(mapped.article, path.name, data=self._mapper.map_data, labels=self._options.get("labels", "")))

    def write(self, *, open_: bool) -> None:
        """Write both pages."""
        from geomap.files import write_whole
        from geomap.rendering.collection import ALL, INDEX, render_collection, render_index
        from geomap.rendering.formats import page_options

        if not self._entries:
            return
        options = page_options(self._options)
        write_whole(self._folder / ALL, render_collection(self._entries, data=self._mapper.map_data, options=options))
        write_whole(self._folder / INDEX, render_index(self._entries, options=options))
        click.echo(f"{self._folder / INDEX}: {len(self._entries)} articles; {ALL}: one map of all")
        if open_:
            _open(self._folder / INDEX)


def _open(path: Path) -> None:
    if not webbrowser.open(path.resolve().as_uri()):
        complain(f"no browser found here; open {path} yourself")


def _format_of(output: Path | None) -> str:
    found = format_of(output) if output else ""
    return found if found in FORMATS else "html"


def _read(sources: Sequence[str], encoding: str | None) -> tuple[list[Document], int]:
    """Documents of all sources that can be read, and how many could not; each of those is reported."""
    documents: list[Document] = []
    failures = 0
    for source in sources:
        try:
            for record in read_all(source, encoding=encoding):
                if record.document is not None:
                    documents.append(record.document)
                else:
                    complain(record.error)
                    failures += 1
        except GeomapError as error:
            complain(error)
            failures += 1
    return documents, failures


def _unique_names(documents: Sequence[Document]) -> Iterator[str]:
    """A file name for each document: its id, numbered when it has come before."""
    seen: dict[str, int] = dict.fromkeys(_TAKEN, 1)
    for document in documents:
        name = "".join(character if character.isalnum() or character in "-_.," else "-" for character in document.id)[:100] or "article"
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name}-{seen[name]}"


def _write(mapped: MappedArticle, path: Path, format_: str, options: dict[str, Any]) -> None:
    mapped.save(path, format=format_, **options)
    counts = {status: sum(resolution.status == status for resolution in mapped.resolutions) for status in ("approximate", "unresolved")}
    click.echo(f"{path}: {len(mapped.resolutions)} mentions, {counts['approximate']} approximate, {counts['unresolved']} unresolved")
    for warning in mapped.article.warnings:
        complain(f"{mapped.article.document.id}: {warning}")
