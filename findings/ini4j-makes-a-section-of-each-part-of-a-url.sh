#!/usr/bin/env bash
# Read an INI file whose sections are named by URLs and by subjects, by Java's ini4j.
#
# Package: libini4j-java 0.5.4 with openjdk-17-jdk-headless 17 (Debian 12), Python's configparser as the comparison
# Guessed: the reader has as many sections as the file; what stands between the brackets is a name and no more.
# Behaviour: a slash makes a tree of it, by default: of [https://a.example/x] come four sections, "https:", "https:/",
#   "https://a.example" and the one that was written, the first three without a key, and before it. A loop over the
#   sections meets servers that nobody configured. The same with a subject in the form /O=x/CN=y. store() writes only the
#   one, so a round trip hides it. Config.setTree(false) switches it off.
# Output seen: ini4j: 4 sections for a URL, 2 for /O=x/CN=y, 1 for a host; configparser: 1 each
set -euo pipefail

{ command -v javac && [ -e /usr/share/java/ini4j.jar ]; } >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jdk-headless libini4j-java >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' libini4j-java
cat >Ask.java <<'JAVA'
import java.io.StringReader;
import org.ini4j.Ini;

public class Ask {
    public static void main(String[] names) throws Exception {
        for (String name : names) {
            Ini ini = new Ini(new StringReader("[" + name + "]\ncertificate = x\n"));
            System.out.println(name + ": " + String.join(" | ", ini.keySet()));
        }
    }
}
JAVA
names=(a.example https://a.example/x /O=x/CN=y)
java -cp /usr/share/java/ini4j.jar Ask.java "${names[@]}" | tee seen
for name in "${names[@]}"; do
    python3 -c 'import configparser, sys
parser = configparser.ConfigParser()
parser.read_string(f"[{sys.argv[1]}]\ncertificate = x\n")
assert parser.sections() == [sys.argv[1]]' "$name"
done
cat >expected <<'SEEN'
a.example: a.example
https://a.example/x: https: | https:/ | https://a.example | https://a.example/x
/O=x/CN=y: /O=x | /O=x/CN=y
SEEN
cmp -s seen expected || { echo "CHANGED: ini4j reads other sections" >&2; exit 1; }
