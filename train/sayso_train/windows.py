"""What does the encoder see of an article?

An article becomes a row of WordPieces with three features each, and a row of words (a word is what WordPiece
splits: letters and digits between spaces and punctuation, or one punctuation mark). Labels and decoding live
on words; a word's scores are those of its first piece, so no span ever ends inside a word.

# Features (the same definitions hold in the program that runs the model)
- `case`: what an uncased vocabulary drops. 0 no letters, 1 lower case, 2 first letter only upper,
  3 all upper (two letters or more), 4 mixed. Taken over the whole word, the same for all of its pieces.
- `quote`: 1 from an opening double quotation mark to its closing one, both included. A curly mark says
  which it is; a straight one, or two apostrophes without a space between, opens outside and closes inside.
  A line break ends the quotation.
- `space`: 0 glued to what stands before, 1 after white space, 2 a line break itself.
A run of line breaks is one piece, `[unused1]`; it is a word as well.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from sayso_train.corpus import ROLES, Article, Attribution, Span

CASES, QUOTES, SPACES = 5, 2, 3
LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
BEGIN = {"source": 1, "cue": 3, "content": 5}
IGNORED = -100
"""The label of what the loss leaves out."""

OPENING, CLOSING, STRAIGHT, APOSTROPHE = "“", "”", '"', "'"
BREAK_PIECE = "[unused1]"


@dataclass
class Encoded:
    """One article as the encoder reads it.

    Per piece, `int32[pieces]`: `ids`, `case`, `quote`, `space`, `word` (index of its word).
    Per word, `int32[words]`: `start`, `end` (code points), `first` (index of its first piece).
    `labels` is `int64[words]`, the seven tags; `statements` holds word ranges, end exclusive, by role.
    """

    id: str
    annotator: str
    ids: np.ndarray
    case: np.ndarray
    quote: np.ndarray
    space: np.ndarray
    word: np.ndarray
    start: np.ndarray
    end: np.ndarray
    first: np.ndarray
    labels: np.ndarray
    statements: list[dict[str, list[Span]]]


def load_tokenizer(folder: Path) -> Tokenizer:
    """Loads the WordPiece tokenizer without truncation, padding or special pieces."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def case_of(word: str) -> int:
    """Returns the case feature of a word."""
    letters = [letter for letter in word if letter.isalpha()]
    upper = [letter.isupper() for letter in letters]
    if not letters:
        return 0
    if not any(upper):
        return 1
    if all(upper) and len(letters) > 1:
        return 3
    return 2 if upper[0] and not any(upper[1:]) else 4


def inside_quotation(words: list[str], glued: list[bool]) -> list[bool]:
    """Says of the words of a line which stand within double quotation marks, the marks included.

    `glued` says of each word that the next one follows without a space.
    """
    inside = [False] * len(words)
    within, number = False, 0
    while number < len(words):
        pair = words[number] == APOSTROPHE and glued[number] and words[number + 1] == APOSTROPHE
        straight = words[number] == STRAIGHT or pair
        opens = words[number] == OPENING or (straight and not within)
        closes = words[number] == CLOSING or (straight and within)
        length = 2 if pair else 1
        within = within or opens
        inside[number : number + length] = [within] * length
        within = within and not closes
        number += length
    return inside


def encode(article: Article, tokenizer: Tokenizer) -> Encoded:
    """Splits an article into pieces and words, with features and labels."""
    text = article.text
    columns: dict[str, list[int]] = {name: [] for name in ("ids", "space", "word", "start", "end", "first")}
    case: list[int] = []
    quote: list[int] = []
    break_id = tokenizer.token_to_id(BREAK_PIECE)

    def add_word(start: int, end: int, pieces: list[int], space: int, inside: int) -> None:
        columns["first"].append(len(columns["ids"]))
        columns["start"].append(start)
        columns["end"].append(end)
        for number, piece in enumerate(pieces):
            columns["ids"].append(piece)
            columns["space"].append(space if number == 0 else 0)
            columns["word"].append(len(columns["start"]) - 1)
            case.append(case_of(text[start:end]))
            quote.append(inside)

    for start, end in _lines(text):
        if text[start] in "\r\n":
            add_word(start, end, [break_id], 2, 0)
            continue
        words = list(_words(text[start:end], tokenizer))
        inside = inside_quotation([text[start + first : start + last] for first, last, _ in words], _glued(words))
        for (first, last, pieces), within in zip(words, inside, strict=True):
            glued = first > 0 and not text[start + first - 1].isspace()
            add_word(start + first, start + last, pieces, 0 if glued else 1, int(within))
    arrays = {name: np.asarray(values, np.int32) for name, values in columns.items()}
    encoded = Encoded(
        id=article.id,
        annotator=article.annotator,
        case=np.asarray(case, np.int32),
        quote=np.asarray(quote, np.int32),
        labels=np.zeros(len(columns["start"]), np.int64),
        statements=[],
        **arrays,
    )
    _label(encoded, article.attributions, article.discard)
    return encoded


