"""How many documents an import enters, publishes and indexes in a second, on one core.

    pytest -m benchmark -n0 tests/benchmarks/test_import_speed.py -s

The corpus is invented: files of 330 documents of about 1,000 words with three signatories, five footnotes, an
archival reference, a printing and four mentions each, and the people, places and collections that they name.
IMPORT_DOCUMENTS says how many there are (2,300). Reading of XML is not in it.
"""

import os
import resource
import time
from collections.abc import Iterator
from random import Random

import pytest
from django.db import connection

from documents.exchange.importing.running import File, Run
from documents.exchange.importing.sources import Named, Source, SourceDocument
from documents.models import Entry, ImportBatch, Listing
from documents.search.index import opened
from documents.snapshot import (
    ArchivalPart,
    ArchivalReference,
    Correspondent,
    Document,
    Footnote,
    Printing,
    Reference,
    Signatory,
    Text,
)
from places.models import Revision
from tests.benchmarks import vocabulary
from tests.documents import builders

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db(transaction=True)]

SIZE, A_FILE = int(os.environ.get("IMPORT_DOCUMENTS", "2300")), 330
AT_LEAST = {"sqlite": 120, "postgresql": 80}


def words(random: Random, number: int) -> list[str]:
    return random.choices(vocabulary.words("en"), k=number)


def content(random: Random, volume: str, number: int) -> Document:
    paragraphs = [" ".join(words(random, 90)) for _ in range(10)]
    for note in range(5):
        paragraphs[note] += f".[^{note + 1}]"
    paragraphs[6] += (
        f" to [[person:@p{random.randrange(80)}|somebody]] at [[place:@g{random.randrange(40)}|there]]"
    )
    paragraphs[7] += f" as [[document:@{volume}/{max(number - 3, 0)}|before]]"
    return Document(
        title=" ".join(words(random, 8)).capitalize(),
        heading=f"_No. {number}_",
        type="telegram",
        date_as_written="1st July",
        date_edtf=f"19{random.randrange(10, 30)}-07-01",
        place="@g1",
        texts=(Text(key="text", language="en", content="\n\n".join(paragraphs)),),
        correspondents=(Correspondent(role="sender", person=f"@p{random.randrange(80)}"),),
        signatories=tuple(Signatory(name_as_signed="N. N.", person=f"@p{n}") for n in range(3)),
        footnotes=tuple(
            Footnote(owner="text", label=str(n), content=" ".join(words(random, 20))) for n in range(1, 6)
        ),
        references=(Reference(words="before", target=f"@{volume}/{max(number - 3, 0)}"),),
        archival_references=(
            ArchivalReference(
                repository="@archive", parts=(ArchivalPart(level="fonds", value="59"),), as_printed="RG 59"
            ),
        ),
        printings=(Printing(collection="@volume", number=str(number)),),
    )


def source(volume: str, first: int, last: int) -> Source:
    random = Random(volume)
    named = [
        *(
            Named(kind="person", local=f"p{n}", name=" ".join(words(random, 2)), born=str(1800 + n))
            for n in range(80)
        ),
        *(Named(kind="place", local=f"g{n}", name=" ".join(words(random, 2))) for n in range(40)),
        Named(kind="repository", local="archive", name="National Archive"),
        Named(kind="collection", local="volume", name=f"Papers, volume {volume}"),
    ]

    def documents() -> Iterator[SourceDocument]:
        for number in range(first, last):
            yield SourceDocument(identity=f"{volume}/{number}", content=content(random, volume, number))

    return Source(
        file=volume,
        identity=volume,
        dialect="",
        documents=list(documents()),
        named={n.local: n for n in named},
    )


def test_an_import_with_publishing_and_indexing_is_quick(tmp_path):
    opened()
    begun = {f"v{n}": (n, min(n + A_FILE, SIZE)) for n in range(0, SIZE, A_FILE)}
    sources = {name: source(name, *bounds) for name, bounds in begun.items()}
    files = [File(name, tmp_path / name) for name in sources]
    for file in files:
        file.path.write_bytes(b"-")
    batch = ImportBatch.objects.create(user=builders.user("publisher"), publishes=True)
    run = Run(files, batch, lambda data, name: sources[name])
    started = time.perf_counter(), time.process_time()
    for _ in run.outcomes():
        pass
    spent, cpu = time.perf_counter() - started[0], time.process_time() - started[1]
    opened()
    print(  # noqa: T201 - what a benchmark is for
        f"\n{connection.vendor}: {SIZE} documents in {spent:.1f} s ({cpu:.1f} s of this core): "
        f"{SIZE / spent:.0f}/s; {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB; "
        f"{Revision.objects.count()} revisions"
    )
    assert Listing.objects.count() == SIZE == Entry.objects.count()
    assert opened().searcher.num_docs == SIZE
    assert SIZE / spent >= AT_LEAST[connection.vendor]
