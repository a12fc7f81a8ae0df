//! The number of instructions for building requests and reading replies, compared with hand-written code.
//!
//! `cargo bench -p callsheet --bench instructions` runs each of them twice under callgrind, with different numbers of
//! repetitions, and uses the difference. So neither the start of the program nor a busy machine affects the result.
//! Without valgrind it prints a message and ends.

mod shape;

use std::hint::black_box;
use std::process::Command;

use bytes::Bytes;
use callsheet::transport::into_bytes_request;
use callsheet::{Client, Endpoint as _};
use http::StatusCode;
use shape::{INVALID, NOT_FOUND, SUCCESS, UpdateThing, handwritten};

/// A measurement: its name, callsheet's code and the hand-written code.
const PAIRS: [(&str, Work, Work); 5] = [
    ("build a request", build, build_by_hand),
    ("build a request of reqwest", build_for_reqwest, build_by_hand),
    ("read a success", || read(200, SUCCESS), || read_by_hand(200, SUCCESS)),
    ("read a documented error", || read(404, NOT_FOUND), || read_by_hand(404, NOT_FOUND)),
    ("read a documented error with detail", || read(422, INVALID), || read_by_hand(422, INVALID)),
];

/// Creates an operation that can be repeated.
type Work = fn() -> Box<dyn FnMut()>;

const FEW: u64 = 500;
const MANY: u64 = 1500;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    if let Some(at) = args.iter().position(|arg| arg == "--run") {
        let number = |offset: usize| args[at + offset].parse::<u64>().expect("a number");
        let (_, ours, theirs) = PAIRS[usize::try_from(number(1)).expect("a row")];
        let mut work = if number(2) == 0 { ours() } else { theirs() };
        (0..number(3)).for_each(|_| work());
        return;
    }
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("valgrind is not installed; nothing was counted");
        return;
    }
    println!("| what | callsheet | by hand | ratio |\n| --- | --- | --- | --- |");
    for (row, (name, ..)) in PAIRS.iter().enumerate() {
        let [ours, theirs] = [0, 1].map(|side| (counted(row, side, MANY) - counted(row, side, FEW)) / (MANY - FEW));
        println!("| {name} | {ours} | {theirs} | {}.{:02} |", ours / theirs, ours * 100 / theirs % 100);
    }
}

/// The instructions for this many repetitions, including the start of the program.
fn counted(row: usize, side: u8, times: u64) -> u64 {
    let program = std::env::current_exe().expect("this program");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(["--run", &row.to_string(), &side.to_string(), &times.to_string()])
        .output()
        .expect("valgrind");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let collected = text.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok());
    collected.unwrap_or_else(|| panic!("the output of callgrind contains no number:\n{text}"))
}

fn client() -> Client {
    Client::builder("http://127.0.0.1:9/api/v1").bearer("a-token-of-usual-length").build().expect("a client")
}

fn build() -> Box<dyn FnMut()> {
    let (client, call) = (client(), shape::call());
    Box::new(move || drop(black_box(client.to_request(black_box(&call)))))
}

fn build_for_reqwest() -> Box<dyn FnMut()> {
    let (client, call) = (client(), shape::call());
    Box::new(move || {
        let request = client.to_request(black_box(&call)).expect("a request");
        let request = into_bytes_request(request).expect("a body in memory");
        drop(black_box(reqwest::Request::try_from(request)));
    })
}

fn build_by_hand() -> Box<dyn FnMut()> {
    let client = handwritten::Client::new("http://127.0.0.1:9/api/v1", "a-token-of-usual-length");
    let call = handwritten::call();
    Box::new(move || drop(black_box(handwritten::build(&client, black_box(&call)))))
}

fn read(status: u16, body: &'static [u8]) -> Box<dyn FnMut()> {
    Box::new(move || drop(black_box(UpdateThing::read_response(black_box(shape::response(status, body))))))
}

fn read_by_hand(status: u16, body: &'static [u8]) -> Box<dyn FnMut()> {
    let status = StatusCode::from_u16(status).expect("a status");
    Box::new(move || drop(black_box(handwritten::read(black_box(status), Bytes::from_static(body)))))
}
