# Sourced by proof/bench and proof/standing-load: the class path, and the servers that they start and stop.
# shellcheck shell=bash

repository=$(dirname "$here")
out=$repository/target/bench
children=()

say() { printf '%s\n' "$*"; }
note() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
fail() { note "$*"; exit 1; }
wrong() { note "$*"; note "see proof/${0##*/} --help"; exit 2; }

find_java() {
  # shellcheck source=proof/.java.sh
  . "$here/.java.sh"
  java=$JAVA_HOME/bin/java
}

# BENCH_CLASSPATH replaces what Maven would build.
find_classes() {
  classpath=${BENCH_CLASSPATH:-}
  [[ -z $classpath ]] || return 0
  say "Maven builds what is measured"
  (cd "$repository" && mvn -q test-compile dependency:build-classpath -Dmdep.outputFile="$out/classpath" \
    -Dmdep.includeScope=test >"$out/maven.log" 2>&1) || { tail -n 20 "$out/maven.log" >&2; fail "the build failed; see $out/maven.log"; }
  classpath=$repository/target/test-classes:$repository/target/classes:$(<"$out/classpath")
}

stop_all() {
  local pid
  trap - EXIT INT TERM
  for pid in "${children[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${children[@]}"; do wait "$pid" 2>/dev/null || true; done
}

prepare() {
  mkdir -p "$out"
  trap 'stop_all; exit 143' INT TERM
  trap stop_all EXIT
  find_java
  find_classes
}

await_ready() { # log, pid
  local began=$SECONDS
  until grep -qx ready "$1" 2>/dev/null; do
    kill -0 "$2" 2>/dev/null || { tail -n 20 "$1" >&2; fail "the server ended; see $1"; }
    ((SECONDS - began < 180)) || fail "the server was not ready after 180 s; see $1"
    sleep 0.2
  done
}

# Sets server_options.
start_dev() {
  local log=$out/dev-server.log pid
  # Before the clock of await_ready: a fresh clone builds for minutes.
  "$repository/temporal/build" temporal
  "$repository/temporal/dev-server" --headless --port 0 >"$log" 2>&1 &
  pid=$!
  children+=("$pid")
  await_ready "$log" "$pid"
  server_options=(--server dev --target "$(sed -n 's/^TEMPORAL_ADDRESS=//p' "$log")" --server-pid "$pid")
}

start_postgres() {
  local log=$out/rehearsal.log pid state=$repository/target/rehearsal temporal_pid postgres_pid
  "$repository/temporal/build" temporal temporal-server temporal-sql-tool
  "$repository/temporal/rehearsal" --only postgres,temporal --ports-from "$ports_from" >"$log" 2>&1 &
  pid=$!
  children+=("$pid")
  await_ready "$log" "$pid"
  # shellcheck disable=SC1091
  BENCH_PASSWORD=$(. "$state/env" && printf '%s' "$POSTGRES_PASSWORD")
  export BENCH_PASSWORD
  # Behind the number stands when the process began.
  read -r temporal_pid _ <"$state/temporal.pid"
  read -r postgres_pid _ <"$state/postgres.pid"
  server_options=(--server postgres --target "127.0.0.1:$((ports_from + 5))" --server-pid "$temporal_pid"
    --postgres-pid "$postgres_pid" --postgres-port "$((ports_from + 4))")
}

stop_server() {
  kill "${children[-1]}" 2>/dev/null || true
  wait "${children[-1]}" 2>/dev/null || true
  unset 'children[-1]'
}

run() { # main class, options…
  (cd "$repository" && exec "$java" -Xmx2g --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "$classpath" "$@")
}
