"""Which texts are labelled for names, times and coreference, and which of them are kept aside?

Reads the corpora of a data folder into [`Labelled`]s. Offsets are Unicode code points, end exclusive.

| corpus | labels | kept aside |
| --- | --- | --- |
| `ner/en-worldwide` | names of seven kinds (its dates and sums are no names) | ids whose SHA-1 begins with 4 to 6 |
| `time/tbaq` | temporal expressions after TIMEX3 | ids whose SHA-1 begins with 0 to 3 |
| `time/wikiwars` | the same, the outermost ones | documents 13 to 16 |
| `coref/gum` | mentions of four kinds, chains | ids whose SHA-1 begins with 0 to 2 |
| `attribution/litbank` | mentions of people, bodies and places, chains | ids whose SHA-1 begins with 0 to 2 |
| `coref/gap` (`development`) | one pronoun with two candidates | its other files |
| `attribution/polnear` (`train`) | names of three kinds, by machine | ids whose SHA-1 begins with 2 to f |

(The documents of `en-worldwide` whose SHA-1 begins with 0 to 3 are not in the data folder.)
What is kept aside is measured by the program's own gate and never trained on.
"""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sayso_train.corpus import Span

NAME_KINDS = ("person", "organisation", "place", "facility", "group", "product", "other")
TIME_KINDS = ("date", "time", "duration", "set")
MENTION_KINDS = ("person", "organisation", "place", "other")


