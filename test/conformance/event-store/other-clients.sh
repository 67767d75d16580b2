#!/usr/bin/env bash
# The event store through clients of other languages: Python's kurrentdbclient and the Go client.
# Starts the stand-alone server (or takes EVENTSTORE_URL), runs what this machine has the tools for, and ends with a count.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
cache=${CACHE_DIR:-${TMPDIR:-/tmp}/cme-tracker-other-clients}
node=$root/node_modules/.bin/node
log=$(mktemp)
data=
server=
cleanup() {
  [ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
  [ -n "$data" ] && rm -rf "$data"
  rm -f "$log"
}
trap cleanup EXIT

url=${EVENTSTORE_URL:-}
if [ -z "$url" ]; then
  data=$(mktemp -d)
  port=$("$node" -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
  "$node" "${EVENT_STORE_MAIN:-$root/dist/embedded/event-store/main.js}" --port "$port" --directory "$data" &
  server=$!
  for _ in $(seq 150); do
    curl -fs "http://127.0.0.1:$port/ping" >/dev/null 2>&1 && break
    kill -0 "$server" 2>/dev/null || { echo "the event store did not start"; exit 1; }
    sleep 0.1
  done
  url="esdb://127.0.0.1:$port?tls=false"
fi

skipped=0
status=0
if command -v python3 >/dev/null && python3 -m venv --help >/dev/null 2>&1; then
  venv=$cache/python-$(cksum <"$here/python/requirements.txt" | cut -d' ' -f1)
  if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -c 'import kurrentdbclient' 2>/dev/null; then
    python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/python/requirements.txt"
  fi
  "$venv/bin/python" "$here/python/checks.py" "$url" | tee -a "$log" || status=1
else
  echo "skipped: no python3 with venv on this machine"
  skipped=$((skipped + 1))
fi
if command -v go >/dev/null; then
  (cd "$here/go" && GOFLAGS=-mod=readonly go run . "$url") | tee -a "$log" || status=1
else
  echo "skipped: no go on this machine"
  skipped=$((skipped + 1))
fi

passed=$(grep -c '^ok ' "$log")
failed=$(grep -c '^FAILED ' "$log")
[ "$passed" -eq 0 ] && [ "$skipped" -lt 2 ] && status=1
echo "$passed passed, $failed failed, $skipped skipped"
exit $status
