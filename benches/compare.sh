#!/bin/sh
# What rackc costs, beside what it costs to copy its output: benches/compare.sh [SWITCHES …]
#
# SERVERS=6 makes racks with six servers and not 24: configurations of about half the size.
#
# For each size the shortest of several runs counts, in seconds by the clock and in seconds of all processors; memory is
# the most of them all. The page cache is warm. Fabrics and trees are made in a folder of their own under TMPDIR, which must
# be on the disk that one wants to know about. At the end they are removed: wait for some minutes before another run, for
# some file systems are slow to make files while they remember those that went.
set -eu
cd "$(dirname "$0")/.."
sizes=${*:-"100 1000 10000"}
runs=${RUNS:-3}

command -v python3 >/dev/null || { echo "compare.sh needs python3, to measure with" >&2; exit 1; }
cargo build --quiet --release --bin rackc --example scale
target=${CARGO_TARGET_DIR:-target}/release
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 - "$target/rackc" "$target/examples/scale" "$work" "$runs" "${SERVERS:-24}" $sizes <<'PYTHON'
import os, resource, subprocess, sys, time

rackc, scale, work, runs = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3], int(sys.argv[4])
servers, sizes = sys.argv[5], [int(size) for size in sys.argv[6:]]
# Seals of trees that are not printed again.
os.environ["XDG_CACHE_HOME"] = os.path.join(work, "cache")


def once(command):
    """Seconds by the clock, seconds of all processors, megabytes."""
    # What the one before wrote is on its way to the disk otherwise, and takes a processor for that.
    os.sync()
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    took = time.monotonic() - start
    if status != 0:
        sys.exit(f"{' '.join(command)} failed:\n{said.decode()[-2000:]}")
    return took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def best(command):
    all = [once(command()) for _ in range(runs)]
    return min(one[0] for one in all), min(one[1] for one in all), max(one[2] for one in all)


class Fresh:
    """Names for folders that were never there: a file system may be slow to give away again what was removed a moment ago."""

    def __init__(self, base):
        self.base, self.number = base, 0

    def next(self):
        self.number += 1
        return f"{self.base}-{self.number}"

    def last(self):
        return f"{self.base}-{self.number}"


def size_of(tree):
    files = [os.path.join(folder, name) for folder, _, names in os.walk(tree) for name in names]
    return len(files), sum(os.path.getsize(path) for path in files) / 1e6


def line(name, measured, switches, copy=None):
    took, cpu, memory = measured
    ratio = f"{took / copy:10.2f}" if copy else " " * 10
    print(f"  {name:<28}{took:>9.3f}{cpu:>9.3f}{memory:>9.0f}{took / switches * 1e6:>12.0f}{ratio}", flush=True)


flat = {}
for size in sizes:
    fabric = os.path.join(work, f"fabric{size}")
    out, copy = (Fresh(os.path.join(work, f"{what}{size}")) for what in ("out", "copy"))
    lock = os.path.join(fabric, "rackc.lock")
    subprocess.run([scale, str(size), "--servers", servers, "-o", fabric], check=True)

    def cold():
        if os.path.exists(lock):
            os.remove(lock)
        return [rackc, "build", fabric, "-o", out.next()]

    def printed():
        os.environ["XDG_CACHE_HOME"] = out.next()
        return [rackc, "build", fabric, "-o", tree]

    first = best(cold)
    files, megabytes = size_of(out.last())
    _, configs = size_of(os.path.join(out.last(), "configs"))
    copied = best(lambda: ["cp", "-r", out.last(), copy.next()])
    warm = best(lambda: [rackc, "build", fabric, "-o", out.next()])
    tree = out.last()
    same = best(lambda: [rackc, "build", fabric, "-o", tree])
    again = best(printed)
    check = best(lambda: [rackc, "check", fabric])
    print(f"\n{size} switches: {files} files, {megabytes:.1f} MB, of which configs {configs:.1f} MB")
    print(f"  {'':<28}{'seconds':>9}{'of CPUs':>9}{'MB':>9}{'µs/switch':>12}{'to cp -r':>10}")
    line("cp -r of the tree", copied, size)
    line("build, no lock", first, size, copied[0])
    line("build, with lock", warm, size, copied[0])
    line("build, nothing changed", same, size, copied[0])
    line("the same, without a seal", again, size, copied[0])
    line("check", check, size, copied[0])
    print(f"  nothing changed to full build: {same[0] / warm[0]:.2f}")
    flat[size] = warm[0] / size

small = os.path.join(work, "small")
subprocess.run([scale, "20", "-o", small], check=True)
once([rackc, "build", small, "-o", os.path.join(work, "small-out")])
start = [once([rackc, "check", small]) for _ in range(10)]
full = [once([rackc, "build", small, "-o", os.path.join(work, "small-out")]) for _ in range(10)]
print(f"\n20 switches from process start: check {min(one[0] for one in start) * 1000:.0f} ms, "
      f"build {min(one[0] for one in full) * 1000:.0f} ms")
if len(flat) > 1:
    first, last = min(flat), max(flat)
    print(f"cost of a switch at {last} to that at {first}: {flat[last] / flat[first]:.2f}")
PYTHON
