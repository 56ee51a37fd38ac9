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
from geomap.pipeline import Geomap, MappedArticle
from geomap.reading import read_all

FORMATS = ("html", "geojson", "json")
_FOLDER = Path("output")


@click.command("map")
@click.argument("sources", metavar="SOURCE…", nargs=-1, required=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File, or folder for many articles; default output/NAME.html.")
@click.option("--format", "format_", type=click.Choice(FORMATS), help="What to write; by the ending of -o, else html.")
@click.option("--open", "open_", is_flag=True, help="Open the page in the browser.")
@click.option("--encoding", metavar="NAME", help="Encoding of the files; found by default.")
@mapper_options
def command(sources: Sequence[str], output: Path | None, format_: str | None, open_: bool, encoding: str | None, **options: Any) -> None:
    r"""Draw the map of an article, or a map each of many.

    A SOURCE is a text, Markdown, HTML or JSON lines file, a URL, or - for standard input.

    \b
    Examples:
      geomap map article.txt --open
      geomap map https://example.org/story.html -o story.html
      geomap map articles/*.txt -o maps/
      geomap map article.txt --format geojson -o places.geojson
    """
    format_ = format_ or _format_of(output)
    documents, failures = _read(sources, encoding)
    if not documents:
        finish(failures)
    mapper = Geomap(**options)
    folder = output is not None and (output.is_dir() or len(documents) > 1 or str(output).endswith("/"))
    if len(documents) > 1 and output is not None and output.is_file():
        raise click.UsageError(f"{output} is a file, and there are {len(documents)} articles; name a folder with -o")
    names = _unique_names(documents)
    articles = with_progress(mapper.parse_many(documents), label="Mapping", total=len(documents))
    for name, article in zip(names, articles, strict=True):
        path = output if output is not None and not folder else (output or _FOLDER) / f"{name}.{format_}"
        mapped = MappedArticle(article, mapper)
        try:
            _write(mapped, path, format_)
        except GeomapError as error:
            complain(error)
            failures += 1
            continue
        if open_ and format_ == "html" and not webbrowser.open(path.resolve().as_uri()):
            complain(f"no browser found here; open {path} yourself")
    finish(failures)


def _format_of(output: Path | None) -> str:
    ending = output.suffix.removeprefix(".").lower() if output else ""
    return ending if ending in FORMATS else "html"


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
    seen: dict[str, int] = {}
    for document in documents:
        name = "".join(character if character.isalnum() or character in "-_.," else "-" for character in document.id)[:100] or "article"
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name}-{seen[name]}"


def _write(mapped: MappedArticle, path: Path, format_: str) -> None:
    from geomap.files import write_whole

    write_whole(path, mapped.render(format_))
    counts = {status: sum(resolution.status == status for resolution in mapped.resolutions) for status in ("approximate", "unresolved")}
    click.echo(f"{path}: {len(mapped.resolutions)} mentions, {counts['approximate']} approximate, {counts['unresolved']} unresolved")
    for warning in mapped.article.warnings:
        complain(f"{mapped.article.document.id}: {warning}")
