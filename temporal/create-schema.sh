#!/bin/sh
# Makes Temporal's two databases and brings their schema to the version of temporal-sql-tool; harmless when repeated.
# Reads SQL_PLUGIN, SQL_HOST, SQL_PORT, SQL_USER and SQL_PASSWORD, as temporal-sql-tool itself does.
set -eu

note() { printf 'create-schema: %s\n' "$*" >&2; }

# PostgreSQL answers a moment after its process is there. A database that exists already is taken as it is.
create() { # database
  tries=60
  until answer=$(temporal-sql-tool --database "$1" create 2>&1); do
    case $answer in
      *"already exists"*) return 0 ;;
    esac
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || { note "$answer"; exit 1; }
    sleep 1
  done
}

# Version 0.0 only makes the table in which the version is kept; where there is one it would set it back to the beginning.
update() { # database, schema
  answer=$(temporal-sql-tool --database "$1" update-schema -s "$2" 2>&1) && return 0
  case $answer in
    *schema_version*'does not exist'*)
      temporal-sql-tool --database "$1" setup-schema -v 0.0
      temporal-sql-tool --database "$1" update-schema -s "$2"
      ;;
    *) note "$answer"; return 1 ;;
  esac
}

prepare() { # database, schema
  create "$1"
  update "$1" "$2"
  note "the schema of $1 is up to date"
}

prepare temporal postgresql/v12/temporal
prepare temporal_visibility postgresql/v12/visibility
