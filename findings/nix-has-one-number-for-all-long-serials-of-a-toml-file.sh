#!/usr/bin/env bash
# Read serial numbers from JSON and TOML in the Nix language.
#
# Package: nix-bin 2.8.0 (Debian 12)
# Guessed: an integer beyond 64 bits is an error, as it is in Nix's own text ("invalid integer"), or a float where the
#   format allows one; both readers do the same, since both make Nix values.
# Behaviour: no reader fails. From TOML each too long number is 9223372036854775807, so all long serials are equal.
#   From JSON the ones of 64 bits turn negative, 18446744073709551615 == -1 is true, and longer ones are floats that
#   toJSON writes with six digits, so those that begin alike are equal in the file that comes out. An attribute set of
#   certificates by serial then has fewer entries than the list.
# Output seen: TOML 9223372036854775808, and 361...871: 9223372036854775807; JSON 18446744073709551615: -1, 361...871:
#   3.61144e+47
set -euo pipefail

command -v nix-instantiate >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nix-bin >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export NIX_STATE_DIR=$work/state NIX_STORE_DIR=$work/store NIX_LOG_DIR=$work/log HOME=$work
nix-instantiate --version
ask() { nix-instantiate --eval --strict -E "$1" 2>/dev/null; }
{
    echo "TOML, 64 bits: $(ask '(builtins.fromTOML "a = 9223372036854775808").a')"
    echo "TOML, 160 bits: $(ask '(builtins.fromTOML "a = 361144291027324992986591780290150892970071011871").a')"
    echo "JSON, 64 bits: $(ask 'builtins.fromJSON "18446744073709551615"')"
    echo "JSON, 160 bits: $(ask 'builtins.toJSON (builtins.fromJSON "361144291027324992986591780290150892970071011871")')"
    echo "Nix: $(nix-instantiate --eval -E 9223372036854775808 2>&1 | grep -o 'invalid integer' || true)"
} | tee out
grep -qx 'Nix: invalid integer' out
grep -qx 'TOML, 64 bits: 9223372036854775807' out && grep -qx 'TOML, 160 bits: 9223372036854775807' out &&
    grep -qx 'JSON, 64 bits: -1' out && grep -qx 'JSON, 160 bits: "3.61144e+47"' out ||
    { echo "CHANGED: Nix reads long numbers otherwise" >&2; exit 1; }
