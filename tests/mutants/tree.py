"""DER as a tree that can be changed anywhere and written again: lengths are made anew, those of wrapping strings too."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Node:
    """A value: its identifier octet and either `children` or `content`. What an OCTET STRING or a BIT STRING without unused bits
    holds is read as children too; `before` is then the octet that counts the unused bits. `length` replaces the length."""

    tag: int
    content: bytes = b""
    children: list[Node] | None = None
    before: bytes = b""
    length: bytes | None = None

    def encode(self) -> bytes:
        content = self.content if self.children is None else self.before + b"".join(it.encode() for it in self.children)
        return bytes([self.tag]) + (length(len(content)) if self.length is None else self.length) + content

    def walk(self):
        """This node and all below it."""
        yield self
        for child in self.children or ():
            yield from child.walk()


def length(count: int) -> bytes:
    if count < 128:
        return bytes([count])
    octets = count.to_bytes((count.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(octets)]) + octets


def parse(der: bytes) -> Node:
    [node] = parse_all(der)
    return node


def parse_all(der: bytes) -> list[Node]:
    """Raises ValueError unless `der` is a run of whole values."""
    found, at = [], 0
    while at < len(der):
        node, at = parse_at(der, at)
        found.append(node)
    return found


def parse_at(der: bytes, at: int) -> tuple[Node, int]:
    if at + 2 > len(der) or der[at] & 0x1F == 0x1F or der[at] == 0:
        raise ValueError("no identifier")
    tag, count, at = der[at], der[at + 1], at + 2
    if count >= 128:
        octets = count & 0x7F
        if not 1 <= octets <= 3 or at + octets > len(der):
            raise ValueError("no length")
        count, at = int.from_bytes(der[at:at + octets], "big"), at + octets
    if at + count > len(der):
        raise ValueError("cut")
    content = der[at:at + count]
    return within(tag, content), at + count


def within(tag: int, content: bytes) -> Node:
    if tag & 0x20:
        return Node(tag, children=parse_all(content))
    before = {0x04: 0, 0x03: 1}.get(tag)
    if before is not None and len(content) > before + 1 and not any(content[:before]):
        try:
            return Node(tag, children=parse_all(content[before:]), before=content[:before])
        except ValueError:
            pass
    return Node(tag, content)
