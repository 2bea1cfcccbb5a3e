//! Hunts for inputs that break rackc, on stable Rust: `hunt TARGET COUNT [SEED]`.
//!
//! `hunt TARGET --seeds FOLDER` writes the inputs to start from, and the words of the language as `FOLDER.dict`, for
//! cargo-fuzz.
//!
//! Each input that panics, or takes longer than ten seconds, is written to `fuzz/found/TARGET-SEED` and told;
//! `hunt TARGET FILE…` tries files. Run it with `--release`; with `ulimit -v` memory is bounded too.

use std::path::Path;
use std::time::{Duration, Instant};
use std::{env, fs, panic};

use rackc_fuzz::mutate::{Random, dictionary, mutated};
use rackc_fuzz::{corpus, targets};

const SLOW: Duration = Duration::from_secs(10);

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let [target, rest @ ..] = args.as_slice() else {
        panic!("hunt TARGET COUNT [SEED], or hunt TARGET FILE…");
    };
    let known = targets::ALL.iter().find(|(name, _)| name == target);
    let (name, run) = known.unwrap_or_else(|| panic!("there is no target {target}"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a root");
    if let Some(count) = rest.first().and_then(|count| count.parse::<u64>().ok()) {
        let first = rest.get(1).and_then(|seed| seed.parse().ok()).unwrap_or(1);
        hunt(root, name, *run, first..first + count);
        return;
    }
    if let [flag, folder] = rest
        && flag == "--seeds"
    {
        seeds(root, name, Path::new(folder));
        return;
    }
    for path in rest {
        let start = Instant::now();
        run(&fs::read(path).expect("a file"));
        println!("{path}: {:?}", start.elapsed());
    }
}

fn seeds(root: &Path, name: &str, folder: &Path) {
    fs::create_dir_all(folder).expect("a folder");
    for (input, data) in corpus::of(root, name).expect("a corpus") {
        fs::write(folder.join(input.replace('/', "-")), data).expect("a file");
    }
    fs::write(folder.with_extension("dict"), dictionary()).expect("a file");
}

fn hunt(root: &Path, name: &str, run: fn(&[u8]), seeds: std::ops::Range<u64>) {
    let inputs: Vec<Vec<u8>> = corpus::of(root, name).expect("a corpus").into_values().collect();
    let folder = root.join("fuzz/found");
    let (mut found, mut slowest) = (0, Duration::ZERO);
    for seed in seeds.clone() {
        let data = mutated(&inputs, &mut Random::new(seed));
        let current = folder.join(format!("{name}-current"));
        // What ends the process is found here.
        fs::create_dir_all(&folder).and_then(|()| fs::write(&current, &data)).expect("a file");
        let start = Instant::now();
        let result = panic::catch_unwind(|| run(&data));
        let took = start.elapsed();
        slowest = slowest.max(took);
        if result.is_err() || took > SLOW {
            found += 1;
            let path = folder.join(format!("{name}-{seed}"));
            fs::write(&path, &data).expect("a file");
            println!(
                "{}: {took:?}, {}",
                path.display(),
                if result.is_err() { "panics" } else { "slow" }
            );
        }
    }
    println!("{name}: {} inputs, {found} found, slowest {slowest:?}", seeds.end - seeds.start);
}
