#!/bin/bash
# deploy.sh TARGET RELEASE [HOOK]: unpacks a release, makes it the current one and runs a hook.
set -eu

target=$1
release=$2
hook=${3:-none}

stamp=$(date +%Y%m%d%H%M%S)
mkdir -p "$target/$stamp" || exit 1
tar -xzf "$release" -C "$target/$stamp" || exit 1

# The service reads its password from here.
install -m 600 /dev/null "$target/$stamp/db.env" || exit 1
printf 'DB_PASSWORD=%s\n' "$DB_PASSWORD" > "$target/$stamp/db.env"
chown parcels:parcels "$target/$stamp/db.env" || exit 1

ln -sfn "$stamp" "$target/current"

eval 'trap "rm -rf /var/cache/parcels" EXIT'
case $hook in
  none) ;;
  migrate) "$target/current/migrate.sh" ;;
  *) echo "unknown hook: $hook" >&2; exit 2 ;;
esac
echo "deployed $stamp"
