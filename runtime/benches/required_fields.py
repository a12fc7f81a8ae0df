#!/usr/bin/env python3
"""The compile time of required fields, which should grow linearly with their number.

    python3 runtime/benches/required_fields.py            # 50, 100, 200 and 400 fields
    python3 runtime/benches/required_fields.py --help

Writes one crate for each number of fields into target/compile-time: a struct with that many required fields and
`#[derive(Arguments)]` or `#[endpoint]`, alone or with one use of its builder that sets all fields. Each crate is checked
in interleaved rounds, and the CPU time of cargo and rustc is measured. The time of a crate without fields is subtracted.
The last column is the time per field, divided by that of the smallest number of fields: 1 if the cost is linear.

Needs only cargo and Python 3.9.
"""

import argparse
import pathlib
import statistics

import compile_time
from compile_time import OUT, ROOT, write

KINDS = ("arguments", "endpoint", "arguments-called", "endpoint-called")

MANIFEST = f"""[package]
name = "generated"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
callsheet = {{ path = "{ROOT / "runtime"}", default-features = false }}
"""


def source(kind, count):
    # Names in a mixed order, so that the declared order differs from the sorted one.
    names = [f"field_{n * 7919 % max(count, 1):03}" for n in range(count)]
    fields = "".join(f"    pub {name}: String,\n" for name in names)
    what, _, called = kind.partition("-")
    attribute = {
        "arguments": "#[derive(callsheet::Arguments)]",
        "endpoint": '#[callsheet::endpoint(method = "POST", path = "/")]',
    }[what]
    calls = "".join(f'        .{name}("a")\n' for name in names)
    call = f"\npub fn call() -> Update {{\n    Update::builder()\n{calls}        .build()\n}}\n" if called else ""
    return f"//! Generated.\n{attribute}\npub struct Update {{\n{fields}}}\n{call}"


class Crate(compile_time.Crate):
    def __init__(self, kind, count):
        self.path = OUT / f"required-{kind}-{count}"
        self.target = OUT / "target-required"
        (self.path / "src").mkdir(parents=True, exist_ok=True)
        write(self.path / "src" / "lib.rs", source(kind, count))
        write(self.path / "src" / "main.rs", "fn main() {}\n")
        write(self.path / "Cargo.toml", MANIFEST)
        lock = self.path / "Cargo.lock"
        if not lock.exists():
            write(lock, (pathlib.Path(ROOT) / "Cargo.lock").read_text())


def report(kind, times, counts):
    base = statistics.median(times[kind, 0])
    cost = {count: statistics.median(times[kind, count]) - base for count in counts}
    first = cost[counts[0]] / counts[0]
    for count in counts:
        per_field = cost[count] / count
        print(f"| {kind} | {count} | {cost[count] * 1000:.0f} | {per_field * 1000:.2f} | {per_field / first:.2f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counts", default="50,100,200,400", help="numbers of fields, in order (50,100,200,400)")
    parser.add_argument("--kinds", default=",".join(KINDS), help=", ".join(KINDS))
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    counts = [int(count) for count in options.counts.split(",")]
    kinds = options.kinds.split(",")
    crates = {(kind, count): Crate(kind, count) for kind in kinds for count in [0] + counts}
    next(iter(crates.values())).compile("check")
    times = {key: [] for key in crates}
    for _ in range(options.rounds):
        for key, crate in crates.items():
            times[key].append(crate.compile("check"))
    print("| what | required fields | ms of CPU | ms per field | relative to the fewest fields |")
    print("| --- | --- | --- | --- | --- |")
    for kind in kinds:
        report(kind, times, counts)


if __name__ == "__main__":
    main()
