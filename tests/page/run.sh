#!/usr/bin/env bash
# Browser tests of the pages: real Chromium, the real server over the sample records. Installs what it needs into
# node_modules beside it. Without Chromium it says SKIPPED, with CI=true that is a failure.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)

missing() {
    if [ "${CI:-}" = true ]; then echo "MISSING: $1, and CI=true allows no skipping"; exit 1; fi
    echo "SKIPPED: $1 is missing"
    exit 0
}

find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome || true; }
chromium=${CHROMIUM:-$(find_chromium)}
if [ -z "$chromium" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get -qq update >/dev/null 2>&1 || true
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y chromium >/dev/null 2>&1 || true
    chromium=$(find_chromium)
fi
[ -n "$chromium" ] || missing "Chromium"
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        DEBIAN_FRONTEND=noninteractive apt-get -qq install -y nodejs npm >/dev/null 2>&1 || true
    fi
fi
command -v node >/dev/null && command -v npm >/dev/null || missing "node with npm"
if ! cmp -s package-lock.json node_modules/.package-lock.used; then
    npm ci --silent --no-audit --no-fund || missing "what package.json names (npm ci failed)"
    cp package-lock.json node_modules/.package-lock.used
fi

program=${ORDSKIFTE:-$root/target/debug/ordskifte}
[ -x "$program" ] || (cd "$root" && cargo build --locked)

work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
mkdir -p "$work/own"
cp own/* "$work/own/"
printf 'Notat\n\nTil: Skogtun kommune\nFra: <script>alert(2)</script>\n\nTegnet <script>alert(1)</script> & "hermetegn" er tekst om fjellheimen.\n' \
    >"$work/own/<script>alert(3)<script>.txt"
"$program" --data "$work/data" ingest "$root/corpus" "$work/own" 2>/dev/null >/dev/null
# A second version without the last paragraph of the first.
sed '$d' own/endret.txt >"$work/own/endret.txt"
"$program" --data "$work/data" ingest "$work/own" >/dev/null 2>&1
"$program" --data "$work/data" serve --listen 127.0.0.1:0 2>"$work/log" &
server=$!
for _ in $(seq 100); do
    address=$(sed -n 's/.*\(http:\/\/[0-9.:]*\).*/\1/p' "$work/log" | head -n 1)
    [ -n "$address" ] && break
    sleep 0.1
done
[ -n "$address" ] || { echo "the server did not come up:"; cat "$work/log"; exit 1; }

BASE=$address CHROMIUM=$chromium node --test --test-concurrency=1 "$@" page.test.mjs
