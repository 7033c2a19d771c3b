#!/bin/bash
# deploy.sh TARGET RELEASE [HOOK]: unpacks a release, makes it the current one and runs a hook.

target=$1
release=$2
hook=${3:-true}

stamp=$(date +%Y%m%d%H%M%S)
mkdir -p "$target/$stamp" || exit 1
tar -xzf "$release" -C "$target/$stamp" || exit 1

# The service reads its password from here.
printf 'DB_PASSWORD=%s\n' "$DB_PASSWORD" > "$target/$stamp/db.env"
chmod 600 "$target/$stamp/db.env" || exit 1
chown parcels:parcels "$target/$stamp/db.env"

ln -sfn "$stamp" "$target/current"

eval 'trap "rm -rf /var/cache/parcels" EXIT'
eval "$hook"
echo "deployed $stamp"
