//! New inputs of old ones: changes of bytes, of words and of lines. The same seed gives the same input.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The words of the language, as its grammar says.
static WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let words = include_str!("../../grammar/rack.pest").split('"').skip(1).step_by(2);
    let words: BTreeSet<&str> = words.filter(|word| !word.is_empty() && word.len() < 30).collect();
    words.into_iter().collect()
});

/// What often breaks programs that read text.
const STRANGE: &[&str] = &[
    "0",
    "1",
    "-1",
    "00",
    "255",
    "256",
    "4094",
    "4095",
    "4096",
    "65535",
    "65536",
    "4294967295",
    "4294967296",
    "18446744073709551615",
    "18446744073709551616",
    "99999999999999999999999999",
    "1..4294967295",
    "[1..999999999]",
    "[1..99999][1..99999]",
    "[0..4294967295 odd]",
    "[",
    "]",
    "[]",
    "[..]",
    "[1..]",
    "[a,b,]",
    "{",
    "}",
    "{{",
    "}}",
    "\"",
    "\"\"",
    "\\",
    "/*",
    "*/",
    "//",
    "#",
    "!",
    ";",
    ",",
    "..",
    ".",
    "/",
    "@",
    "=",
    "+",
    "0.0.0.0/0",
    "::/0",
    "255.255.255.255/32",
    "10.0.0.0/31",
    "10.0.0.1/33",
    "::1/129",
    "fe80::1",
    "::ffff:1.2.3.4",
    "10.0.0.1/24 10.0.0.1/24",
    "0.0.0.0",
    "2001:db8::/127",
    "ff02::1",
    "224.0.0.1",
    "127.0.0.1/8",
    "65000.65536",
    "0.0.0.1",
    "ff:ff:ff:ff:ff:ff",
    "00:00:00:00:00:00",
    "\0",
    "\r",
    "\r\n",
    "\n",
    "\t",
    "\u{b}",
    "\u{c}",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "\u{202e}",
    "\u{200b}",
    "\u{1b}[2J",
    "é",
    "con",
    "..",
    "include \"main.rack\"\n",
    "include \"*.rack\"\n",
    "include \"**/*\"\n",
    "9999g",
    "0g",
    "25g",
    "1%",
    "101%",
    "1000000000000s",
    "1ms",
    "65536",
    "(",
    ")",
    "not",
    "any",
    "none",
    "default",
    "all",
];

/// The words of the language and what often breaks readers of text, as libFuzzer reads dictionaries.
pub fn dictionary() -> String {
    let words = WORDS.iter().chain(STRANGE).filter(|word| !word.is_empty());
    let quoted = words.map(|word| {
        let bytes = word.bytes().map(|byte| match byte {
            b'"' | b'\\' | ..b' ' | 0x7f.. => format!("\\x{byte:02x}"),
            _ => char::from(byte).to_string(),
        });
        format!("\"{}\"\n", bytes.collect::<String>())
    });
    quoted.collect()
}

/// A small generator of numbers: SplitMix64.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// Numbers that follow from a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, or 0.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap_or(1);
        usize::try_from(self.next() % end).unwrap_or(0)
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }
}

/// An input made of one of `seeds`, changed a few times.
pub fn mutated(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut data = random.pick(seeds).cloned().unwrap_or_default();
    for _ in 0..=random.below(4) {
        // Most changes keep the form, so that they get far.
        data = match random.below(10) {
            0 => bytes(data, seeds, random),
            1..=5 => words(&data, random),
            _ => lines(&data, seeds, random),
        };
    }
    data
}

fn bytes(mut data: Vec<u8>, seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let at = random.below(data.len() + 1);
    let end = (at + random.below(40)).min(data.len());
    match random.below(6) {
        0 if at < data.len() => data[at] ^= 1 << random.below(8),
        1 => data.insert(at, u8::try_from(random.below(256)).unwrap_or(0)),
        2 => _ = data.drain(at..end),
        3 => data.truncate(at),
        4 => {
            let chunk = data[at..end].repeat(1 + random.below(5));
            data.splice(at..at, chunk);
        }
        _ => {
            let other = random.pick(seeds).cloned().unwrap_or_default();
            let from = random.below(other.len() + 1);
            data.truncate(at);
            data.extend_from_slice(&other[from..]);
        }
    }
    data
}

/// Words, numbers, blanks and single other characters.
fn tokens(data: &[u8]) -> Vec<&[u8]> {
    let kind = |byte: &u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'-' | b'_' => 0,
        b'0'..=b'9' => 1,
        b' ' => 2,
        _ => 3,
    };
    data.chunk_by(|a, b| kind(a) == kind(b) && kind(a) != 3).collect()
}

fn words(data: &[u8], random: &mut Random) -> Vec<u8> {
    let mut all = tokens(data);
    let at = random.below(all.len());
    if all.is_empty() {
        return data.to_vec();
    }
    // Blanks are seldom worth a change.
    let at = if all[at].starts_with(b" ") { random.below(all.len()) } else { at };
    let strange = random.pick(STRANGE).copied().unwrap_or_default().as_bytes();
    let word = random.pick(&WORDS).copied().unwrap_or_default().as_bytes();
    match random.below(8) {
        0 => all[at] = strange,
        1 => all[at] = word,
        2 => all.insert(at, strange),
        3 => {
            all.insert(at, b" ");
            all.insert(at, word);
        }
        4 => _ = all.remove(at),
        5 => {
            let other = random.below(all.len());
            all.swap(at, other);
        }
        // Another word of the same input: names meet other names.
        6 => all[at] = all[random.below(all.len())],
        _ => {
            let number = all[at].iter().all(u8::is_ascii_digit);
            let near =
                number.then(|| std::str::from_utf8(all[at]).ok()?.parse::<u64>().ok()).flatten();
            let near = near.map(|number| number.wrapping_add(random.next() % 5).wrapping_sub(2));
            if let Some(near) = near {
                let near = near.to_string();
                all[at] = near.as_bytes();
                return all.concat();
            }
            all[at] = strange;
        }
    }
    all.concat()
}

fn lines(data: &[u8], seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut all: Vec<&[u8]> = data.split_inclusive(|byte| *byte == b'\n').collect();
    if all.is_empty() {
        return data.to_vec();
    }
    let other = random.pick(seeds).cloned().unwrap_or_default();
    let others: Vec<&[u8]> = other.split_inclusive(|byte| *byte == b'\n').collect();
    let (at, to) = (random.below(all.len()), random.below(all.len()));
    match random.below(7) {
        0 => _ = all.remove(at),
        1 => all.insert(to, all[at]),
        2 => all.swap(at, to),
        3 => {
            let line = all.remove(at);
            all.insert(to.min(all.len()), line);
        }
        4 => all.insert(at, random.pick(&others).copied().unwrap_or(b"\n")),
        5 => {
            let from = random.below(others.len());
            let end = (from + 1 + random.below(12)).min(others.len());
            all.splice(at..at, others.get(from..end).unwrap_or_default().iter().copied());
        }
        _ => {
            let end = (at + 1 + random.below(8)).min(all.len());
            all.drain(at..end);
        }
    }
    all.concat()
}
