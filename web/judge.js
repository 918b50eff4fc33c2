'use strict'

/** The judge: bytes in, a report out. Runs wherever WebAssembly does, in a page and in Node. */
class Judge {
  constructor (module) {
    this.module = module
    this.renew()
  }

  renew () {
    this.wasm = new WebAssembly.Instance(this.module, {}).exports
  }

  /** Judges PEM, with a key if there is one, at this time in seconds since 1970. Both arrays are wiped. */
  judge (pem, key, isServer, seconds) {
    try {
      const length = pem.length + (key ? key.length : 0)
      const place = this.wasm.room(length)
      if (place === 0) throw new RangeError('longer than 2 MiB')
      const given = new Uint8Array(this.wasm.memory.buffer, place, length)
      given.set(pem)
      if (key) given.set(key, pem.length)
      return JSON.parse(this.answer(pem.length, isServer, seconds))
    } finally {
      pem.fill(0)
      if (key) key.fill(0)
    }
  }

  answer (length, isServer, seconds) {
    const { judge, answer, release, memory } = this.wasm
    try {
      const size = judge(length, isServer ? 1 : 0, seconds)
      const text = new TextDecoder().decode(new Uint8Array(memory.buffer, answer(), size))
      release()
      return text
    } catch (error) {
      // It stopped in the middle and wiped nothing itself: all that it has is wiped here, and the next bundle gets a new one.
      new Uint8Array(memory.buffer).fill(0)
      this.renew()
      throw new Error('cannot be judged', { cause: error })
    }
  }
}

/** Whether a text holds certificates, and whether keys. */
function kinds (text) {
  return {
    certificates: /-----BEGIN [A-Z0-9 ]*CERTIFICATE-----/.test(text),
    keys: /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(text)
  }
}

/** For each file with certificates the key that goes with it: of the same name, or the only one for the only bundle. */
function paired (files) {
  const stem = name => name.replace(/\.[^.]*$/, '')
  const keys = files.filter(file => file.keys && !file.certificates)
  const bundles = files.filter(file => !(file.keys && !file.certificates))
  return bundles.map(bundle => {
    const named = keys.filter(key => stem(key.name) === stem(bundle.name))
    const meant = named.length === 1 ? named[0] : keys.length === 1 && bundles.length === 1 ? keys[0] : null
    return { bundle, key: meant }
  })
}

if (typeof module !== 'undefined') module.exports = { Judge, kinds, paired }
