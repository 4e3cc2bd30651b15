"""Which statements do the scores of an article say?

1. A word is a trigger when the tag head gives it the start of a cue with at least `trigger`.
2. The reader's scores for a trigger, with a share of the tag head's, give the best legal tag sequence.
3. A statement stands when its trigger is read as cue with at least `keep`; of two with overlapping cues the
   surer one stays. It has one source (the surest), one cue (that of the trigger) and content in pieces.
   One that stands within the content of another is nested.
4. A word is content of one statement: of those that claim it the one with the surest piece around it.
5. A content that covers most of a quotation takes all of it; a piece without letters or digits is dropped.
6. A statement of which the calibrated confidence is low is dropped.
"""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sayso_train.corpus import Span
from sayso_train.score import Predicted
from sayso_train.windows import BEGIN, LABELS, OPENING, Encoded

if TYPE_CHECKING:
    from sayso_train.calibrate import Calibration

STATES = len(LABELS)
FORBIDDEN = -1e4


@dataclass(frozen=True)
class Settings:
    """What decoding can be tuned by; chosen on the held-out month (`tune.py`).

    `trigger`: least probability that a word starts a cue; `keep`: least probability, by the reader, that it is
    one. `tag_share`: how much of the tag head's log probabilities is added to the reader's. `piece_cost` is paid,
    in nats, for every piece of content, `source_bonus` given for every source. A content that covers at least
    `quotation_share` of a quotation's words takes the rest of it, as far as no other statement holds it. A
    statement is dropped whose calibrated confidence is below `least_confidence`.
    """

    trigger: float = 0.15
    keep: float = 0.4
    tag_share: float = 0.3
    piece_cost: float = 1.0
    source_bonus: float = 0.0
    quotation_share: float = 0.5
    least_confidence: float = 0.0


@dataclass
class Scores:
    """What the model says of one article.

    `tags`: `float32[words, 7]`, log probabilities. For each trigger: `trigger[T]`, its word; `begin[T]`, the
    first word of its window; `read[T]`, the reader's log probabilities `float32[window words, 7]`.
    """

    tags: np.ndarray
    trigger: list[int]
    begin: list[int]
    read: list[np.ndarray]


@dataclass
class Found:
    """One decoded statement: word ranges, and how sure the model is of it.

    `cue_sure` is the probability that the trigger is a cue; `source_sure` and `content_sure` are means over the
    words of the role (without a source: over the window, that no word is one). `content_by_word[W]` is the
    reader's probability of content for each word of its window, which opens at word `begin`.
    """

    source: list[Span]
    cue: list[Span]
    content: list[Span]
    cue_sure: float
    source_sure: float
    content_sure: float
    begin: int
    content_by_word: np.ndarray


def best_tags(scores: np.ndarray) -> np.ndarray:
    """Returns the best legal sequence of tags for rows of scores: `[T, W, 7]` → `int64[T, W]`.

    Legal: an inside tag follows a begin or inside tag of its own role.
    """
    moves = np.zeros((STATES, STATES), np.float32)
    for inside in (2, 4, 6):
        moves[:, inside] = FORBIDDEN
        moves[inside - 1, inside] = moves[inside, inside] = 0.0
    rows, words, _ = scores.shape
    if not words:
        return np.zeros((rows, 0), np.int64)
    total = scores[:, 0].copy()
    total[:, (2, 4, 6)] += FORBIDDEN
    back = np.zeros((rows, words, STATES), np.int64)
    for word in range(1, words):
        paths = total[:, :, None] + moves[None]
        back[:, word] = paths.argmax(1)
        total = paths.max(1) + scores[:, word]
    tags = np.zeros((rows, words), np.int64)
    tags[:, -1] = total.argmax(1)
    for word in range(words - 1, 0, -1):
        tags[:, word - 1] = back[np.arange(rows), word, tags[:, word]]
    return tags


