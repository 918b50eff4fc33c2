#!/usr/bin/env node
'use strict'
// The judge of the page beside the command, on the repository's fixtures: node web/test.js PEMVET
//
// Verdicts are the same where ring has the algorithms; where it has not, the page says so.

const { execFileSync } = require('node:child_process')
const { readFileSync, readdirSync, existsSync } = require('node:fs')
const { join, basename } = require('node:path')
const assert = require('node:assert')
const { Judge, kinds, paired } = require('./judge.js')
const { unpack } = require('./unpack.js')

const pemvet = process.argv[2]
const testdata = join(__dirname, '../testdata')
const wasm = readFileSync(join(__dirname, 'dist/pemvet_web.wasm'))
assert.ok(wasm.equals(unpack(new Uint8Array(readFileSync(join(__dirname, 'dist/pemvet_web.lzma'))))), 'the page unpacks what was packed')
const compiled = new WebAssembly.Module(wasm)
assert.deepStrictEqual(WebAssembly.Module.imports(compiled), [], 'the judge imports nothing')
const judge = new Judge(compiled)
const AT = '2026-06-01T00:00:00Z'
const seconds = Date.parse(AT) / 1000

function files (folder) {
  return readdirSync(join(testdata, folder), { withFileTypes: true }).flatMap(entry =>
    entry.isDirectory() ? files(join(folder, entry.name)) : entry.name.endsWith('.pem') ? [join(testdata, folder, entry.name)] : [])
}

const ofFiles = new Set(JSON.parse(execFileSync(pemvet, ['rules', '--format', 'json'])).rules
  .filter(rule => ['repository', 'document'].includes(rule.area)).map(rule => rule.name))
let [same, unsupported] = [0, 0]
const unlike = []
// The page brings no list of public suffixes, and the library none either.
const LISTED = 'wildcard-public-suffix'
for (const path of [...files('rules'), ...files('chains'), ...files('demo')]) {
  const key = path.replace(/\.pem$/, '.key')
  const words = ['check', path, '--format', 'json', '--at', AT, '--no-config', '--no-next', ...(existsSync(key) ? ['--key', key] : [])]
  let told
  try {
    told = execFileSync(pemvet, words, { stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    told = error.stdout
  }
  const [bundle] = JSON.parse(told).bundles
  if (!bundle || bundle.error) continue
  const report = judge.judge(new Uint8Array(readFileSync(path)), existsSync(key) ? new Uint8Array(readFileSync(key)) : null, false, seconds)
  const rules = findings => findings.map(it => it.rule).filter(rule => !ofFiles.has(rule) && rule !== LISTED)
  const missing = new Set(['signature-algorithm-unsupported', 'key-not-checked', 'signature-not-checked'])
  if (JSON.stringify(rules(report.findings)) === JSON.stringify(rules(bundle.findings)) && report.class === bundle.class) same++
  else {
    const said = report.findings.some(it => missing.has(it.rule)) || report.not_checked.includes('pair') || /ring/.test(JSON.stringify(report.findings))
    if (!said) unlike.push(`${path.slice(testdata.length)}: ${report.class} ${rules(report.findings)} beside ${bundle.class} ${rules(bundle.findings)}`)
    unsupported++
  }
}
assert.deepStrictEqual(unlike, [])
assert.ok(same > 500 && unsupported < 60, `${same} alike, ${unsupported} that ring cannot judge`)

// Nothing of a key stays: the judge's memory is searched for every line of it.
const key = readFileSync(join(testdata, 'demo/proxy.key'))
const given = new Uint8Array(key)
judge.judge(new Uint8Array(readFileSync(join(testdata, 'demo/good.pem'))), given, true, seconds)
assert.ok(given.every(byte => byte === 0), 'what was handed in is wiped')
const memory = Buffer.from(judge.wasm.memory.buffer)
for (const line of key.toString().split('\n').filter(line => line.length === 64)) assert.ok(!memory.includes(line), 'a line of a key stays')

assert.throws(() => judge.judge(new Uint8Array(3 << 20), null, false, seconds), /longer than 2 MiB/)
assert.deepStrictEqual(kinds('-----BEGIN EC PRIVATE KEY-----'), { certificates: false, keys: true })
const [one] = paired([{ name: 'a.pem', certificates: true }, { name: 'a.key', keys: true }])
assert.strictEqual(one.key.name, 'a.key')

const good = readFileSync(join(testdata, 'demo/from-pfx.pem'))
const start = process.hrtime.bigint()
for (let turn = 0; turn < 50; turn++) judge.judge(new Uint8Array(good), null, false, seconds)
const each = Number(process.hrtime.bigint() - start) / 50e6
console.log(`${same} fixtures alike, ${unsupported} said to be beyond ring; ${each.toFixed(2)} ms a bundle`)
