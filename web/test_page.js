#!/usr/bin/env node
'use strict'
// The page, and that of `pemvet show --format html`, in Debian's Chromium: node web/test_page.js PEMVET AXE [PICTURES]
//
// AXE is axe-core's program, axe.min.js. Into the folder PICTURES go pictures of what was tested.

const assert = require('node:assert')
const { execFileSync, spawnSync } = require('node:child_process')
const fs = require('node:fs')
const http = require('node:http')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')
const { Chromium } = require('./chromium.js')
const { Judge } = require('./judge.js')

const [pemvet, axeFile, pictures] = process.argv.slice(2)
const axe = fs.readFileSync(axeFile, 'utf8')
const testdata = join(__dirname, '../testdata')
const demo = name => join(testdata, 'demo', name)
const address = pathToFileURL(join(__dirname, 'dist/pemvet.html')).href
const folder = fs.mkdtempSync(join(tmpdir(), 'pemvet-page-'))
const AT = '2026-06-01T00:00:00'
// From the narrowest telephone on.
const WIDTHS = [320, 360, 480, 640, 768, 1024, 1280, 1600]
const text = selector => `[...document.querySelectorAll(${JSON.stringify(selector)})].map(it => it.textContent)`
const JUDGED = 'document.getElementById("status").textContent !== ""'

/** A page where nothing was judged yet, and the time of judgement is set. */
async function fresh (browser) {
  const page = await browser.open(address)
  await page.ask(`document.getElementById('at').value = '${AT}'`)
  return page
}

/** What is asked of any page, however it got its text. */
async function sound (page, name) {
  for (const scheme of ['light', 'dark']) {
    await page.colours(scheme)
    const violations = await page.ask(`${axe}; axe.run(document, { resultTypes: ['violations'] }).then(it => it.violations.map(rule =>
      rule.id + ': ' + rule.nodes.map(node => node.target + ' ' + node.any.map(check => check.message)).join('; ')))`)
    assert.deepStrictEqual(violations, [], `${name}, ${scheme}`)
    for (const width of WIDTHS) {
      await page.resize(width, 900)
      const wide = await page.ask(`document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('*')]
        .filter(it => it.getBoundingClientRect().right > innerWidth).map(it => it.outerHTML.slice(0, 80))`)
      assert.deepStrictEqual(wide, [], `${name} is wider than ${width} pixels`)
      if (pictures && [320, 1280].includes(width)) fs.writeFileSync(join(pictures, `${name}-${scheme}-${width}.png`), await page.picture())
    }
  }
  await page.resize(1280, 900)
  assert.deepStrictEqual(page.messages, [], `${name}: the browser complains`)
  assert.deepStrictEqual(page.dialogs, [], `${name}: a dialog`)
}

/** Requests that leave the page: all but that of itself, and of pictures that the browser draws its fields with. */
const outside = page => page.requests.filter(it => it !== address && !it.startsWith('data:image/') && !it.startsWith('blob:'))