def spans_of(tags: np.ndarray, begin: int) -> list[Span]:
    """Returns the spans of a role whose begin tag is `begin`."""
    spans: list[Span] = []
    for word in np.flatnonzero((tags == begin) | (tags == begin + 1)):
        word = int(word)
        if tags[word] == begin or not spans or spans[-1][1] != word:
            spans.append((word, word + 1))
        else:
            spans[-1] = (spans[-1][0], word + 1)
    return spans


def quotations_of(encoded: Encoded, text: str) -> dict[int, Span]:
    """Maps each word within quotation marks to the word range of its quotation, marks included."""
    inside = encoded.quote[encoded.first] > 0
    quotations: dict[int, Span] = {}
    start = None
    for word in range(len(inside) + 1):
        within = word < len(inside) and inside[word]
        opens = within and text[encoded.start[word]] == OPENING
        if start is not None and (opens or not within):
            quotations.update(dict.fromkeys(range(start, word), (start, word)))
            start = None
        if within and start is None:
            start = word
    return quotations


def decode(
    encoded: Encoded, text: str, scores: Scores, settings: Settings, calibration: "Calibration | None" = None
) -> list[Found]:
    """Decodes the statements of an article, in text order of their cues; without a calibration none is dropped."""
    chosen = [
        number
        for number, word in enumerate(scores.trigger)
        if scores.tags[word, BEGIN["cue"]] >= np.log(settings.trigger)
    ]
    found = [item for item in _read_all(scores, chosen, settings) if item.cue_sure >= settings.keep]
    found = _outermost(_without_overlapping_cues(found))
    _share_out_contents(found)
    quotations = quotations_of(encoded, text)
    taken = Counter(word for item in found for start, end in item.cue + item.content for word in range(start, end))
    for item in found:
        item.content = [_take_quotations(piece, quotations, taken, settings) for piece in item.content]
        item.content = [piece for piece in _merged(item.content) if _has_letters(encoded, text, piece)]
    found = [item for item in found if item.content]
    if calibration:
        sure = calibration.confidence(found) >= settings.least_confidence
        found = [item for item, keep in zip(found, sure, strict=True) if keep]
    return sorted(found, key=lambda item: item.cue)


def characters(encoded: Encoded, found: list[Found]) -> list[Predicted]:
    """Turns word ranges into spans of code points, as the scorer reads them."""

    def spans(ranges: list[Span]) -> list[list[int]]:
        return [[int(encoded.start[start]), int(encoded.end[end - 1])] for start, end in ranges]

    return [{"source": spans(item.source), "cue": spans(item.cue), "content": spans(item.content)} for item in found]


def _read_all(scores: Scores, chosen: list[int], settings: Settings) -> list[Found]:
    """Reads the chosen triggers, those of one window length together."""
    if not chosen:
        return []
    longest = max(len(scores.read[number]) for number in chosen)
    stacked = np.full((len(chosen), longest, STATES), FORBIDDEN, np.float32)
    stacked[:, :, 0] = 0.0
    for row, number in enumerate(chosen):
        read, begin = scores.read[number], scores.begin[number]
        stacked[row, : len(read)] = read + settings.tag_share * scores.tags[begin : begin + len(read)]
    stacked[:, :, BEGIN["content"]] -= settings.piece_cost
    stacked[:, :, BEGIN["source"]] += settings.source_bonus
    tags = best_tags(stacked)
    return [_statement(scores, number, tags[row, : len(scores.read[number])]) for row, number in enumerate(chosen)]


