#!/bin/sh
# A second server of MongoDB's protocol for the contract suite: FerretDB 1.24 over SQLite, built from Go packages.
#
#   start-ferretdb.sh DIRECTORY          prints its URL; data, log and the process's id (pid) are in DIRECTORY, which is made;
#                                        the server stays until it is killed
#   start-ferretdb.sh -- npm test -- …   runs the command with MONGODB_URL set, then stops the server
#
# Needs Go 1.24 or later. The program is built once into FERRETDB_CACHE (default ~/.cache/cme-tracker).
set -eu

usage() {
  echo "usage: $0 DIRECTORY | $0 -- COMMAND…" >&2
  exit 2
}

[ $# -ge 1 ] || usage
if [ "$1" = -- ]; then
  shift
  [ $# -ge 1 ] || usage
  data=$(mktemp -d "${TMPDIR:-/tmp}/ferretdb.XXXXXX")
else
  [ $# -eq 1 ] || usage
  data=$1
  shift
  mkdir -p "$data"
fi

here=$(cd "$(dirname "$0")" && pwd)
cache=${FERRETDB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cme-tracker}
program=$cache/ferretdb-for-tests-$(cat "$here"/ferretdb/go.mod "$here"/ferretdb/main.go | cksum | cut -d' ' -f1)

if [ ! -x "$program" ]; then
  command -v go >/dev/null || { echo 'start-ferretdb: Go is needed (https://go.dev/dl)' >&2; exit 3; }
  mkdir -p "$cache"
  (cd "$here/ferretdb" && GOFLAGS='-mod=readonly -buildvcs=false' go build -o "$program.$$" .) >&2
  mv "$program.$$" "$program"
fi

# Nothing of ours stays open in it: whoever reads this script's output must not wait for the server to end.
"$program" "127.0.0.1:${FERRETDB_PORT:-0}" "$data" >"$data/url" 2>"$data/log" </dev/null &
pid=$!
echo "$pid" >"$data/pid"

url=
tries=0
while [ -z "$url" ]; do
  if ! kill -0 "$pid" 2>/dev/null || [ "$tries" -ge 300 ]; then
    echo 'start-ferretdb: it did not start:' >&2
    cat "$data/log" >&2
    kill "$pid" 2>/dev/null || true
    exit 1
  fi
  sleep 0.1
  tries=$((tries + 1))
  url=$(head -n 1 "$data/url")
done
url="${url}?directConnection=true"

if [ $# -eq 0 ]; then
  echo "$url"
  exit 0
fi

trap 'kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; rm -rf "$data"' EXIT
trap 'exit 130' INT TERM
MONGODB_URL=$url "$@"