const tests = {
  async 'chosen files are judged, shown and mended' (browser) {
    const page = await fresh(browser)
    await sound(page, 'empty')
    await page.choose('#files', [demo('from-pfx.pem')])
    await page.until(JUDGED)
    assert.deepStrictEqual(await page.ask(text('#status')), ['1 judged, 1 rejected.'])
    assert.deepStrictEqual(await page.ask(text('.verdict')), ['rejected: invalid'])
    assert.deepStrictEqual(await page.ask(text('#reports ul ul ul b')), ['CN=cluster.example.com, O=Example'], 'the leaf is below two others')
    assert.deepStrictEqual(await page.ask(text('.axis span')), ['2020', '2040'])
    assert.strictEqual(await page.ask('document.querySelectorAll(".bars svg rect.valid").length'), 3)
    const [order, outsideText] = await page.ask(text('.finding'))
    assert.match(order, /error chain-out-of-order lines 33-74.*   33 {2}-----BEGIN CERTIFICATE-----.*pemvet fix FILE \(writes the right order\)/s)
    assert.match(outsideText, / {4}1 {2}Bag Attributes/)
    await sound(page, 'rejected')

    await page.browser.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder })
    await page.ask('document.querySelector("a[download]").focus()')
    await page.press('Enter')
    const saved = join(folder, 'from-pfx-fixed.pem')
    for (let turn = 0; !fs.existsSync(saved); turn++) {
      assert.ok(turn < 600, 'nothing was downloaded')
      await new Promise(resolve => setTimeout(resolve, 50))
    }
    execFileSync(pemvet, ['fix', demo('from-pfx.pem'), '--output', join(folder, 'fixed.pem'), '--at', `${AT}Z`, '--no-config'], { stdio: 'pipe' })
    assert.strictEqual(fs.readFileSync(saved, 'utf8'), fs.readFileSync(join(folder, 'fixed.pem'), 'utf8'))

    await page.ask('document.querySelector("button[type=reset]").click()')
    assert.strictEqual(await page.ask('document.getElementById("reports").childElementCount'), 0)
    assert.deepStrictEqual(outside(page), [])
  },

  async 'dropped files are paired with their keys and listed by expiry' (browser) {
    const page = await fresh(browser)
    await page.drop([demo('good.pem'), demo('proxy.key')])
    await page.until(JUDGED)
    assert.deepStrictEqual(await page.ask(text('h2')), ['Inventory', 'good.pem + proxy.key'])
    assert.deepStrictEqual(await page.ask(text('.verdict')), ['accepted'])
    await sound(page, 'accepted')

    const names = ['good.pem', 'expired-intermediate.pem', 'from-pfx.pem', 'sha1-leaf.pem']
    await page.drop([...names.map(demo), join(testdata, 'rules/certificate-expired/bad-leaf.pem')])
    await page.until('document.querySelectorAll("tbody tr").length === 5')
    const days = await page.ask(text('tbody td:nth-child(3)'))
    assert.deepStrictEqual(days, [...days].sort())
    assert.ok(new Set(days).size > 1 && /^2026-.*, expired \d+ days ago$/.test(days[0]), `${days}`)
    assert.deepStrictEqual(await page.ask(text('article h2')), await page.ask(text('tbody a')), 'the reports have the order of the table')
    await sound(page, 'inventory')
    assert.deepStrictEqual(outside(page), [])
  },

  async 'pasted text is judged, by keys alone' (browser) {
    const page = await fresh(browser)
    const stops = []
    const stop = () => page.ask('document.activeElement.id || document.activeElement.textContent.trim()')
    for (let turn = 0; turn < 30 && stops.at(-1) !== 'Forget everything'; turn++) {
      await page.press('Tab')
      const here = await stop()
      if (stops.at(-1) !== here) stops.push(here)
      assert.ok(await page.ask('getComputedStyle(document.activeElement).outlineStyle !== "none"'), `${here} has the focus, and nobody sees it`)
      if (here === 'files') {
        await page.send('Page.setInterceptFileChooserDialog', { enabled: true })
        for (const key of ['Enter', ' ']) {
          const before = page.choosers
          await page.press(key)
          for (let wait = 0; page.choosers === before; wait++) {
            assert.ok(wait < 200, `${JSON.stringify(key)} on the field for files opens nothing`)
            await new Promise(resolve => setTimeout(resolve, 20))
          }
        }
      }
      if (here === 'text' && !await page.ask('document.activeElement.value')) {
        await page.send('Input.insertText', { text: fs.readFileSync(demo('good.pem'), 'utf8') })
      }
      if (here === 'server' && !await page.ask('document.activeElement.checked')) await page.press(' ')
    }
    assert.deepStrictEqual(stops, ['files', 'text', 'server', 'at', 'Judge', 'Forget everything'])
    assert.strictEqual(await page.ask('document.getElementById("server").checked'), true)
    await page.press('Tab', 8)
    assert.strictEqual(await stop(), 'Judge')
    await page.press('Enter')
    await page.until(JUDGED)
    assert.deepStrictEqual(await page.ask(text('h2')), ['Inventory', 'pasted'])
    // That it serves was said; so a key is missed.
    assert.match((await page.ask(text('.finding'))).join(), /key-missing.*choose or drop the key's file, too/)
    await page.press('Tab')
    await page.press('Tab')
    assert.match(await stop(), /^#\d$/, 'behind the form come the links of the report')
  },

  async 'what a screen reader is told' (browser) {
    const page = await fresh(browser)
    await page.drop([demo('good.pem'), demo('expired-intermediate.pem')])
    await page.until(JUDGED)
    const { nodes } = await page.send('Accessibility.getFullAXTree')
    const told = nodes.filter(it => !it.ignored).map(it => `${it.role?.value} ${it.name?.value ?? ''}`.trim())
    for (const wanted of ['main', 'heading Will this certificate bundle work?', 'textbox Or paste PEM:', 'checkbox It is for a TLS server',
      'button Judge', 'button Forget everything', 'status', 'heading Inventory', 'table', 'columnheader verdict', 'columnheader expires',
      'link good.pem', 'heading expired-intermediate.pem', 'heading Chain', 'heading Findings', 'image 2026-01-10 to 2027-01-09']) {
      assert.ok(told.includes(wanted), `${wanted}: not among ${[...new Set(told)].filter(it => it.startsWith(wanted.split(' ')[0])).join(' | ')}`)
    }
    assert.ok(told.some(it => /^button .*Choose them, or drop them here/.test(it)), 'the field for files has a name')
  },

  async 'no connection can be opened' (browser) {
    const page = await fresh(browser)
    let hits = 0
    const server = http.createServer((_, answer) => {
      hits++
      answer.end('seen')
    })
    await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
    const there = `http://127.0.0.1:${server.address().port}/`
    const tried = await page.ask(`(async () => {
      const there = ${JSON.stringify(there)}
      const refused = new Set()
      addEventListener('securitypolicyviolation', event => refused.add(event.effectiveDirective))
      const told = [await fetch(there).then(() => 'sent', () => 'refused'), await fetch(there, { mode: 'no-cors', method: 'POST' }).then(() => 'sent', () => 'refused')]
      navigator.sendBeacon(there, 'x')
      try { new WebSocket(there.replace('http', 'ws')) } catch {}
      try { new EventSource(there) } catch {}
      const request = new XMLHttpRequest()
      request.open('GET', there)
      request.onerror = () => {}
      request.send()
      for (const [name, key] of [['img', 'src'], ['script', 'src'], ['iframe', 'src'], ['link', 'href'], ['video', 'src'], ['object', 'data']]) {
        const made = document.createElement(name)
        if (name === 'link') made.rel = 'stylesheet'
        made[key] = there
        document.body.append(made)
      }
      const form = document.createElement('form')
      form.action = there
      document.body.append(form)
      form.submit()
      const style = document.createElement('style')
      style.textContent = 'body { background: url(' + there + ') }'
      document.body.append(style)
      import(there).catch(() => {})
      await new Promise(resolve => setTimeout(resolve, 500))
      return [told, [...refused].sort()]
    })()`)
    const directives = ['connect-src', 'form-action', 'frame-src', 'img-src', 'media-src', 'object-src', 'script-src-elem', 'style-src-elem']
    assert.deepStrictEqual(tried, [['refused', 'refused'], directives])
    assert.strictEqual(hits, 0, 'the server was reached')
    await page.go(there)
    assert.strictEqual(hits > 0, true, 'the server can be reached')
    server.close()
  },

  async 'hostile names stay text' (browser) {
    const markup = "</style></title></svg><script>alert(1)</script><img src=x onerror=alert(2)>&amp;\u202e"
    const config = join(folder, 'hostile.cnf')
    fs.writeFileSync(config, ['[req]', 'distinguished_name = dn', 'prompt = no', 'utf8 = yes', 'string_mask = utf8only', 'x509_extensions = v3', '[dn]',
      `CN = ${markup.slice(0, 60)}`, `O = ${markup.slice(-50)}`, '[v3]', 'subjectAltName = DNS:<img src=x onerror=alert(3)>', ''].join('\n'))
    const bundle = join(folder, 'hostile.pem')
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', '-keyout', join(folder, 'hostile.key'),
      '-config', config, '-out', bundle], { stdio: 'pipe' })
    fs.writeFileSync(bundle, `${markup}\n${fs.readFileSync(bundle)}`)
    const named = join(folder, '<img src=x onerror=alert(4)>&amp;\u202e.pem')
    fs.copyFileSync(bundle, named)

    const elements = new Set('a article b code dd div dl dt h2 h3 h4 li line p pre rect section small span svg table tbody td th thead tr ul'.split(' '))
    const attributes = new Set(('aria-label class download height href id role rx scope width x x1 x2 y y1 y2').split(' '))
    const page = await fresh(browser)
    await page.drop([bundle, named])
    await page.until(JUDGED)
    const made = await page.ask(`[...document.querySelectorAll('#reports *, #inventory *')].map(it => [it.localName, ...it.getAttributeNames()])`)
    assert.ok(made.length > 50)
    for (const [name, ...keys] of made) {
      assert.ok(elements.has(name), `an element ${name}`)
      for (const key of keys) assert.ok(attributes.has(key), `${name} has ${key}`)
    }
    const shown = await page.ask('document.body.innerText')
    for (const part of ['<script>alert(1)</script>', '<img src=x onerror=alert(2)>&amp;', 'onerror=alert(3)', 'onerror=alert(4)', '\\u{202e}']) {
      assert.ok(shown.includes(part), `${part} is not shown`)
    }
    assert.ok(!shown.includes('\u202e'), 'the direction of text is turned')
    await sound(page, 'hostile')
    assert.deepStrictEqual(outside(page), [])

    const file = join(folder, 'hostile.html')
    fs.writeFileSync(file, execFileSync(pemvet, ['show', named, '--format', 'html', '--at', `${AT}Z`]))
    const alone = await browser.open(pathToFileURL(file).href)
    assert.strictEqual(await alone.ask('document.querySelectorAll("script, img, iframe, object, [onerror]").length'), 0)
    assert.ok((await alone.ask('document.body.innerText')).includes('<script>alert(1)</script>'))
    await sound(alone, 'show-hostile')
  },

  async 'the page of show stands alone and prints' (browser) {
    for (const name of ['from-pfx', 'expired-intermediate']) {
      const file = join(folder, `${name}.html`)
      fs.writeFileSync(file, execFileSync(pemvet, ['show', demo(`${name}.pem`), '--format', 'html', '--at', `${AT}Z`]))
      const page = await browser.open(pathToFileURL(file).href)
      await sound(page, `show-${name}`)
      assert.deepStrictEqual(page.requests, [pathToFileURL(file).href], 'it loads nothing')
      assert.strictEqual(await page.ask('document.scripts.length'), 0)
      const pdf = await page.pdf()
      if (pictures) fs.writeFileSync(join(pictures, `show-${name}.pdf`), pdf)
      assert.match(pdf.subarray(0, 8).toString('latin1'), /^%PDF-/)
      const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length
      assert.ok(pages >= 1 && pages <= 4, `${pages} pages`)
    }
    const picture = join(folder, 'one.svg')
    fs.writeFileSync(picture, execFileSync(pemvet, ['show', demo('from-pfx.pem'), '--format', 'svg', '--at', `${AT}Z`]))
    const page = await browser.open(pathToFileURL(picture).href)
    assert.strictEqual(await page.ask('document.documentElement.localName + document.querySelectorAll("parsererror").length'), 'svg0')
    assert.deepStrictEqual([page.requests.length, page.messages], [1, []])
    if (pictures) fs.writeFileSync(join(pictures, 'show.svg.png'), await page.picture())
  },

  async 'judged in ten milliseconds, 500 certificates shown in a second' (browser) {
    const page = await fresh(browser)
    const pem = JSON.stringify(fs.readFileSync(demo('from-pfx.pem'), 'latin1'))
    // Of a machine that does other things besides, only the time that the page's thread has is told.
    await page.send('Performance.enable', { timeDomain: 'threadTicks' })
    const spent = async work => {
      const now = async () => (await page.send('Performance.getMetrics')).metrics.find(it => it.name === 'TaskDuration').value * 1000
      const start = await now()
      const value = await work()
      return [await now() - start, value]
    }
    const [hundred, median] = await spent(() => page.ask(`ready.then(judge => {
      const times = Array.from({ length: 100 }, () => {
        const given = new TextEncoder().encode(${pem})
        const start = performance.now()
        judge.judge(given, null, true, 1780272000)
        return performance.now() - start
      })
      return times.sort((a, b) => a - b)[50]
    })`))
    const blocks = new Set()
    const walk = at => fs.readdirSync(at, { withFileTypes: true }).forEach(entry => {
      const path = join(at, entry.name)
      if (entry.isDirectory()) walk(path)
      else if (entry.name.endsWith('.pem')) {
        for (const block of fs.readFileSync(path, 'latin1').match(/-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+-----END CERTIFICATE-----\n/g) ?? []) blocks.add(block)
      }
    })
    walk(join(testdata, 'rules'))
    const judge = new Judge(new WebAssembly.Module(fs.readFileSync(join(__dirname, 'dist/pemvet_web.wasm'))))
    const isRead = block => judge.judge(new TextEncoder().encode(block), null, false, 1780272000).certificates.length === 1
    const some = [...blocks].filter(isRead).slice(0, 500)
    assert.strictEqual(some.length, 500)
    const shown = async (what, files) => {
      const times = []
      for (let turn = 0; turn < 3; turn++) {
        const [time] = await spent(() => page.ask(`(async () => {
          const blocks = ${JSON.stringify(some)}
          document.getElementById('status').textContent = ''
          const given = new DataTransfer()
          for (const [place, text] of ${files}.entries()) given.items.add(new File([text], place + '.pem'))
          const field = document.getElementById('files')
          field.files = given.files
          field.dispatchEvent(new Event('change'))
          while (!(${JUDGED})) await new Promise(resolve => setTimeout(resolve, 0))
          document.body.getBoundingClientRect()
          await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 0)))
        })()`))
        times.push(time)
      }
      assert.strictEqual(await page.ask('document.querySelectorAll("section.certificate").length'), 500, what)
      return Math.min(...times)
    }
    const bundle = await shown('in one file', '[blocks.join("")]')
    const many = await shown('in 500 files', 'blocks')
    console.log(`    ${(hundred / 100).toFixed(2)} ms a bundle of three (median on the clock ${median.toFixed(2)}); 500 certificates in ` +
      `${bundle.toFixed(0)} ms as one file, ${many.toFixed(0)} ms as 500`)
    assert.ok(hundred < 1000, `${hundred / 100} ms`)
    assert.ok(bundle < 1000 && many < 1000, `${bundle} ms, ${many} ms`)
    assert.deepStrictEqual(outside(page), [])
  }
}

async function main () {
  assert.strictEqual(spawnSync('chromium', ['--version']).status, 0, 'there is no Chromium')
  const browser = new Chromium()
  let failed = 0
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test(browser)
      console.log(`ok  ${name}`)
    } catch (error) {
      failed++
      console.log(`FAILED  ${name}\n${error.stack}`)
    }
  }
  await browser.close()
  fs.rmSync(folder, { recursive: true })
  process.exitCode = failed ? 1 : 0
}

main()
