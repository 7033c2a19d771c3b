#!/bin/bash
# maintain.sh COMMAND...: runs a maintenance command in the release's folder.
# The commands are listed in the handbook.

release=/srv/parcels/current
cd "$release" || exit 1
eval "$@"
