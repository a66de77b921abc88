# What `run` and `transcripts` begin with: builds with Maven what is missing or older than the
# sources, and leaves in $java and $classes what to start. Sourced, with $here and $name set.
# shellcheck shell=bash disable=SC2034,SC2154
root=$(dirname -- "$(dirname -- "$here")")

# The last thing that the build makes; it names the JDK that the build found.
mark=$here/target/jdk

fail() {
  echo "$name: $1" >&2
  exit 2
}

stale() {
  [ ! -f "$mark" ] || [ -n "$(find "$root/pom.xml" "$root/bundles" "$here" \
    \( -name target -o -name '*.md' -o -name '*.txt' \) -prune -o \
    -type f -newer "$mark" -print -quit)" ]
}

if stale; then
  echo "$name: building with mvn package: under a minute, more when Maven has to fetch something" >&2
  command -v mvn > /dev/null || fail "Maven 3.8 or newer is needed to build: install it, or put mvn on the PATH"
  mvn -B -q -ntp -Dstyle.color=never -f "$root/pom.xml" package -DskipTests -pl itests/simulation -am >&2 ||
    fail "the build failed, for the reason above"
fi

java=$(cat "$mark")/bin/java
classes=$here/target/classes:$here/target/lib/*
