#!/bin/sh
# Waits for the server at TEMPORAL_ADDRESS and gives it the namespace TEMPORAL_NAMESPACE with 30 days of retention and
# the search attributes of the file beside this script; harmless when repeated. What is wrong is said on stderr. Gives up
# at once when the process SERVER_PID is gone, where one is named.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
retention=30d

# What a person's own settings of the command line say is about other servers.
ask() {
  temporal "$@" --address "$TEMPORAL_ADDRESS" --disable-config-file --disable-config-env --command-timeout 5s
}

# Tries again while the server comes up, and says the last refusal if it does not in 60 s.
eventually() {
  tries=240
  until answer=$("$@" 2>&1); do
    [ -z "${SERVER_PID:-}" ] || kill -0 "$SERVER_PID" 2>/dev/null || return 1
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || { printf '%s\n' "$answer" >&2; return 1; }
    sleep 0.25
  done
}

make_namespace() {
  ask operator namespace update --namespace "$TEMPORAL_NAMESPACE" --retention "$retention" ||
    ask operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$retention"
}

# Every attribute that is not there yet, with its type; an older namespace may lack a new one.
create_missing_attributes() {
  present=$(ask operator search-attribute list --namespace "$TEMPORAL_NAMESPACE") ||
    { printf '%s\n' "$present"; return 1; }
  set --
  while IFS='=' read -r name type; do
    printf '%s\n' "$present" | grep -qE "^ *$name +$type *$" || set -- "$@" --name "$name" --type "$type"
  done <"$here/search-attributes"
  [ $# = 0 ] || ask operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" "$@"
}

eventually ask operator cluster health
eventually make_namespace
# Refused for about a second after the namespace was made.
eventually create_missing_attributes
