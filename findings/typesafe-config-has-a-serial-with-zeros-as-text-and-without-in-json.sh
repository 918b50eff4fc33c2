#!/usr/bin/env bash
# Read serial numbers and fingerprints without quotation marks by Typesafe Config, one by one and as JSON.
#
# Package: libtypesafe-config-java 1.3.1 with openjdk-17-jdk-headless 17 (Debian 12), Python's json as the reader
# Guessed: an unquoted value is one thing, and getString() and the JSON of ConfigRenderOptions.concise(), which is
#   documented as valid JSON, tell the same of it.
# Behaviour: what looks like a number is both: getString() has the text as it was written, 0012 and 7e4, and render() the
#   number, 12 and 70000. A short fingerprint thus survives in one program and not in what it passes on. Hex with an e
#   between large numbers, 12e4567, is the word Infinity in that JSON, which is none. With more than 19 digits it is text
#   again.
# Output seen: 0012: "0012", 12; 7e4: "7e4", 70000; 12e4567: "12e4567", Infinity; 20 digits: the same text twice
set -euo pipefail

{ command -v javac && [ -e /usr/share/java/typesafe-config.jar ]; } >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jdk-headless \
        libtypesafe-config-java >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >Ask.java <<'JAVA'
import com.typesafe.config.*;

public class Ask {
    public static void main(String[] values) {
        for (String value : values) {
            Config config = ConfigFactory.parseString("serial = " + value);
            System.out.println(value + ": " + config.getString("serial") + ", " + config.root().render(ConfigRenderOptions.concise()));
        }
    }
}
JAVA
java -cp /usr/share/java/typesafe-config.jar Ask.java 1234 0012 00ff 7e4 12e4567 12345678901234567890 | tee seen
cat >expected <<'SEEN'
1234: 1234, {"serial":1234}
0012: 0012, {"serial":12}
00ff: 00ff, {"serial":"00ff"}
7e4: 7e4, {"serial":70000}
12e4567: 12e4567, {"serial":Infinity}
12345678901234567890: 12345678901234567890, {"serial":"12345678901234567890"}
SEEN
cmp -s seen expected || { echo "CHANGED: Typesafe Config reads other values" >&2; exit 1; }