def tag_names(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The labels of spans of some kinds: O, then B and I of each."""
    return ("O", *(f"{edge}-{kind}" for kind in kinds for edge in "BI"))


NAMES, TIMES, MENTIONS = tag_names(NAME_KINDS), tag_names(TIME_KINDS), ("O", *MENTION_KINDS)

_NAMES = {
    "Person": "person",
    "Organization": "organisation",
    "Location": "place",
    "Facility": "facility",
    "NORP": "group",
    "Product": "product",
    "Misc": "other",
}
_GUM = {"person": "person", "organization": "organisation", "place": "place"}
_LITBANK = {"PER": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place"}
_SILVER = {"PERSON": "person", "ORGANIZATION": "organisation", "LOCATION": "place"}
_BEFORE_COMPLEMENT = re.compile(r"\s(?:of|in|at|with|from|on|to|for|by|who|whom|whose|that|which|,|;|--|-LRB-)\s")


@dataclass(frozen=True)
class Mention:
    """One mention: the span of its head word, its kind, and the number of its chain in the text."""

    head: Span
    kind: str
    chain: int


@dataclass(frozen=True)
class Choice:
    """A pronoun and two names before it; `right` is the index of the one meant, or none."""

    pronoun: Span
    candidates: tuple[Span, Span]
    right: int | None


@dataclass(frozen=True)
class Labelled:
    """One text with what its corpus labels; `None` where it does not.

    `other_mentions`: whether mentions of things (not people, bodies or places) are labelled. `unsure`: stretches
    whose names are not to be learnt from.
    """

    id: str
    text: str
    names: tuple[tuple[Span, str], ...] | None = None
    times: tuple[tuple[Span, str], ...] | None = None
    mentions: tuple[Mention, ...] | None = None
    other_mentions: bool = True
    choices: tuple[Choice, ...] = field(default=())
    unsure: tuple[Span, ...] = ()


def kept_aside(identity: str, digits: str) -> bool:
    """Whether the SHA-1 of an id begins with one of some digits."""
    return hashlib.sha1(identity.encode()).hexdigest()[0] in digits


def read_labelled(data: Path) -> list[Labelled]:
    """Reads all that there is to learn from."""
    readers = (_worldwide, _tbaq, _wikiwars, _gum, _litbank, _gap, _polnear)
    return [labelled for reader in readers for labelled in reader(data / "data")]


def _lines(path: Path) -> Iterator[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _worldwide(data: Path) -> Iterator[Labelled]:
    for line in _lines(data / "ner" / "en-worldwide" / "train.jsonl.gz"):
        if kept_aside(line["id"], "456"):
            continue
        found = [((item["start"], item["end"]), _NAMES.get(item["label"])) for item in line["entities"]]
        yield Labelled(line["id"], line["text"], names=tuple((span, kind) for span, kind in found if kind))


def _tbaq(data: Path) -> Iterator[Labelled]:
    for name in ("timebank", "aquaint"):
        for line in _lines(data / "time" / "tbaq" / f"{name}.jsonl.gz"):
            if not kept_aside(line["id"], "0123"):
                yield Labelled(line["id"], line["text"], times=_outermost(line["timexes"]))


def _wikiwars(data: Path) -> Iterator[Labelled]:
    for line in _lines(data / "time" / "wikiwars" / "train.jsonl.gz"):
        if int(line["id"][:2]) < 13:
            yield Labelled(line["id"], line["text"], times=_outermost(line["timexes"]))


def _outermost(timexes: list[dict]) -> tuple[tuple[Span, str], ...]:
    """The expressions that stand in no other."""
    ordered = sorted(timexes, key=lambda item: (item["start"], -item["end"]))
    kept: list[tuple[Span, str]] = []
    for item in ordered:
        if not kept or item["start"] >= kept[-1][0][1]:
            kept.append(((item["start"], item["end"]), item["type"].lower()))
    return tuple(kept)


def _gum(data: Path) -> Iterator[Labelled]:
    for line in _lines(data / "coref" / "gum" / "train.jsonl.gz"):
        if kept_aside(line["doc"], "012"):
            continue
        mentions = tuple(
            Mention(_last_word(line["text"], tuple(item["min"])), _GUM.get(item["type"], "other"), item["c"])
            for item in line["mentions"]
        )
        yield Labelled(line["doc"], line["text"], mentions=mentions)


def _litbank(data: Path) -> Iterator[Labelled]:
    for line in _lines(data / "attribution" / "litbank" / "all.jsonl.gz"):
        if kept_aside(line["id"], "012"):
            continue
        text = line["text"]
        mentions = tuple(
            Mention(litbank_head(text, (start, end)), _LITBANK[category], chain + 1)
            for chain, entity in enumerate(line["entities"])
            for start, end, category, _ in entity["mentions"]
            if category in _LITBANK
        )
        yield Labelled(line["id"], text, mentions=mentions, other_mentions=False)


def _gap(data: Path) -> Iterator[Labelled]:
    for line in _lines(data / "coref" / "gap" / "development.jsonl.gz"):
        pronoun = tuple(line["pronoun"])
        candidates = tuple(_last_word(line["text"], tuple(line[name])) for name in "AB")
        if all(candidate[1] <= pronoun[0] for candidate in candidates):
            right = 0 if line["A_coref"] else 1 if line["B_coref"] else None
            yield Labelled(line["id"], line["text"], choices=(Choice(pronoun, candidates, right),))


def _polnear(data: Path) -> Iterator[Labelled]:
    """A part of the articles, with the names that CoreNLP saw there; what else has a capital may be one, too."""
    folder = data / "attribution" / "polnear"
    with (folder / "train.jsonl").open(encoding="utf-8") as lines:
        texts = {line["id"]: line["text"] for line in map(json.loads, lines)}
    for line in _lines(folder / "train.corenlp.jsonl.gz"):
        if kept_aside(line["id"], "23456789abcdef"):
            continue
        names, unsure = silver_names(texts[line["id"]], line["sentences"])
        yield Labelled(line["id"], texts[line["id"]], names=names, unsure=unsure)


def silver_names(text: str, sentences: list[dict]) -> tuple[tuple[tuple[Span, str], ...], tuple[Span, ...]]:
    """The names of parsed sentences (neighbours of one class are one), and the capitalised words beside them.

    Words that are a name of one class here and of another there are unsure, and so is the headline.
    """
    names: list[tuple[Span, str]] = []
    unsure: list[Span] = [(0, max(0, text.find("\n\n")))]
    for sentence in sentences:
        before = None
        for start, end, label in zip(sentence["b"], sentence["e"], sentence["ner"], strict=True):
            kind = _SILVER.get(label)
            if kind and kind == before:
                names[-1] = ((names[-1][0][0], end), kind)
            elif kind:
                names.append(((start, end), kind))
            elif text[start].isupper():
                unsure.append((start, end))
            before = kind
    kinds: dict[str, set[str]] = {}
    for (start, end), kind in names:
        kinds.setdefault(text[start:end], set()).add(kind)
    unsure += [(start, end) for (start, end), _ in names if len(kinds[text[start:end]]) > 1]
    return tuple(names), tuple(unsure)


def litbank_head(text: str, span: Span) -> Span:
    """The head word of a mention of tokenised text: the last word before a complement or a clause."""
    words = text[span[0] : span[1]]
    cut = _BEFORE_COMPLEMENT.search(words)
    end = span[0] + cut.start() if cut and cut.start() > 0 else span[1]
    return _last_word(text, (span[0], end))


def _last_word(text: str, span: Span) -> Span:
    words = text[span[0] : span[1]].split()
    if len(words) > 1 and words[-1] in ("'s", "’s", "'", "’"):
        return _last_word(text, (span[0], span[1] - len(words[-1]) - 1))
    return (span[1] - len(words[-1]), span[1]) if words else span
