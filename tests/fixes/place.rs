//! Where a recorded error is in its source.

use std::ops::Range;

use callsheet_ui::Printed;

/// The underlined part of the source, in bytes.
pub(super) fn of(error: &Printed, source: &str) -> Option<Range<usize>> {
    let arrow = error.lines.iter().position(|line| line.trim_start().starts_with("--> "))?;
    let mut numbers = error.lines[arrow].rsplit(':').map(|number| number.trim().parse::<usize>());
    let (column, line) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    let start = offset(source, line, column - 1)?;
    let mut shown = line;
    for row in &error.lines[arrow + 1..] {
        let Some((gutter, text)) = row.split_once('|') else { continue };
        if let Ok(number) = gutter.trim().parse() {
            shown = number;
            continue;
        }
        let text = text.strip_prefix(' ').unwrap_or(text);
        let count = text.chars().skip(column - 1).take_while(|char| *char == '^').count();
        if text.starts_with("|_") {
            // A part over several lines: the drawing takes two columns.
            let last = text.chars().position(|char| char == '^')?;
            return Some(start..offset(source, shown, last - 1)?);
        }
        if shown == line && count > 0 {
            return Some(start..offset(source, line, column - 1 + count)?);
        }
    }
    None
}

/// The byte at a column of a line. Lines start at one, columns at zero.
fn offset(source: &str, line: usize, column: usize) -> Option<usize> {
    let start: usize = source.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let mut chars = source[start..].char_indices().map(|(at, _)| start + at).chain([source.len()]);
    chars.nth(column)
}
