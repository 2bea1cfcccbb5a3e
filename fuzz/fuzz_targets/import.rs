#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| rackc_fuzz::targets::import(data));
