# Not a command: sourced by the scripts beside it, by .ci/run and by temporal/rehearsal. Finds a JDK 25 as it is sourced; compiles
# the tests with Maven; runs a class of the tests.
# shellcheck shell=bash

is_jdk_25() { [[ -x $1/bin/javac ]] && grep -qs '^JAVA_VERSION="25[."]' "$1/release"; }

find_jdk() {
  local home java
  java=$(readlink -f "$(command -v javac || true)" || true)
  for home in "${JAVA_HOME:-}" "${JAVA_HOME_25_X64:-}" "${java%/bin/javac}" /usr/lib/jvm/* /opt/* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    if [[ -n $home ]] && is_jdk_25 "$home"; then
      export JAVA_HOME=$home PATH=$home/bin:$PATH
      return
    fi
  done
  echo "no JDK 25 found. Install Eclipse Temurin 25 (package temurin-25-jdk; https://adoptium.net/installation/)," \
    "or set JAVA_HOME to a JDK 25." >&2
  exit 2
}

# The classpath of the tests without our own classes, in target/test.classpath.
build_tests() {
  mvn -q -B test-compile dependency:build-classpath -Dmdep.outputFile=target/test.classpath -Dmdep.includeScope=test
}

run_test_class() { # class, argument…
  [[ -s target/test.classpath ]] || build_tests
  exec java --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${JAVA_OPTS:--Xmx3g} \
    -cp "target/test-classes:target/classes:$(<target/test.classpath)" "$@"
}

find_jdk