def training_cuts(encoded: Encoded, size: int, random: np.random.Generator) -> list[Span]:
    """Cuts an article into windows (word ranges) of at most `size` pieces that do not overlap.

    The first window's length is drawn, so that every epoch cuts elsewhere; a cut moves back to a line break
    within the last third of its window where there is one, three times in four.
    """
    cuts: list[Span] = []
    begin, words = 0, len(encoded.start)
    limit = int(random.integers(size // 4, size + 1))
    while begin < words:
        stop = _fitting(encoded, begin, limit)
        if stop < words and random.random() < 0.75:
            breaks = np.flatnonzero(encoded.space[encoded.first[begin:stop]] == 2)
            later = breaks[breaks > (stop - begin) * 2 // 3]
            if len(later):
                stop = begin + int(later[-1])
        cuts.append((begin, stop))
        begin, limit = stop, size
    return cuts


def reading_cuts(encoded: Encoded, size: int, overlap: int) -> list[Span]:
    """Cuts an article into windows (word ranges) of at most `size` pieces, about `overlap` pieces shared."""
    cuts: list[Span] = []
    begin, words = 0, len(encoded.start)
    while words:
        stop = _fitting(encoded, begin, size)
        cuts.append((begin, stop))
        if stop >= words:
            return cuts
        back = int(np.searchsorted(encoded.first, int(encoded.first[stop]) - overlap))
        begin = max(back, begin + 1)
    return cuts


def depths(cuts: list[Span], words: int) -> list[np.ndarray]:
    """Returns for each window how far its words stand from its nearer edge: `int64[words of the window]`.

    The edges of the article itself are no edges.
    """
    found = []
    for begin, stop in cuts:
        index = np.arange(begin, stop)
        left = index - begin if begin > 0 else np.full(stop - begin, words)
        right = stop - 1 - index if stop < words else np.full(stop - begin, words)
        found.append(np.minimum(left, right))
    return found


def _fitting(encoded: Encoded, begin: int, size: int) -> int:
    """Returns the end of the longest word range from `begin` with at most `size` pieces, one word at least."""
    words = len(encoded.start)
    edges = np.append(encoded.first, len(encoded.ids))
    stop = int(np.searchsorted(edges, edges[begin] + size, side="right")) - 1
    return min(max(stop, begin + 1), words)


def _lines(text: str) -> Iterator[Span]:
    """Yields the stretches of text and the runs of line breaks (with white space between) in turn."""
    position = 0
    while position < len(text):
        end = position
        if text[position] in "\r\n":
            while end < len(text) and text[end].isspace():
                end += 1
        else:
            while end < len(text) and text[end] not in "\r\n":
                end += 1
        yield position, end
        position = end


def _words(line: str, tokenizer: Tokenizer) -> Iterator[tuple[int, int, list[int]]]:
    """Yields (start, end, piece ids) of the words of a line."""
    encoding = tokenizer.encode(line, add_special_tokens=False)
    word, start, end, pieces = None, 0, 0, []
    for number, offsets, piece in zip(encoding.word_ids, encoding.offsets, encoding.ids, strict=True):
        if number != word:
            if pieces:
                yield start, end, pieces
            word, start, pieces = number, offsets[0], []
        end = offsets[1]
        pieces.append(piece)
    if pieces:
        yield start, end, pieces


def _glued(words: list[tuple[int, int, list[int]]]) -> list[bool]:
    """Says of each word that the next one follows without a space."""
    follows = [after[0] == before[1] for before, after in pairwise(words)]
    return [*follows, False] if words else []


def _label(encoded: Encoded, attributions: Iterable[Attribution], discard: Iterable[Span]) -> None:
    """Fills labels and statements; a word belongs to a span that covers its middle."""
    middle = (encoded.start + encoded.end) / 2.0
    ignored = np.zeros(len(middle), bool)
    for start, end in discard:
        ignored |= (middle >= start) & (middle < end)
    for attribution in attributions:
        ranges: dict[str, list[Span]] = {}
        for role in ROLES:
            ranges[role] = []
            for start, end in getattr(attribution, role):
                inside = np.flatnonzero((middle >= start) & (middle < end))
                if len(inside):
                    ranges[role].append((int(inside[0]), int(inside[-1]) + 1))
        for role, begin in BEGIN.items():
            for start, end in ranges[role]:
                encoded.labels[start] = begin
                encoded.labels[start + 1 : end] = begin + 1
        touched = [ignored[start:end].any() for spans in ranges.values() for start, end in spans]
        if ranges["cue"] and not any(touched):
            encoded.statements.append(ranges)
    encoded.labels[ignored] = IGNORED
