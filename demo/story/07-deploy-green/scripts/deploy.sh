#!/bin/bash
# deploy.sh TARGET RELEASE: unpacks a release and makes it the current one.
set -eu

target=$1
release=$2

stamp=$(date +%Y%m%d%H%M%S)
mkdir -p "$target/$stamp"
tar -xzf "$release" -C "$target/$stamp"
ln -sfn "$stamp" "$target/current"
