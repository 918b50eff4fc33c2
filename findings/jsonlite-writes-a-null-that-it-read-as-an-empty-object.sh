#!/usr/bin/env bash
# Read a JSON report on certificates and write it back by R's jsonlite.
#
# Package: r-cran-jsonlite 1.8.4 with R 4.2.2 (Debian 12), Python's json as the comparison
# Guessed: toJSON(fromJSON(x), auto_unbox = TRUE), which the manual gives for single values, writes what was read: a
#   null stays null, as it does inside of a list of texts.
# Behaviour: it depends on where the null stands. In a list of texts it stays; as the value of a field, "revoked":
#   null, it is {}; and in a list of objects the field is gone. A reader that asks whether "revoked" is null finds
#   that each such certificate has been. A list of one name is a text, where its neighbour has a list.
# Output seen: ["a",null]: same; {"revoked":null}: {"revoked":{}}; [{"serial":"01","revoked":null}]: [{"serial":"01"}]
set -euo pipefail

Rscript -e 'library(jsonlite)' >/dev/null 2>&1 || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-upgrade --no-install-recommends \
        r-cran-jsonlite >/dev/null
}
dpkg-query -W -f '${Package} ${Version}\n' r-cran-jsonlite r-base-core
bad=
check() { # what jsonlite writes for it, JSON
    local told
    told=$(TZ=UTC Rscript -e 'library(jsonlite); cat(toJSON(fromJSON(commandArgs(TRUE)), auto_unbox = TRUE))' "$2")
    echo "$2: Python $(python3 -c "import json, sys; print(json.dumps(json.loads(sys.argv[1])))" "$2");" \
        "jsonlite $told"
    [ "$told" = "$1" ] || bad=1
}
check '["a",null]' '["a",null]'
check '{"revoked":{}}' '{"revoked":null}'
check '{"a.example":{"revoked":{}}}' '{"a.example":{"revoked":null}}'
check '[{"serial":"01"}]' '[{"serial":"01","revoked":null}]'
check '[{"names":["a","b"]},{"names":"c"}]' '[{"names":["a","b"]},{"names":["c"]}]'
[ -z "$bad" ] || { echo "CHANGED: jsonlite writes other JSON" >&2; exit 1; }