def _statement(scores: Scores, number: int, tags: np.ndarray) -> Found:
    read, begin = np.exp(scores.read[number]), scores.begin[number]
    trigger = scores.trigger[number] - begin
    cue_sure = float(read[trigger, BEGIN["cue"]] + read[trigger, BEGIN["cue"] + 1])
    cues = [span for span in spans_of(tags, BEGIN["cue"]) if span[0] <= trigger < span[1]]
    source_sure = read[:, BEGIN["source"]] + read[:, BEGIN["source"] + 1]
    sources = spans_of(tags, BEGIN["source"])
    source = [max(sources, key=lambda span: source_sure[span[0] : span[1]].mean())] if sources else []
    contents = spans_of(tags, BEGIN["content"])
    content_by_word = read[:, BEGIN["content"]] + read[:, BEGIN["content"] + 1]

    def place(spans: list[Span]) -> list[Span]:
        return [(start + begin, end + begin) for start, end in spans]

    return Found(
        source=place(source),
        cue=place(cues),
        content=place(contents),
        cue_sure=cue_sure if cues else 0.0,
        source_sure=_mean(source_sure, source) if source else float(1.0 - source_sure.max()),
        content_sure=_mean(content_by_word, contents),
        begin=begin,
        content_by_word=content_by_word,
    )


def _mean(values: np.ndarray, spans: list[Span]) -> float:
    return float(np.concatenate([values[start:end] for start, end in spans]).mean()) if spans else 0.0


def _without_overlapping_cues(found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    taken: set[int] = set()
    for item in sorted(found, key=lambda item: (-item.cue_sure, item.cue)):
        words = {word for start, end in item.cue for word in range(start, end)}
        if words and not words & taken:
            kept.append(item)
            taken |= words
    return kept


def _outermost(found: list[Found]) -> list[Found]:
    """Drops statements that stand, source, cue and content, within the content of another one.

    The program keeps them as nested; here, where only outermost statements are marked, they do not count.
    """

    def words(spans: list[Span]) -> set[int]:
        return {word for start, end in spans for word in range(start, end)}

    contents = [words(item.content) for item in found]

    def stands_within_another(item: Found) -> bool:
        own = words(item.source + item.cue + item.content)
        return any(own <= content for other, content in zip(found, contents, strict=True) if other is not item)

    return [item for item in found if not stands_within_another(item)]


def _share_out_contents(found: list[Found]) -> None:
    """Gives each word that several pieces of content claim to the piece whose words are surest on the whole."""
    holder: dict[int, tuple[float, int]] = {}
    for number, item in enumerate(found):
        for start, end in item.content:
            sure = float(item.content_by_word[start - item.begin : end - item.begin].mean())
            for word in range(start, end):
                holder[word] = max(holder.get(word, (sure, -number)), (sure, -number))
    for number, item in enumerate(found):
        pieces: list[Span] = []
        for start, end in item.content:
            for word in range(start, end):
                if holder[word][1] != -number:
                    continue
                if pieces and pieces[-1][1] == word and word > start:
                    pieces[-1] = (pieces[-1][0], word + 1)
                else:
                    pieces.append((word, word + 1))
        item.content = pieces


def _take_quotations(piece: Span, quotations: dict[int, Span], taken: Counter, settings: Settings) -> Span:
    """Completes the quotations in which a piece begins and ends."""
    start, end = piece
    opened = quotations.get(start)
    if opened and _share(piece, opened) >= settings.quotation_share:
        while start > opened[0] and not taken[start - 1]:
            start -= 1
    closed = quotations.get(end - 1) or quotations.get(end)
    if closed and _share(piece, closed) >= settings.quotation_share:
        while end < closed[1] and not taken[end]:
            end += 1
    return start, end


def _share(piece: Span, quotation: Span) -> float:
    covered = min(piece[1], quotation[1]) - max(piece[0], quotation[0])
    return covered / (quotation[1] - quotation[0])


def _merged(pieces: list[Span]) -> list[Span]:
    """Joins pieces that overlap now; such as only touch stay apart."""
    merged: list[Span] = []
    for start, end in sorted(pieces):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _has_letters(encoded: Encoded, text: str, piece: Span) -> bool:
    return any(letter.isalnum() for letter in text[encoded.start[piece[0]] : encoded.end[piece[1] - 1]])
