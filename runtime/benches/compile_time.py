#!/usr/bin/env python3
"""The compile time of an endpoint, compared with hand-written code.

    python3 runtime/benches/compile_time.py            # check, debug and release, at 10 and 100 endpoints
    python3 runtime/benches/compile_time.py --help

Writes two crates for each number of endpoints into target/compile-time. In one, the endpoints are structs with
`#[endpoint]`. The other uses plain reqwest with timeouts, serde and thiserror, with one async fn, one error enum and one
constructor per endpoint. Dependencies are built first and are not counted. Then each crate is recompiled in interleaved
rounds, and the CPU time (user and system) of cargo and its child processes is measured. The cost of one endpoint is the
slope between two numbers of endpoints. The ratio is computed within each round; the median over the rounds is printed.

Needs only cargo and Python 3.9. Uses a single job, so that a busy machine does not change which work is done.
"""

import argparse
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "target" / "compile-time"

PRELUDE = {
    "callsheet": """\
//! Generated.
use callsheet::endpoint;
use serde::Deserialize;
""",
    "handwritten": """\
//! Generated.
use std::time::Duration;

use reqwest::{StatusCode, Url};
use serde::{Deserialize, Serialize};

pub struct Client {
    pub http: reqwest::Client,
    pub base: Url,
    pub token: String,
}

impl Client {
    pub fn new(base: Url, token: String) -> reqwest::Result<Self> {
        let http = reqwest::Client::builder().timeout(Duration::from_secs(60)).connect_timeout(Duration::from_secs(10));
        Ok(Self { http: http.build()?, base, token })
    }
}

#[derive(Deserialize)]
struct Envelope {
    error: Problem,
}

#[derive(Deserialize)]
struct Problem {
    code: String,
    description: Option<String>,
    #[serde(default)]
    detail: serde_json::Value,
}
""",
}


def members(shape):
    """The JSON members of the request: two required ones, the rest optional."""
    names = ["name", "size"] + [f"option_{n}" for n in range(shape.fields - 2)]
    types = ["String", "u32"] + ["Option<String>"] * (shape.fields - 2)
    return list(zip(names, types))


def errors(shape):
    """The documented errors: code, variant and status; the last one has a detail."""
    plain = [(f"refused_{n}", f"Refused{n}", 400 + n) for n in range(shape.errors - 1)]
    return plain, ("validation_error", "ValidationError", 422)


def reply(n):
    return f"""
#[derive(Debug, Deserialize)]
pub struct Thing{n} {{
    pub id: String,
    pub name: String,
    pub identifier: String,
    pub time_zone: Option<String>,
    pub updated_at: u64,
    pub managed: bool,
    pub parent_id: Option<String>,
    pub tags: Vec<String>,
}}

#[derive(Debug, Deserialize)]
pub struct Detail{n} {{
    pub details: Vec<String>,
}}
"""


def by_callsheet(n, shape):
    plain, (code, _, status) = errors(shape)
    entries = "".join(f"        {code} = {status},\n" for code, _, status in plain)
    fields = "".join(f"    pub {name}: {ty},\n" for name, ty in members(shape))
    return f"""
#[endpoint(
    method = "PATCH",
    path = "/things{n}/<thing>",
    response = Thing{n},
    errors(
{entries}        {code}(status = {status}, detail = Detail{n}),
    ),
)]
pub struct UpdateThing{n} {{
    pub thing: String,
    #[query]
    pub page: Option<u32>,
    #[query]
    pub include: Option<String>,
{fields}}}
{reply(n)}"""


