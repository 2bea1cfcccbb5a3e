//! The syntax: what valid programs become, what is said about wrong ones.

use rackc::diagnostic::Sink;
use rackc::syntax::{MemoryFiles, Program};

fn load(text: &str) -> (Program, Vec<String>) {
    let files = MemoryFiles::default().with("main.rack", text);
    let mut sink = Sink::default();
    let program = Program::load(&files, "main.rack".into(), &mut sink);
    let messages = sink.into_sorted().into_iter().map(|d| {
        let at = d.labels.first().map(|label| program.sources.file(label.span.file).line_column(label.span.start));
        format!("{} {:?} {} | {}", d.code, at, d.message, d.help.unwrap_or_default())
    });
    let messages = messages.collect();
    (program, messages)
}

#[test]
fn play() {
    for path in std::env::var("PLAY").unwrap_or_default().split_whitespace() {
        let text = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
        let start = std::time::Instant::now();
        let (program, messages) = load(&text);
        println!("== {path}: {} items, {:?}", program.items().count(), start.elapsed());
        for message in messages { println!("{message}"); }
        if std::env::var("DUMP").is_ok() { println!("{:#?}", program.files); }
    }
}
