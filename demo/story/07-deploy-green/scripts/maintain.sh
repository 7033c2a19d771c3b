#!/bin/bash
# maintain.sh COMMAND...: runs a maintenance command in the release's folder.

cd /srv/parcels/current || exit 1
eval "$@"
