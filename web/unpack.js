'use strict'

/** What a file of LZMA (the .lzma of xz, with its length in the head) holds. Browsers unpack gzip by themselves, which is a fourth longer. */
function unpack (packed) {
  const properties = packed[0]
  const [contextBits, lowBits, placeBits] = [properties % 9, Math.floor(properties / 9) % 5, Math.floor(properties / 45)]
  const length = new DataView(packed.buffer, packed.byteOffset).getUint32(5, true)
  const out = new Uint8Array(length)
  const odds = size => new Uint16Array(size).fill(1024)
  const lengths = () => ({ choice: odds(2), low: odds(128), middle: odds(128), high: odds(256) })

  // The range decoder: numbers below 2^32.
  let next = 13 + 5
  let range = 0xffffffff
  let code = new DataView(packed.buffer, packed.byteOffset).getUint32(14)
  const scale = () => {
    if (range < 0x1000000) {
      range *= 256
      code = code * 256 + packed[next++]
    }
  }
  const bit = (table, at) => {
    const bound = (range >>> 11) * table[at]
    const isSet = code >= bound
    if (isSet) {
      range -= bound
      code -= bound
      table[at] -= table[at] >>> 5
    } else {
      range = bound
      table[at] += (2048 - table[at]) >>> 5
    }
    scale()
    return isSet ? 1 : 0
  }
  const plain = count => {
    let value = 0
    for (; count > 0; count--) {
      range = Math.floor(range / 2)
      const isSet = code >= range
      if (isSet) code -= range
      scale()
      value = value * 2 + (isSet ? 1 : 0)
    }
    return value
  }
  const number = (table, base, bits) => {
    let mark = 1
    for (let turn = 0; turn < bits; turn++) mark = mark << 1 | bit(table, base + mark)
    return mark - (1 << bits)
  }
  const reversed = (table, base, bits) => {
    let [mark, value] = [1, 0]
    for (let turn = 0; turn < bits; turn++) {
      const one = bit(table, base + mark)
      mark = mark << 1 | one
      value |= one << turn
    }
    return value
  }
  const span = (coder, place) => {
    if (!bit(coder.choice, 0)) return 2 + number(coder.low, place << 3, 3)
    if (!bit(coder.choice, 1)) return 10 + number(coder.middle, place << 3, 3)
    return 18 + number(coder.high, 0, 8)
  }

  const literals = odds(0x300 << (contextBits + lowBits))
  const [isMatch, isLong] = [odds(12 << 4), odds(12 << 4)]
  const [isRepeated, isOther, isThird, isFourth] = [odds(12), odds(12), odds(12), odds(12)]
  const [slots, special, align] = [odds(4 << 6), odds(128), odds(16)]
  const [matched, repeated] = [lengths(), lengths()]
  let [state, at] = [0, 0]
  let [first, second, third, fourth] = [0, 0, 0, 0]
  while (at < length) {
    const place = at & ((1 << placeBits) - 1)
    if (!bit(isMatch, (state << 4) + place)) {
      const before = at ? out[at - 1] : 0
      const base = 0x300 * (((at & ((1 << lowBits) - 1)) << contextBits) + (before >> (8 - contextBits)))
      let mark = 1
      if (state >= 7) {
        let likely = out[at - first - 1]
        while (mark < 0x100) {
          const guess = likely >> 7 & 1
          likely <<= 1
          const one = bit(literals, base + ((1 + guess) << 8) + mark)
          mark = mark << 1 | one
          if (guess !== one) break
        }
      }
      while (mark < 0x100) mark = mark << 1 | bit(literals, base + mark)
      out[at++] = mark & 0xff
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6
      continue
    }
    let count
    if (bit(isRepeated, state)) {
      if (!bit(isOther, state)) {
        if (!bit(isLong, (state << 4) + place)) {
          state = state < 7 ? 9 : 11
          out[at] = out[at - first - 1]
          at++
          continue
        }
      } else if (!bit(isThird, state)) [first, second] = [second, first]
      else if (!bit(isFourth, state)) [first, second, third] = [third, first, second]
      else [first, second, third, fourth] = [fourth, first, second, third]
      count = span(repeated, place)
      state = state < 7 ? 8 : 11
    } else {
      [second, third, fourth] = [first, second, third]
      count = span(matched, place)
      state = state < 7 ? 7 : 10
      const slot = number(slots, Math.min(count - 2, 3) << 6, 6)
      if (slot < 4) first = slot
      else {
        const bits = (slot >> 1) - 1
        first = (2 | slot & 1) * 2 ** bits
        if (slot < 14) first += reversed(special, first - slot, bits)
        else first += plain(bits - 4) * 16 + reversed(align, 0, 4)
      }
    }
    for (; count > 0 && at < length; count--, at++) out[at] = out[at - first - 1]
  }
  return out
}

if (typeof module !== 'undefined') module.exports = { unpack }
