"""Just enough DER to write any certificate, a wrong one too, which libraries decline to make."""

import datetime


def tlv(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    if len(content) < 128:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes(max(1, (len(content).bit_length() + 7) // 8), "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def sequence(*parts: bytes) -> bytes:
    return tlv(0x30, *parts)


def set_of(*parts: bytes) -> bytes:
    return tlv(0x31, *parts)


def integer(number: int) -> bytes:
    return tlv(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True))


def oid(dotted: str) -> bytes:
    first, second, *rest = (int(part) for part in dotted.split("."))
    return tlv(0x06, *(base128(part) for part in (40 * first + second, *rest)))


def base128(number: int) -> bytes:
    digits = [number & 0x7F]
    while number := number >> 7:
        digits.append(0x80 | (number & 0x7F))
    return bytes(reversed(digits))


def octets(content: bytes) -> bytes:
    return tlv(0x04, content)


def bits(content: bytes, unused: int = 0) -> bytes:
    return tlv(0x03, bytes([unused]), content)


def named_bits(*numbers: int) -> bytes:
    """A BIT STRING in which the bits of these numbers are set, without trailing zeros."""
    last = max(numbers)
    value = sum(1 << (last - number) for number in numbers)
    unused = 7 - last % 8
    return bits((value << unused).to_bytes(last // 8 + 1, "big"), unused)


def true() -> bytes:
    return b"\x01\x01\xff"


def text(words: str, tag: int = 0x0C) -> bytes:
    return tlv(tag, words.encode())


def time(when: datetime.datetime) -> bytes:
    if when.year < 2050:
        return tlv(0x17, when.strftime("%y%m%d%H%M%SZ").encode())
    return tlv(0x18, when.strftime("%Y%m%d%H%M%SZ").encode())
