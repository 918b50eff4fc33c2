#!/usr/bin/env python3
"""Prints RSA keys of 2048 bits, PKCS#1 in PEM, that anybody can factor; for tests only, always the same.

    weak-rsa.py close        primes whose difference has 300 bits
    weak-rsa.py apart        primes whose difference has 521 bits, so that Fermat's method needs thousands of rounds
    weak-rsa.py infineon     primes of the form of CVE-2017-15361
    weak-rsa.py factor-17    a modulus that 17 divides
    weak-rsa.py factor-23    a modulus that 23 divides
"""
import base64
import hashlib
import sys


def numbers(seed):
    """Numbers of 2048 bits, one after the other, that look random."""
    count = 0
    while True:
        count += 1
        yield int.from_bytes(hashlib.shake_256(f"{seed} {count}".encode()).digest(256), "big")


def is_prime(number):
    if any(number % small == 0 for small in range(3, 1000, 2)):
        return False
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for base in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29):
        power = pow(base, odd, number)
        if power in (1, number - 1):
            continue
        for _ in range(twos - 1):
            power = power * power % number
            if power == number - 1:
                break
        else:
            return False
    return True


def usable(number):
    return is_prime(number) and (number - 1) % 65537


def next_prime(number):
    number |= 1
    while not usable(number):
        number += 2
    return number


def primes(kind):
    source = numbers(kind)
    # Both of the highest bits are set, so that the product has all of its own.
    high = 3 << 1022
    if kind in ("close", "apart"):
        first = next_prime(next(source) >> 1024 | high)
        return first, next_prime(first + (1 << (299 if kind == "close" else 520)))
    if kind.startswith("factor-"):
        return int(kind[7:]), next_prime(next(source) >> 6 | 3 << 2041)
    product, found = 1, []
    for small in range(2, 702):
        if all(small % by for by in range(2, small)):
            product *= small
    while len(found) < 2:
        number = next(source)
        power = pow(65537, number % (1 << 64), product)
        prime = ((number >> 1024 | high) // product) * product + power
        if prime >> 1022 == 3 and usable(prime):
            found.append(prime)
    return found


def tlv(tag, contents):
    length = len(contents)
    if length < 128:
        return bytes([tag, length]) + contents
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 128 | len(octets)]) + octets + contents


def integer(number):
    return tlv(2, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def main():
    one, other = primes(sys.argv[1])
    secret = pow(65537, -1, (one - 1) * (other - 1))
    parts = [0, one * other, 65537, secret, one, other, secret % (one - 1), secret % (other - 1), pow(other, -1, one)]
    der = tlv(0x30, b"".join(map(integer, parts)))
    text = base64.encodebytes(der).decode().replace("\n", "")
    print("-----BEGIN RSA PRIVATE KEY-----")
    for place in range(0, len(text), 64):
        print(text[place:place + 64])
    print("-----END RSA PRIVATE KEY-----")


main()
