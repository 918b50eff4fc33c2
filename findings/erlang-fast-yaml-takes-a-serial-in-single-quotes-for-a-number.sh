#!/usr/bin/env bash
# Read serial numbers from YAML in Erlang.
#
# Package: erlang-p1-yaml 1.0.36 with Erlang 25 (Debian 12)
# Guessed: fast_yaml gives an integer of any length, since Erlang has them, and what stands in quotation marks is text,
#   in double ones or in single ones.
# Behaviour: an integer ends at 9223372036854775807, without an error, so all serials of more than 63 bits are this one
#   number. Double quotation marks keep a text; single ones count as none: '0123' is 123, a long serial between them,
#   put there to be safe, is the same number again, and with the option plain_as_atom such a text is an atom like one
#   without marks. YAML makes no such difference, and tools that write YAML take single ones by default.
# Output seen: 361...871 plain and '361...871': 9223372036854775807; "361...871": text; '0123': 123; plain_as_atom:
#   '361...871' an atom
set -euo pipefail

escript_runs() { command -v escript >/dev/null && erl -noshell -eval 'halt(case code:which(fast_yaml) of non_existing -> 1; _ -> 0 end).'; }
escript_runs 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends erlang-base erlang-p1-yaml >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f 'erlang-p1-yaml ${Version}\n' erlang-p1-yaml
cat >ask.escript <<'ERL'
#!/usr/bin/env escript
main(_) ->
    {ok, _} = application:ensure_all_started(fast_yaml),
    Serial = <<"361144291027324992986591780290150892970071011871">>,
    show("plain", Serial, []),
    show("double", <<$", Serial/binary, $">>, []),
    show("single", <<$', Serial/binary, $'>>, []),
    show("zero", <<"'0123'">>, []),
    show("plain, atoms", Serial, [plain_as_atom]),
    show("single, atoms", <<$', Serial/binary, $'>>, [plain_as_atom]).

show(What, Text, Options) ->
    {ok, [[{_, Value}]]} = fast_yaml:decode(<<"serial: ", Text/binary>>, Options),
    io:format("~s: ~p~n", [What, Value]).
ERL
escript ask.escript | tee out
grep -qx 'double: <<"361144291027324992986591780290150892970071011871">>' out
[ "$(grep -cE '^(plain|single|plain, atoms): 9223372036854775807$' out)" = 3 ] && grep -qx 'zero: 123' out &&
    grep -qx "single, atoms: '361144291027324992986591780290150892970071011871'" out ||
    { echo "CHANGED: fast_yaml reads serials otherwise" >&2; exit 1; }
