"""``geomap parse``: JSON lines in, JSON lines out; interrupted work can be resumed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import click

from geomap.cli.common import complain, finish, mapper_options, with_progress
from geomap.errors import InputError, OutputError
from geomap.exporting import to_json_line, to_record
from geomap.models import ParsedArticle
from geomap.pipeline import Geomap
from geomap.reading import Record, read_records
from geomap.reading.decoding import decode


@click.command("parse")
@click.argument("source", metavar="IN.jsonl", type=click.Path(allow_dash=True))
@click.option("-o", "--output", metavar="OUT.jsonl", type=click.Path(path_type=Path), help="Where to write; standard output by default.")
@click.option("--given-mentions", is_flag=True, help='Resolve the "mentions" that each record gives, all of them and no others.')
@click.option("--resume", is_flag=True, help="Go on where an interrupted run of the same command stopped.")
@mapper_options
def command(source: str, output: Path | None, given_mentions: bool, resume: bool, **options: Any) -> None:
    """Find and resolve the place names of JSON lines.

    A line in is {"id", "text", "title"?, "published"?, "source"?, "publisher"?, "mentions"?: [{"start", "end"}]}; a line out is
    {"id", "mentions", "focus", "warnings"}, in the input's order. Offsets count Unicode code points of the text, the end is exclusive.

    \b
    Examples:
      geomap parse corpus.jsonl -o places.jsonl
      geomap parse gold.jsonl --given-mentions -o resolved.jsonl
      cat corpus.jsonl | geomap parse - > places.jsonl
    """
    if resume and output is None:
        raise click.UsageError("--resume goes with -o")
    records = list(read_records(_lines(source), name="standard input" if source == "-" else source))
    records = [_with_mentions(record, source) for record in records] if given_mentions else records
    failed = [record for record in records if record.error]
    for record in failed:
        complain(record.error)
    usable = [record for record in records if record.document]
    with _writer(output, resume=resume) as (file, done):
        _check_same(done, usable, output)
        articles = _parse(Geomap(**options), usable[len(done) :], given=given_mentions)
        for article in with_progress(articles, label="Parsing", total=len(usable) - len(done)):
            file.write(to_json_line(to_record(article)) + "\n")
    finish(len(failed))


def _lines(source: str) -> Iterable[str]:
    from geomap.reading.sources import read_bytes

    return decode(read_bytes(source), name=source).split("\n")


def _with_mentions(record: Record, source: str) -> Record:
    if record.error or record.mentions is not None:
        return record
    message = f'{source}, line {record.line}: no "mentions", which --given-mentions needs; give a list, empty if there are none'
    return Record(record.line, error=InputError(message))


def _parse(mapper: Geomap, records: list[Record], *, given: bool) -> Iterator[ParsedArticle]:
    documents = [record.document for record in records if record.document]
    if not given:
        yield from mapper.parse_many(documents)
        return
    yield from mapper.parse_given_many((document, record.mentions or ()) for record, document in zip(records, documents, strict=True))


def _check_same(done: list[str], records: list[Record], output: Path | None) -> None:
    """Refuse to resume the output of another input."""
    ids = [record.document.id for record in records[: len(done)] if record.document]
    if done != ids:
        raise InputError(f"{output}.part holds other records than this input begins with; remove it, or leave --resume out")


@contextmanager
def _writer(output: Path | None, *, resume: bool) -> Iterator[tuple[TextIO, list[str]]]:
    """File to write to, and the ids that an interrupted run has written already.

    The file is ``OUT.jsonl.part`` until the work is done, so that ``OUT.jsonl`` is whole whenever it is there.
    """
    if output is None:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr] # the text stream of a process has it
        yield sys.stdout, []
        return
    part = output.with_name(output.name + ".part")
    done = _written(part) if resume else []
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        with part.open("a" if resume else "w", encoding="utf-8", newline="\n", buffering=1) as file:
            yield file, done
        part.replace(output)
    except OSError as error:
        raise OutputError(f"{output}: cannot be written ({error.strerror or error}); choose another place with -o") from error


def _written(part: Path) -> list[str]:
    """Ids of the whole lines of ``part``; a line that was cut off is cut away."""
    if not part.exists():
        return []
    whole = part.read_bytes()
    whole = whole[: whole.rfind(b"\n") + 1]
    with part.open("r+b") as file:
        file.truncate(len(whole))
    return [json.loads(line)["id"] for line in whole.decode("utf-8").split("\n") if line]