def by_hand(n, shape):
    plain, (code, variant, status) = errors(shape)
    fields = ""
    for name, ty in members(shape):
        if ty.startswith("Option"):
            fields += '    #[serde(skip_serializing_if = "Option::is_none")]\n'
        fields += f"    pub {name}: {ty},\n"
    none = "".join(f" {name}: None," for name, ty in members(shape) if ty.startswith("Option"))
    variants = "".join(
        f'    #[error("{code}: {{message:?}}")]\n    {variant} {{ message: Option<String> }},\n'
        for code, variant, _ in plain
    )
    arms = "".join(
        f'        ({status}, "{code}") => UpdateThing{n}Error::{variant} {{ message: problem.description }},\n'
        for code, variant, status in plain
    )
    return f"""
#[derive(Debug, Clone, Serialize)]
pub struct UpdateThing{n} {{
    #[serde(skip)]
    pub thing: String,
    #[serde(skip)]
    pub page: Option<u32>,
    #[serde(skip)]
    pub include: Option<String>,
{fields}}}

impl UpdateThing{n} {{
    pub fn new(thing: impl Into<String>, name: impl Into<String>, size: u32) -> Self {{
        Self {{ thing: thing.into(), page: None, include: None, name: name.into(), size,{none} }}
    }}
}}

#[derive(Debug, thiserror::Error)]
pub enum UpdateThing{n}Error {{
{variants}    #[error("{code}: {{message:?}}")]
    {variant} {{ message: Option<String>, detail: Detail{n} }},
    #[error("undocumented reply: {{status}}")]
    Undocumented {{ status: StatusCode, body: bytes::Bytes }},
    #[error("the reply does not decode: {{0}}")]
    Decode(#[from] serde_json::Error),
    #[error("no reply: {{0}}")]
    Transport(#[from] reqwest::Error),
}}

pub async fn update_thing_{n}(client: &Client, call: &UpdateThing{n}) -> Result<Thing{n}, UpdateThing{n}Error> {{
    let mut url = client.base.clone();
    if let Ok(mut segments) = url.path_segments_mut() {{
        segments.pop_if_empty().push("things{n}").push(&call.thing);
    }}
    let mut request = client.http.patch(url).bearer_auth(&client.token);
    if let Some(page) = call.page {{
        request = request.query(&[("page", page)]);
    }}
    if let Some(include) = &call.include {{
        request = request.query(&[("include", include)]);
    }}
    let response = request.json(call).send().await?;
    let status = response.status();
    let body = response.bytes().await?;
    if status.is_success() {{
        return Ok(serde_json::from_slice(&body)?);
    }}
    let Ok(Envelope {{ error: problem }}) = serde_json::from_slice(&body) else {{
        return Err(UpdateThing{n}Error::Undocumented {{ status, body }});
    }};
    Err(match (status.as_u16(), problem.code.as_str()) {{
{arms}        ({status}, "{code}") => UpdateThing{n}Error::{variant} {{
            message: problem.description,
            detail: serde_json::from_value(problem.detail)?,
        }},
        _ => UpdateThing{n}Error::Undocumented {{ status, body }},
    }})
}}
{reply(n)}"""


def main_of(idiom, count):
    """A program that calls every endpoint and uses the results, as a user of the library would."""
    calls = ""
    for n in range(count):
        if idiom == "callsheet":
            call = f'UpdateThing{n}::builder().thing("a").name("b").size(1).send(client).await'
            failed = f"Err(callsheet::Error::Documented {{ error: UpdateThing{n}Error::ValidationError {{ detail, .. }}, .. }})"
        else:
            call = f'update_thing_{n}(client, &UpdateThing{n}::new("a", "b", 1)).await'
            failed = f"Err(UpdateThing{n}Error::ValidationError {{ detail, .. }})"
        calls += f"""
async fn call_{n}(client: &Client) {{
    match {call} {{
        Ok(thing) => println!("{{}} {{:?}}", thing.name, thing.tags),
        {failed} => println!("{{:?}}", detail.details),
        Err(other) => println!("{{other}}"),
    }}
}}
"""
    arms = "".join(f"        {n} => call_{n}(&client).await,\n" for n in range(count))
    client = (
        'Client::builder(base).bearer("token").build().expect("a client")'
        if idiom == "callsheet"
        else 'Client::new(base.parse().expect("a URL"), "token".to_owned()).expect("a client")'
    )
    use = "use callsheet::Client;\n" if idiom == "callsheet" else ""
    return f"""{use}use generated::*;
{calls}
#[tokio::main(flavor = "current_thread")]
async fn main() {{
    let mut args = std::env::args().skip(1);
    let (base, which) = (args.next().expect("a base URL"), args.next().expect("a number"));
    let client = {client};
    match which.parse::<u32>().expect("a number") {{
{arms}        _ => {{}}
    }}
}}
"""


def manifest(idiom):
    own = {
        "callsheet": f'callsheet = {{ path = "{ROOT / "runtime"}", default-features = false, features = ["reqwest"] }}\n',
        "handwritten": 'bytes = "1"\nthiserror = "2"\nserde_json = "1"\n'
        'reqwest = { version = "0.13", default-features = false, features = ["json", "query"] }\n',
    }[idiom]
    return f"""[package]
name = "generated"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
serde = {{ version = "1", features = ["derive"] }}
tokio = {{ version = "1", features = ["macros", "rt", "net", "time"] }}
{own}
[profile.release]
strip = true
"""


