"""Makes a web archive of any size from pages, and measures the memory in which it is read.

    python3 benches/warc.py make PAGES.jsonl[.gz] OUT.warc[.gz] [--bytes 1000000000]
    python3 benches/warc.py measure OUT.warc… -- PROGRAM [ARGUMENT…]

`PAGES` has an `"html"` a line. They are repeated under other addresses, with what lies between pages in a real
archive: requests, redirects, pictures. The same pages and size give the same bytes.
`measure` runs the program with each archive as its last argument and prints the largest resident set and the time.
"""

import argparse
import gzip
import json
import os
import random
import subprocess
import sys
import time


def record(kind: str, address: str, media: str, body: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\n"
        f"WARC-Date: 2024-06-23T10:00:00Z\r\nContent-Type: {media}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def response(address: str, status: str, fields: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status}\r\n{fields}\r\n\r\n".encode()
    return record("response", address, "application/http; msgtype=response", head + body)


def pages(path: str) -> list[bytes]:
    opened = gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")
    with opened as lines:
        found = [json.loads(line).get("html") for line in lines]
    return [page.encode("utf-8", "replace") for page in found if page]


def make(source: str, target: str, size: int) -> None:
    texts = pages(source)
    picture = random.Random(7).randbytes(60_000)
    packed = target.endswith(".gz")
    written = count = 0
    with open(target, "wb") as out:
        while written < size:
            text = texts[count % len(texts)]
            address = f"https://orb.example/{count % 97}/page-{count}"
            records = [
                record("request", address, "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
                response(address, "200 OK", "Content-Type: text/html; charset=utf-8", text),
            ]
            if count % 3 == 0:
                records.append(response(address + ".jpg", "200 OK", "Content-Type: image/jpeg", picture))
            if count % 5 == 0:
                records.append(response(address + "/old", "301 Moved", "Content-Type: text/html", b"moved"))
            for one in records:
                written += len(one)
                # A member for each record, as crawlers pack them.
                out.write(gzip.compress(one, 6, mtime=0) if packed else one)
            count += 1
    print(f"{target}: {count} pages, {written} bytes unpacked")


def measure(archives: list[str], program: list[str]) -> None:
    for archive in archives:
        begun = time.monotonic()
        child = subprocess.Popen([*program, archive], stdout=subprocess.PIPE)
        said = b""
        for line in child.stdout:
            said = line
        # Of this child alone; `RUSAGE_CHILDREN` would keep the largest of all.
        usage = os.wait4(child.pid, 0)[2]
        seconds = time.monotonic() - begun
        print(f"{archive}: {usage.ru_maxrss // 1024} MiB, {seconds:.0f} s; last line: {said.decode()[:100].strip()}")


def main() -> None:
    words = sys.argv[1:]
    program = []
    if "--" in words:
        at = words.index("--")
        words, program = words[:at], words[at + 1 :]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("make")
    making.add_argument("pages")
    making.add_argument("out")
    making.add_argument("--bytes", type=int, default=1_000_000_000)
    measuring = commands.add_parser("measure")
    measuring.add_argument("archives", nargs="+")
    arguments = parser.parse_args(words)
    if arguments.command == "make":
        make(arguments.pages, arguments.out, arguments.bytes)
    elif not program:
        parser.error("name the program to measure behind `--`")
    else:
        measure(arguments.archives, program)


if __name__ == "__main__":
    main()
