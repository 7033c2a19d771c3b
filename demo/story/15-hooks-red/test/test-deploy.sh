#!/bin/sh
# The release is unpacked where the service expects it, with its settings, and the hook has run.
set -eu
target=$(mktemp -d)
DB_PASSWORD=example scripts/deploy.sh "$target" ./test/release.tgz "touch $target/hook-ran"
test -f "$target/current/server.js"
test -f "$target/current/db.env"
test -f "$target/hook-ran"
