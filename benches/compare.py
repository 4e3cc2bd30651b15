"""How fast is sayso beside the tools that people use today?

One run, one thread each, processor time. The engines take turns, so that what else the machine does meets them alike;
a ratio is the median of the ratios of the rounds.
"""

import argparse
import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

for library in ("OMP", "OPENBLAS", "MKL", "BLIS"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

import numpy as np  # noqa: E402
import onnxruntime  # noqa: E402

import minilm  # noqa: E402 - after the number of threads is set
import standin  # noqa: E402

HERE = Path(__file__).parent
WINDOWS = [(128, 1), (128, 8), (256, 1), (256, 8)]
LEAST_SECONDS = 0.2
FEATURES = ["avx2", "avx_vnni", "avx512f", "avx512_vnni", "amx_bf16", "amx_int8"]

Rates = dict[str, list[float]]


def main() -> None:
    """Builds what is missing, measures and prints."""
    arguments = parse()
    arguments.cache.mkdir(parents=True, exist_ok=True)
    texts = [path.read_text(encoding="utf-8") for path in sorted(arguments.articles.glob("*.txt"))]
    plain, eight_bits = minilm.prepare(arguments.cache)
    pipeline = standin.prepare(arguments.cache, texts)
    build = ["cargo", "build", "--release", "--features", "rten", "--message-format=json", *arguments.cargo]
    built = subprocess.run(build, cwd=HERE, check=True, capture_output=True, text=True).stdout
    program = next(path for path in map(executable, built.splitlines()) if path)
    command = [program, "--articles", str(arguments.articles), "--onnx", str(plain)]

    rates: dict[tuple[int, int], Rates] = {window: {} for window in WINDOWS}
    words: Rates = {}
    with serving(command) as (names, ask):
        encoders = {name: asking(ask, name) for name in names if name != "portable"}
        encoders |= {"onnxruntime f32": session(plain), "onnxruntime int8": session(eight_bits)}
        readers = {"sayso": lambda: ask("extraction"), "spaCy": reading(pipeline, texts)}
        for _ in range(arguments.rounds):
            for window in WINDOWS:
                for name, rate in encoders.items():
                    rates[window].setdefault(name, []).append(rate(*window))
            for name, rate in readers.items():
                words.setdefault(name, []).append(rate())
    print(f"{processor()}\n")
    print_encoders(rates)
    print_ratios(rates, names)
    print("\n| whole text | words/s |\n| --- | --- |")
    for name, values in words.items():
        print(f"| {name} | {median(values):,.0f} |")
    print(f"| **sayso / spaCy** | {ratio(words['sayso'], words['spaCy'])} |\n", flush=True)
    subprocess.run([program, "--articles", str(arguments.articles), "growth"], check=True)


def parse() -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, default=HERE.parent / "examples", help="folder of news text")
    parser.add_argument("--cache", type=Path, default=HERE.parent / "runs" / "bench", help="folder for built models")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--cargo", action="append", default=[], help="one more argument for `cargo build`")
    return parser.parse_args()


def executable(line: str) -> str | None:
    """Reads what a line of cargo's says it built."""
    return json.loads(line).get("executable")


@contextmanager
def serving(command: list[str]) -> Iterator[tuple[list[str], Callable[[str], float]]]:
    """Starts the Rust side; gives the names of its encoders and a function that asks it for a rate."""
    with subprocess.Popen([*command, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:

        def ask(line: str) -> float:
            child.stdin.write(line + "\n")
            child.stdin.flush()
            return float(child.stdout.readline())

        yield json.loads(child.stdout.readline()), ask
        child.stdin.close()


def asking(ask: Callable[[str], float], name: str) -> Callable[[int, int], float]:
    """An encoder of the Rust side."""
    return lambda length, batch: ask(f"{name} {length} {batch}")


def session(path: Path) -> Callable[[int, int], float]:
    """An encoder that onnxruntime runs."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # Without this fusion it is faster: the fused operator is not vectorised.
    slower = ["SkipLayerNormFusion"]
    model = onnxruntime.InferenceSession(path, options, ["CPUExecutionProvider"], disabled_optimizers=slower)

    def rate(length: int, batch: int) -> float:
        ids = ((np.arange(batch * length) * 7919 + 13) % 28_000 + 1_000).reshape(batch, length)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        return per_second(batch * length, lambda: model.run(None, inputs))

    return rate


def reading(pipeline: standin.Language, texts: list[str]) -> Callable[[], float]:
    """The pipeline of spaCy; a word is what stands between white space."""
    n_words = sum(len(text.split()) for text in texts)
    return lambda: per_second(n_words, lambda: list(pipeline.pipe(texts)))


def per_second(things: int, work: Callable[[], object]) -> float:
    """Counts how many things a second are done by work that does `things` each time."""
    begin, done = time.process_time(), 0
    while True:
        work()
        done += things
        seconds = time.process_time() - begin
        if seconds >= LEAST_SECONDS:
            return done / seconds


def print_encoders(rates: dict[tuple[int, int], Rates]) -> None:
    """Prints pieces a second, a line an engine."""
    print("| pieces/s | " + " | ".join(f"{length} x {batch}" for length, batch in WINDOWS) + " |")
    print("| --- " * (len(WINDOWS) + 1) + "|")
    for name in rates[WINDOWS[0]]:
        cells = (f"{median(rates[window][name]):,.0f}" for window in WINDOWS)
        print(f"| {name} | {' | '.join(cells)} |")


def print_ratios(rates: dict[tuple[int, int], Rates], kernels: list[str]) -> None:
    """Prints each kernel beside each other engine, both with the batch that suits them."""
    lengths = sorted({length for length, _ in WINDOWS})
    others = [name for name in rates[WINDOWS[0]] if name not in kernels or name.startswith("rten")]
    own = [name for name in kernels if name in rates[WINDOWS[0]] and name not in others]
    print("\n| ratio, windows of " + " / ".join(map(str, lengths)) + " | " + " | ".join(others) + " |")
    print("| --- " * (len(others) + 1) + "|")
    for kernel in own:
        cells = (" / ".join(ratio(best(rates, n, kernel), best(rates, n, other)) for n in lengths) for other in others)
        print(f"| {kernel} | {' | '.join(cells)} |")


def best(rates: dict[tuple[int, int], Rates], length: int, name: str) -> list[float]:
    """The rates of the batch size that is faster in the median."""
    return max((rates[window][name] for window in WINDOWS if window[0] == length), key=median)


def ratio(ours: list[float], theirs: list[float]) -> str:
    """The median of the ratios of the rounds."""
    return f"{median(a / b for a, b in zip(ours, theirs, strict=True)):.2f}"


def processor() -> str:
    """Says what the processor is, and what it has of what matters here."""
    path = Path("/proc/cpuinfo")
    if not path.exists():
        return "Processor unknown."
    lines = (line.split(":", 1) for line in path.read_text(encoding="utf-8").splitlines() if ":" in line)
    about = {key.strip(): value.strip() for key, value in lines}
    flags = about.get("flags", about.get("Features", "")).split()
    has, lacks = ([f for f in FEATURES if (f in flags) == wanted] for wanted in (True, False))
    return f"{about.get('model name', 'Processor')}: {', '.join(has) or 'nothing'}; without {', '.join(lacks) or '-'}."


if __name__ == "__main__":
    main()