class Crate:
    def __init__(self, idiom, count, shape):
        self.idiom, self.count = idiom, count
        self.path = OUT / f"{idiom}-{count}-{shape.fields}-{shape.errors}"
        # One folder of dependencies for each idiom, shared by all numbers of endpoints.
        self.target = OUT / f"target-{idiom}"
        source = self.path / "src"
        source.mkdir(parents=True, exist_ok=True)
        one = by_callsheet if idiom == "callsheet" else by_hand
        text = PRELUDE[idiom] + "".join(one(n, shape) for n in range(count))
        write(source / "lib.rs", text)
        write(source / "main.rs", main_of(idiom, count))
        write(self.path / "Cargo.toml", manifest(idiom))
        lock = self.path / "Cargo.lock"
        if not lock.exists():
            shutil.copy(ROOT / "Cargo.lock", lock)

    def compile(self, step):
        """The CPU seconds of one compilation of the crate itself."""
        os.utime(self.path / "src" / "lib.rs")
        os.utime(self.path / "src" / "main.rs")
        command = ["cargo"] + STEPS[step] + ["--offline", "--quiet", "--jobs", "1"]
        environment = dict(os.environ, CARGO_INCREMENTAL="0", CARGO_TARGET_DIR=str(self.target), RUSTFLAGS="")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, cwd=self.path, env=environment, capture_output=True, text=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)} in {self.path}:\n{done.stderr}")
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def size(self):
        return (self.target / "release" / "generated").stat().st_size


STEPS = {
    "check": ["check", "--lib"],
    "debug": ["build", "--lib"],
    "debug-bin": ["build"],
    "release": ["build", "--lib", "--release"],
    "release-bin": ["build", "--release"],
}


def write(path, text):
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def prepare(crates, steps):
    """Builds the dependencies. cargo fetches the crates from the registry."""
    for idiom in ("callsheet", "handwritten"):
        crate = next(crate for crate in crates if crate.idiom == idiom)
        subprocess.run(["cargo", "fetch", "--quiet"], cwd=crate.path, check=True)
        for other in crates:
            if other.idiom == idiom and other is not crate:
                shutil.copy(crate.path / "Cargo.lock", other.path / "Cargo.lock")
        for step in steps:
            crate.compile(step)


def measure(counts, steps, rounds, shape):
    crates = [Crate(idiom, count, shape) for count in counts for idiom in ("callsheet", "handwritten")]
    prepare(crates, steps)
    times = {}
    sizes = {}
    for number in range(rounds):
        for step in steps:
            for crate in crates:
                took = crate.compile(step)
                times.setdefault((step, crate.idiom, crate.count), []).append(took)
                if step == "release-bin":
                    sizes[crate.idiom, crate.count] = crate.size()
        print(f"round {number + 1} of {rounds} done", file=sys.stderr)
    return times, sizes


def slopes(times, step, idiom, low, high):
    pairs = zip(times[step, idiom, low], times[step, idiom, high])
    return [(high_time - low_time) / (high - low) * 1000 for low_time, high_time in pairs]


def report(times, sizes, counts, steps):
    print("| step | endpoints | callsheet, ms of CPU per endpoint | by hand | ratio | ratios of the rounds |")
    print("| --- | --- | --- | --- | --- | --- |")
    for step in steps:
        for low, high in zip(counts, counts[1:]):
            ours, theirs = (slopes(times, step, idiom, low, high) for idiom in ("callsheet", "handwritten"))
            ratios = [our / their for our, their in zip(ours, theirs)]
            spread = ", ".join(f"{ratio:.2f}" for ratio in ratios)
            middle = statistics.median
            print(
                f"| {step} | {low} to {high} | {middle(ours):.1f} | {middle(theirs):.1f} "
                f"| {middle(ratios):.2f} | {spread} |"
            )
    for low, high in zip(counts, counts[1:]):
        if ("callsheet", high) in sizes:
            ours, theirs = (
                (sizes[idiom, high] - sizes[idiom, low]) / (high - low) for idiom in ("callsheet", "handwritten")
            )
            print(f"| bytes of the stripped program | {low} to {high} | {ours:.0f} | {theirs:.0f} | {ours / theirs:.2f} | |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counts", default="10,100", help="numbers of endpoints, in order (10,100)")
    parser.add_argument("--steps", default="check,debug,release,release-bin", help=", ".join(STEPS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--fields", type=int, default=4, help="JSON members of a request (4)")
    parser.add_argument("--errors", type=int, default=3, help="documented errors (3)")
    options = parser.parse_args()
    counts = [int(count) for count in options.counts.split(",")]
    steps = options.steps.split(",")
    start = time.monotonic()
    times, sizes = measure(counts, steps, options.rounds, options)
    report(times, sizes, counts, steps)
    print(f"\n{options.fields} members, {options.errors} errors, {time.monotonic() - start:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
