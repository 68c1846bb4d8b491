"""Baseline one: the engine alone. Seven facets and the text, and as little round it as can answer."""

import html
import json
import re
import shutil
import time
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Filter, Occur, TextAnalyzerBuilder, Tokenizer

from tests.benchmarks.invented import Plain
from tests.benchmarks.queries import FACETS, TOP, Answer, Query

EVERY_VALUE = 30_000  # more than any facet has: with fewer the engine's counts are wrong
MEMORY, THREADS = 400_000_000, 2
SNIPPET = 150


@cache
def schema() -> tantivy.Schema:
    """Title, text with positions, words without stemming, one integer field a facet."""
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", stored=True, indexed=True, fast=True)
    builder.add_text_field("title", stored=True, tokenizer_name="stems")
    builder.add_text_field("body", stored=True, tokenizer_name="stems")
    builder.add_text_field("exact", tokenizer_name="folded", index_option="basic")
    for facet in FACETS:
        builder.add_integer_field(facet, indexed=True, fast=True)
    builder.add_integer_field("day", indexed=True, fast=True)
    return builder.build()


def opened(folder: Path) -> tantivy.Index:
    """The index in this folder, new if it is empty."""
    index = tantivy.Index(schema(), str(folder))
    folded = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(60))
    folded = folded.filter(Filter.lowercase()).filter(Filter.ascii_fold())
    index.register_tokenizer("folded", folded.build())
    index.register_tokenizer("stems", analyser())
    return index


@cache
def analyser() -> tantivy.TextAnalyzer:
    """Folded, then the stems of English and Russian, each of which leaves the other's script alone."""
    built = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(60))
    built = built.filter(Filter.lowercase()).filter(Filter.ascii_fold())
    return built.filter(Filter.stemmer("english")).filter(Filter.stemmer("russian")).build()


def build(folder: Path, files: Iterable[Path]) -> float:
    """Makes the index anew from the plain data; gives the seconds that this took."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    begun = time.perf_counter()
    writer = opened(folder).writer(MEMORY, THREADS)
    for file in files:
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                writer.add_document(document(Plain(*json.loads(line))))
    writer.commit()
    writer.wait_merging_threads()
    return time.perf_counter() - begun


def document(plain: Plain) -> tantivy.Document:
    """A document as the engine takes it."""
    made = tantivy.Document()
    made.add_integer("id", plain.number)
    made.add_text("title", plain.title)
    made.add_text("body", plain.body)
    made.add_text("exact", plain.body)
    for facet in ("people", "places"):
        for value in getattr(plain, facet):
            made.add_integer(facet, value)
    for facet in ("collection", "repository", "type", "language", "year"):
        made.add_integer(facet, getattr(plain, facet))
    made.add_integer("day", int(plain.day.replace("-", "")))
    return made


class RawEngine:
    """Answers from the index in a folder."""

    def __init__(self, folder: Path) -> None:
        self.index = opened(folder)
        self.index.config_reader("manual")

    def __call__(self, query: Query) -> Answer:
        """Total, twenty hits with snippets, counts of the seven facets as if each had no value chosen."""
        self.index.reload()
        searcher, text = self.index.searcher(), _text(query)
        found = searcher.search(_narrowed(text, query.chosen), TOP, count=True)
        snippets = self._snippets(searcher, text, query, [address for _, address in found.hits])
        return Answer(found.count, len(snippets), _counts(searcher, text, query))

    def _snippets(
        self, searcher: tantivy.Searcher, text: tantivy.Query, query: Query, addresses: list[Any]
    ) -> list[str]:
        documents = [searcher.doc(address) for address in addresses]
        if not (query.words or query.phrase):
            # The engine marks nothing here, and takes longer for it than for anything else.
            return [_beginning(each.get_first("body"), query.prefix) for each in documents]  # type: ignore[arg-type]  # the engine's types are loose
        generator = tantivy.SnippetGenerator.create(searcher, text, schema(), "body")
        generator.set_max_num_chars(SNIPPET)
        return [generator.snippet_from_doc(each).to_html() for each in documents]


def _beginning(body: str, prefix: str) -> str:
    """The words round the first one that begins so, which is marked; without a prefix the first words."""
    found = re.search(rf"\b{re.escape(prefix)}\w*", body, re.IGNORECASE) if prefix else None
    if not found:
        return html.escape(body[:SNIPPET])
    start, end = max(found.start() - SNIPPET // 2, 0), found.end() + SNIPPET // 2
    before, after = body[start : found.start()], body[found.end() : end]
    return f"{html.escape(before)}<b>{html.escape(found[0])}</b>{html.escape(after)}"


def _text(query: Query) -> tantivy.Query:
    if query.prefix:
        return tantivy.Query.regex_query(schema(), "exact", f"{query.prefix}.*")
    stems = analyser().analyze(query.words or query.phrase)
    if query.phrase:
        return tantivy.Query.phrase_query(schema(), "body", list(stems))
    if query.words:
        terms = [tantivy.Query.term_query(schema(), "body", stem) for stem in stems]
        return tantivy.Query.boolean_query([(Occur.Must, term) for term in terms])
    return tantivy.Query.all_query()


def _narrowed(text: tantivy.Query, chosen: Mapping[str, tuple[int, ...]]) -> tantivy.Query:
    clauses = [(Occur.Must, text)]
    for facet, values in chosen.items():
        values_of_facet = tantivy.Query.term_set_query(schema(), facet, list(values))
        clauses.append((Occur.Must, tantivy.Query.const_score_query(values_of_facet, 0)))
    return tantivy.Query.boolean_query(clauses) if len(clauses) > 1 else text


def _counts(searcher: tantivy.Searcher, text: tantivy.Query, query: Query) -> dict[str, tuple[int, ...]]:
    free = [facet for facet in FACETS if facet not in query.chosen]
    found = searcher.aggregate(_narrowed(text, query.chosen), {facet: _terms(facet) for facet in free})
    for facet in query.chosen:
        narrowed = _narrowed(text, query.without(facet))
        found |= searcher.aggregate(narrowed, {facet: _terms(facet)})
    return {facet: tuple(bucket["doc_count"] for bucket in found[facet]["buckets"]) for facet in FACETS}


def _terms(facet: str) -> dict[str, Any]:
    size = 100 if facet == "year" else TOP
    return {"terms": {"field": facet, "size": size, "segment_size": EVERY_VALUE}}
