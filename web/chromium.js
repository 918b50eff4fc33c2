'use strict'
// A browser for tests: Debian's Chromium, spoken to over pipes (the DevTools protocol), without packages of others.

const { spawn } = require('node:child_process')
const { mkdtempSync, rmSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')

/** A browser of its own, with a profile that is thrown away. */
class Chromium {
  constructor (program = 'chromium') {
    this.profile = mkdtempSync(join(tmpdir(), 'pemvet-chromium-'))
    const words = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--hide-scrollbars',
      '--disable-background-networking', '--disable-component-update', '--remote-debugging-pipe', `--user-data-dir=${this.profile}`]
    this.process = spawn(program, [...words, 'about:blank'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] })
    this.waiting = new Map()
    this.listeners = []
    this.count = 0
    this.failed = new Promise((resolve, reject) => {
      this.process.once('error', reject)
      this.process.once('exit', code => reject(new Error(`Chromium ended with ${code}`)))
    })
    this.failed.catch(() => {})
    let kept = Buffer.alloc(0)
    this.process.stdio[4].on('data', data => {
      kept = Buffer.concat([kept, data])
      for (let end = kept.indexOf(0); end >= 0; end = kept.indexOf(0)) {
        this.hear(JSON.parse(kept.subarray(0, end).toString()))
        kept = kept.subarray(end + 1)
      }
    })
  }

  hear (message) {
    const waiting = this.waiting.get(message.id)
    this.waiting.delete(message.id)
    if (waiting) {
      if (message.error) waiting.reject(new Error(`${waiting.method}: ${message.error.message}`))
      else waiting.resolve(message.result)
    } else for (const listener of this.listeners) listener(message)
  }

  send (method, params = {}, sessionId = undefined) {
    const id = ++this.count
    const answer = new Promise((resolve, reject) => this.waiting.set(id, { method, resolve, reject }))
    this.process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    return Promise.race([answer, this.failed])
  }

  /** A page of its own, at this address. */
  async open (address, size = { width: 1280, height: 900 }) {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' })
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true })
    const page = new Page(this, sessionId)
    for (const domain of ['Page', 'Runtime', 'Network', 'DOM', 'Accessibility', 'Log']) await page.send(`${domain}.enable`)
    await page.resize(size.width, size.height)
    await page.go(address)
    return page
  }

  close () {
    return new Promise(resolve => {
      this.process.once('exit', () => {
        rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 })
        resolve()
      })
      this.process.kill()
    })
  }
}

const KEYS = { Tab: 9, Enter: 13, ' ': 32, ArrowLeft: 37, ArrowRight: 39 }

class Page {
  constructor (browser, session) {
    Object.assign(this, { browser, session, requests: [], dialogs: [], messages: [], choosers: 0 })
    browser.listeners.push(({ method, params, sessionId }) => {
      if (sessionId !== session) return
      if (method === 'Network.requestWillBeSent') this.requests.push(params.request.url)
      if (method === 'Network.webSocketCreated') this.requests.push(params.url)
      if (method === 'Log.entryAdded') this.messages.push(params.entry.text)
      if (method === 'Runtime.exceptionThrown') this.messages.push(`thrown: ${params.exceptionDetails.exception?.description}`)
      if (method === 'Page.fileChooserOpened') this.choosers++
      if (method === 'Page.javascriptDialogOpening') {
        this.dialogs.push(params.message)
        this.send('Page.handleJavaScriptDialog', { accept: false })
      }
    })
  }

  send (method, params) {
    return this.browser.send(method, params, this.session)
  }

  async go (address) {
    const loaded = new Promise(resolve => this.browser.listeners.push(({ method, sessionId }) => {
      if (method === 'Page.loadEventFired' && sessionId === this.session) resolve()
    }))
    await this.send('Page.navigate', { url: address })
    await loaded
  }

  /** The value of an expression in the page; a promise's, once it has one. */
  async ask (expression) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }

  async until (expression, seconds = 60) {
    const end = Date.now() + seconds * 1000
    while (!await this.ask(expression)) {
      if (Date.now() > end) throw new Error(`never: ${expression}`)
      await new Promise(resolve => setTimeout(resolve, 20))
    }
  }

  resize (width, height) {
    return this.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false })
  }

  colours (scheme) {
    return this.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] })
  }

  async press (key, modifiers = 0) {
    const text = key === 'Enter' ? '\r' : key.length === 1 ? key : undefined
    const words = { key, code: key === ' ' ? 'Space' : key, windowsVirtualKeyCode: KEYS[key], modifiers }
    await this.send('Input.dispatchKeyEvent', { type: text ? 'keyDown' : 'rawKeyDown', text, ...words })
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', ...words })
  }

  /** Files into a field, as somebody chooses them. */
  async choose (selector, files) {
    const { root } = await this.send('DOM.getDocument')
    const { nodeId } = await this.send('DOM.querySelector', { nodeId: root.nodeId, selector })
    await this.send('DOM.setFileInputFiles', { nodeId, files })
  }

  /** Files dropped at a place. */
  async drop (files, x = 200, y = 200) {
    const data = { items: [], files, dragOperationsMask: 1 }
    for (const type of ['dragEnter', 'dragOver', 'drop']) await this.send('Input.dispatchDragEvent', { type, x, y, data })
  }

  /** A picture of the whole page, as PNG. */
  async picture () {
    // What is not in sight, too.
    await this.ask(`(async () => {
      const all = new CSSStyleSheet()
      await all.replace('* { content-visibility: visible !important }')
      document.adoptedStyleSheets = [all]
    })()`)
    const { data } = await this.send('Page.captureScreenshot', { captureBeyondViewport: true })
    await this.ask('document.adoptedStyleSheets = []; 0')
    return Buffer.from(data, 'base64')
  }

  async pdf () {
    const { data } = await this.send('Page.printToPDF', { printBackground: false })
    return Buffer.from(data, 'base64')
  }
}

module.exports = { Chromium }
