#!/usr/bin/env bash
# Runs every block marked `sh` or `python` of docs/guide-scripts.md against a server over the sample records.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
program=${ORDSKIFTE:-$root/target/debug/ordskifte}
[ -x "$program" ] || (cd "$root" && cargo build --locked)
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
export ORDSKIFTE_DATA=$work/data
mkdir "$work/bin" "$work/blocks"
ln -s "$program" "$work/bin/ordskifte"
export PATH="$work/bin:$PATH"
ordskifte ingest "$root/corpus" >/dev/null 2>&1
ordskifte serve --listen 127.0.0.1:0 2>"$work/log" &
server=$!
address=
for _ in $(seq 100); do
    address=$(sed -n 's/.*\(http:\/\/[0-9.:]*\).*/\1/p' "$work/log" | head -n 1)
    [ -n "$address" ] && break
    sleep 0.1
done
[ -n "$address" ] || { echo "the server did not come up:"; cat "$work/log"; exit 1; }
awk -v dir="$work/blocks" '
    /^```(sh|python)$/ { kind = substr($0, 4); number += 1; file = sprintf("%s/%02d.%s", dir, number, kind); next }
    /^```$/ { file = "" }
    file != "" { print > file }' "$root/docs/guide-scripts.md"
cd "$work"
passed=0 failed=0
for block in "$work"/blocks/*; do
    sed -i "s#http://127.0.0.1:7878#$address#g" "$block"
    case $block in
        *.sh) set -- bash -euo pipefail "$block" ;;
        *) set -- python3 "$block" ;;
    esac
    if "$@" >"$work/out" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $(basename "$block")"
        cat "$block" "$work/out"
    fi
done
[ "$passed" -gt 4 ] || { echo "only $passed blocks ran"; failed=$((failed + 1)); }
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
