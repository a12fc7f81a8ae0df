//! The path of a value in JSON text that ends at this value.

/// The length to which a path is shortened: the number of its first and last steps, and the number of characters per
/// key. The server controls the depth of the JSON, so it must be limited.
const MAX_STEPS: usize = 20;
const LAST_STEPS: usize = 4;
const MAX_KEY: usize = 64;

/// A list or object that is still open.
enum Step<'a> {
    Index(usize),
    /// In an object, at a member or before the first one.
    Key(Option<&'a [u8]>),
}

/// Returns the path of the value at the end of truncated JSON text: the value that ends there, or the one that is
/// incomplete.
pub(super) fn path_at(text: &[u8]) -> String {
    let mut steps: Vec<Step<'_>> = Vec::new();
    let mut at = 0;
    let mut last_string: &[u8] = b"";
    let mut last = b' ';
    while at < text.len() {
        last = text[at];
        at += 1;
        match last {
            b'{' => steps.push(Step::Key(None)),
            b'[' => steps.push(Step::Index(0)),
            b'}' | b']' => {
                steps.pop();
            }
            b'"' => {
                let start = at;
                at = end_of_string(text, at);
                last_string = &text[start..at.saturating_sub(1).max(start)];
            }
            b':' => set_key(&mut steps, Some(last_string)),
            // The decoder only peeked at a comma at the end: the error is in the value before it.
            b',' if at < text.len() => match steps.last_mut() {
                Some(Step::Index(index)) => *index += 1,
                _ => set_key(&mut steps, None),
            },
            _ => {}
        }
    }
    // The decoder stopped at the start of a list or object: the error is in it, not in a value inside.
    if matches!(last, b'{' | b'[') {
        steps.pop();
    }
    written(&steps)
}

fn set_key<'a>(steps: &mut [Step<'a>], name: Option<&'a [u8]>) {
    if let Some(Step::Key(key)) = steps.last_mut() {
        *key = name;
    }
}

fn written(steps: &[Step<'_>]) -> String {
    let mut path = String::new();
    for (at, step) in steps.iter().enumerate() {
        if steps.len() > MAX_STEPS && at == MAX_STEPS - LAST_STEPS {
            path.push('…');
        }
        if steps.len() > MAX_STEPS && (MAX_STEPS - LAST_STEPS..steps.len() - LAST_STEPS).contains(&at) {
            continue;
        }
        match step {
            Step::Index(index) => path.push_str(&format!("[{index}]")),
            Step::Key(None) => {}
            Step::Key(Some(b"")) => path.push_str("[\"\"]"),
            Step::Key(Some(key)) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.extend(String::from_utf8_lossy(key).chars().take(MAX_KEY));
            }
        }
    }
    path
}

/// Returns the position after the closing quote of the JSON string that begins at `at`.
fn end_of_string(text: &[u8], mut at: usize) -> usize {
    while at < text.len() {
        match text[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    text.len()
}
