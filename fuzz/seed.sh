#!/usr/bin/env bash
# Fills fuzz/corpus with small samples of every format: those of corpus/ and the goldens of the extract crate.
set -euo pipefail
cd "$(dirname "$0")/.."
for kind in pdf docx odt doc rtf html md txt eml zip; do
    case $kind in md) target=markdown ;; txt) target=text ;; *) target=$kind ;; esac
    mkdir -p "fuzz/corpus/$target"
    find corpus crates/extract/tests/goldens -name "*.$kind" -size -48k | sort | sed -n 1,5p | while read -r file; do
        cp "$file" "fuzz/corpus/$target/$(sha256sum "$file" | cut -c1-16)"
    done
done
