#!/usr/bin/env bash
# Runs what deploy/Containerfile says on a Debian that mmdebstrap builds, without a registry of images: its RUN step, then the
# program as the file's user on a read-only root without capabilities. Stands in for the build stage: the debug program.
# Needs root and mmdebstrap; without them it says SKIPPED, with CI=true that is a failure.
set -euo pipefail
cd "$(dirname "$0")/../.."

missing() {
    if [ "${CI:-}" = true ]; then echo "MISSING: $1, and CI=true allows no skipping"; exit 1; fi
    echo "SKIPPED: $1 is missing"
    exit 0
}
[ "$(id -u)" = 0 ] || missing "the right to make a root"
command -v mmdebstrap >/dev/null ||
    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y mmdebstrap; } >/dev/null 2>&1 || true
command -v mmdebstrap >/dev/null || missing "mmdebstrap"
unshare --mount true 2>/dev/null || missing "the right to mount"
program=${ORDSKIFTE:-target/debug/ordskifte}
[ -x "$program" ] || cargo build --locked

file=$PWD/deploy/Containerfile
work=$(mktemp -d)
root=$work/root
server=
trap '[ -z "$server" ] || pkill -P "$server" || true; rm -rf "$work"' EXIT
# The last stage's RUN step, comments and continuations as a container's builder reads them.
step=$(sed -n '/^FROM/{h;d};H;${x;p}' "$file" | sed '/^ *#/d' | sed -n '/^RUN/,/[^\\]$/p' | sed 's/^RUN//; s/\\$//' | tr '\n' ' ')
uid=$(sed -n 's/^USER //p' "$file")
health=$(sed -n '/^HEALTHCHECK/,/[^\\]$/s/^ *CMD //p' "$file")

mmdebstrap --quiet --variant=minbase bookworm "$root"
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
cp -r corpus "$root/records"
install -m 755 "$program" "$root/usr/local/bin/ordskifte"
# inside WHO COMMAND…: in the root; as the container's user where WHO is its number.
inside() {
    local who=$1
    shift
    local command=(unshare --mount --pid --fork --kill-child bash -euc '
        root=$1 volume=$2 who=$3; shift 3
        mount --make-rprivate /
        mount --bind "$root" "$root"; mount -t proc proc "$root/proc"; mount --rbind /dev "$root/dev"
        if [ "$who" = 0 ]; then exec chroot "$root" "$@"; fi
        mount --bind "$volume" "$root/data"; mount -o remount,bind,ro "$root"
        exec chroot "$root" env -i PATH="$PATH" ORDSKIFTE_DATA=/data setpriv --reuid "$who" --regid "$who" --clear-groups \
            --no-new-privs --bounding-set=-all --inh-caps=-all "$@"' - "$root" "$work/volume" "$who" "$@")
    # In the background the command takes the shell's place, so that its child, which is the program, can be told to end.
    if [ "$BASHPID" = "$$" ]; then "${command[@]}"; else exec "${command[@]}"; fi
}
inside 0 sh -ec "$step" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
# A new volume begins as what lies in its place.
cp -a "$root/data" "$work/volume"

inside "$uid" ordskifte ingest /records 2>&1 | tail -n 1 | tee "$work/ingest"
grep -q '^[1-9][0-9]* added, .* 0 failed$' "$work/ingest"
# The one scanned sample was read by OCR.
grep -rqE --include=text.json '"source": ?"ocr"' "$work/volume/archive"
inside "$uid" ordskifte serve --listen 0.0.0.0:7878 2>"$work/log" &
server=$!
for _ in $(seq 150); do grep -q '^serving' "$work/log" && break; sleep 0.2; done
grep '^serving' "$work/log" || { cat "$work/log"; exit 1; }
python3 - "$root" "$uid" "$health" <<'PYTHON'
import json, subprocess, sys
root, uid, health = sys.argv[1:]
asked = json.loads(health)
def code(command):
    return subprocess.run(["chroot", f"--userspec={uid}:{uid}", root, *command], stderr=subprocess.DEVNULL).returncode
assert code(asked) == 0, "the health check fails beside a server that is ready"
assert code([part.replace("7878", "7879") for part in asked]) != 0, "the health check passes where nothing answers"
PYTHON
curl --silent --fail 'http://127.0.0.1:7878/api/v1/search?limit=1' | grep -q '"total":[1-9]'
pkill -P "$server"
wait "$server"
server=
grep -q '^stopped' "$work/log"
echo "the container's steps hold: user $uid, read-only root, ingest, OCR, health check, end"
