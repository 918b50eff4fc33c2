#!/usr/bin/env bash
# Read a TOML file with a table for each host and its certificate in Ruby.
#
# Package: ruby-toml 0.2.0, ruby-toml-rb 2.2.0 with Ruby 3.1 (Debian 12)
# Guessed: [hosts."*.example.com"] is a table with this one name, as TOML has had it for ten years, or the older reader
#   of the two refuses quotation marks. Certificates in strings of several lines are read, and errors name their line.
# Behaviour: the name is cut at its dots and the quotation marks stay: "* -> example -> com". hosts["*.example.com"] is
#   nil, so a program takes its default certificate. What it does refuse, three quotation marks or an equals sign
#   without blanks, is a NoMethodError, "undefined method `ascii_tree' for nil", without the line: it comes from the
#   place that was to make the message.
# Output seen: toml-rb: "*.example.com"; toml: "\"*" -> "example" -> "com\""; a=1 and a PEM text: NoMethodError
set -euo pipefail

ruby -e 'require "toml"; require "toml-rb"' 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ruby ruby-toml ruby-toml-rb >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >ask.rb <<'RB'
require "toml"
require "toml-rb"

hosts = %([hosts."*.example.com"]\nfile = "a.pem"\n[hosts."www.example.com"]\nfile = "b.pem"\n)
texts = { "hosts" => hosts, "blanks" => "a = 1\n", "none" => "a=1\n",
          "lines" => %(a = """\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"""\n) }
texts.each do |name, text|
  puts "toml-rb, #{name}: #{TomlRB.parse(text)}"
  begin
    puts "toml, #{name}: #{TOML::Parser.new(text).parsed}"
  rescue StandardError => e
    puts "toml, #{name}: #{e.class}, #{e.message.lines.first.chomp}"
  end
end
RB
ruby ask.rb | tee out
grep -qxF 'toml-rb, hosts: {"hosts"=>{"*.example.com"=>{"file"=>"a.pem"}, "www.example.com"=>{"file"=>"b.pem"}}}' out
grep -qx 'toml, blanks: {"a"=>1}' out
grep -qF 'toml, hosts: {"hosts"=>{"\"*"=>{"example"=>{"com\""=>{"file"=>"a.pem"}}}, "\"www"=>' out &&
    [ "$(grep -c '^toml, [a-z]*: NoMethodError, undefined method `ascii_tree' out)" = 2 ] ||
    { echo "CHANGED: toml reads such files otherwise" >&2; exit 1; }
