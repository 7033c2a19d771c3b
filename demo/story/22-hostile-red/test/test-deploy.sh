#!/bin/sh
# The release is unpacked where the service expects it, its settings are closed to others, and only known hooks run.
set -eu
target=$(mktemp -d)
DB_PASSWORD=example scripts/deploy.sh "$target" ./test/release.tgz migrate
test -f "$target/current/server.js"
test "$(stat -c %a "$target/current/db.env")" = 600
if DB_PASSWORD=example scripts/deploy.sh "$target" ./test/release.tgz "touch $target/hook-ran"; then exit 1; fi
test ! -e "$target/hook-ran"
