#!/bin/sh
# The release is unpacked where the service expects it.
set -eu
target=$(mktemp -d)
scripts/deploy.sh "$target" ./test/release.tgz
test -f "$target/current/server.js"
