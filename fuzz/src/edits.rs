//! Changes of DER by its structure: an element is flipped, retyped, resized, doubled, moved or dropped, and what holds
//! it gets the length that this makes. Mutation of bytes would leave the lengths wrong nearly every time.

/// One element, to be written again.
#[derive(Clone)]
struct Element {
    tag: u8,
    length: Length,
    inside: Inside,
}

/// How its length is written.
#[derive(Clone, Copy)]
enum Length {
    Minimal,
    /// One octet more than it needs.
    Long,
    /// More or less than there is.
    Wrong(i8),
}

#[derive(Clone)]
enum Inside {
    Octets(Vec<u8>),
    /// After the octet that counts unused bits, in a BIT STRING.
    Elements(Vec<u8>, Vec<Element>),
}

/// Identifier octets that certificates have.
const TAGS: [u8; 28] = [
    0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0A, 0x0C, 0x12, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1A, 0x1C, 0x1E,
    0x30, 0x31, 0x80, 0x81, 0x82, 0x86, 0x87, 0xA0, 0xA1, 0xA3, 0xA4,
];
/// No certificate nests deeper.
const DEEPEST: usize = 16;

/// `der` with one to three changes; `None` if it is not made of elements.
pub fn edit(der: &[u8], seed: u32) -> Option<Vec<u8>> {
    let mut random = Random(u64::from(seed) << 1 | 1);
    let mut row = parse(der, DEEPEST)?;
    for _ in 0..=random.below(3) {
        let chosen = random.below(count(&row));
        change(&mut row, chosen, &mut random);
    }
    let mut written = Vec::with_capacity(der.len() + 64);
    row.iter().for_each(|element| element.write(&mut written));
    Some(written)
}

/// Marsaglia's xorshift: nothing is asked of it but that it goes through many values.
struct Random(u64);

impl Random {
    /// A number below `bound`; 0 where that is 0.
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let number = usize::try_from(self.0 >> 33).expect("31 bits");
        number.checked_rem(bound).unwrap_or(0)
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).expect("8 bits")
    }
}

/// The elements of a row that has nothing else in it; at least one.
fn parse(mut bytes: &[u8], depth: usize) -> Option<Vec<Element>> {
    let mut row = Vec::new();
    while let Some((tag, contents, rest)) = split(bytes) {
        row.push(Element {
            tag,
            length: Length::Minimal,
            inside: inside(tag, contents, depth),
        });
        bytes = rest;
    }
    (bytes.is_empty() && !row.is_empty()).then_some(row)
}

fn split(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&[tag, first], rest) = bytes.split_first_chunk()?;
    let (digits, rest) = match first {
        0..=0x7F => (&[first][..], rest),
        0x81..=0x83 => rest.split_at_checked(usize::from(first & 0x7F))?,
        _ => return None,
    };
    let length = digits
        .iter()
        .fold(0, |length, digit| length << 8 | usize::from(*digit));
    let (contents, rest) = rest.split_at_checked(length)?;
    (tag & 0x1F != 0x1F).then_some((tag, contents, rest))
}

/// Elements also where they are wrapped in a string of octets or bits.
fn inside(tag: u8, contents: &[u8], depth: usize) -> Inside {
    let (before, row) = match tag {
        0x03 => contents.split_at(contents.len().min(1)),
        _ => contents.split_at(0),
    };
    let may_hold = tag & 0x20 != 0 || matches!(tag, 0x03 | 0x04);
    let elements = depth
        .checked_sub(1)
        .filter(|_| may_hold)
        .and_then(|depth| parse(row, depth));
    match elements {
        Some(elements) => Inside::Elements(before.to_vec(), elements),
        None => Inside::Octets(contents.to_vec()),
    }
}

fn count(row: &[Element]) -> usize {
    let inside = row.iter().map(|element| match &element.inside {
        Inside::Octets(_) => 0,
        Inside::Elements(_, row) => count(row),
    });
    row.len() + inside.sum::<usize>()
}

/// Changes the element that is `chosen`, or its place in the row.
fn change(row: &mut Vec<Element>, mut chosen: usize, random: &mut Random) {
    for place in 0..row.len() {
        if chosen == 0 {
            return change_at(row, place, random);
        }
        chosen -= 1;
        if let Inside::Elements(_, inner) = &mut row[place].inside {
            let size = count(inner);
            if chosen < size {
                return change(inner, chosen, random);
            }
            chosen -= size;
        }
    }
}

fn change_at(row: &mut Vec<Element>, place: usize, random: &mut Random) {
    let other = random.below(row.len());
    match random.below(10) {
        0 => row.insert(place, row[place].clone()),
        1 => row.insert(other, row[place].clone()),
        2 => row.swap(place, other),
        3 => drop(row.remove(place)),
        4 => row[place].tag = TAGS[random.below(TAGS.len())],
        5 => row[place].tag ^= 1 << random.below(8),
        6 => {
            row[place].length = match random.below(3) {
                0 => Length::Long,
                1 => Length::Wrong(1),
                _ => Length::Wrong(-1),
            };
        }
        7 => row[place].resize(random),
        _ => row[place].flip(random),
    }
}

impl Element {
    /// Octets more or less at an end.
    fn resize(&mut self, random: &mut Random) {
        let octets = self.octets();
        match random.below(4) {
            0 => octets.truncate(octets.len() / 2),
            1 => drop(octets.pop()),
            2 => octets.push(random.byte()),
            _ => octets.insert(0, random.byte()),
        }
    }

    /// Another bit, or another octet.
    fn flip(&mut self, random: &mut Random) {
        let octets = self.octets();
        let place = random.below(octets.len());
        if let Some(octet) = octets.get_mut(place) {
            match random.below(3) {
                0 => *octet ^= 1 << random.below(8),
                1 => *octet = [0x00, 0x01, 0x7F, 0x80, 0xFF, b'*', b'@', b'Z'][random.below(8)],
                _ => *octet = random.byte(),
            }
        }
    }

    /// What is inside, from now on without structure.
    fn octets(&mut self) -> &mut Vec<u8> {
        let mut octets = Vec::new();
        self.inside.write(&mut octets);
        self.inside = Inside::Octets(octets);
        match &mut self.inside {
            Inside::Octets(octets) | Inside::Elements(octets, _) => octets,
        }
    }

    fn write(&self, written: &mut Vec<u8>) {
        let mut contents = Vec::new();
        self.inside.write(&mut contents);
        let length = match self.length {
            Length::Minimal | Length::Long => contents.len(),
            Length::Wrong(by) => contents.len().saturating_add_signed(by.into()),
        };
        let digits = u32::try_from(length).expect("inputs are small").to_be_bytes();
        let spare = digits.iter().take_while(|digit| **digit == 0).count();
        written.push(self.tag);
        match (self.length, digits) {
            (Length::Minimal | Length::Wrong(_), [0, 0, 0, digit @ 0..=0x7F]) => written.push(digit),
            (Length::Long, [0, 0, 0, digit @ 0..=0x7F]) => written.extend([0x81, digit]),
            (form, _) => {
                let from = spare.saturating_sub(usize::from(matches!(form, Length::Long)));
                let digits = &digits[from..];
                written.push(0x80 | u8::try_from(digits.len()).expect("at most 4"));
                written.extend_from_slice(digits);
            }
        }
        written.extend_from_slice(&contents);
    }
}

impl Inside {
    fn write(&self, written: &mut Vec<u8>) {
        match self {
            Inside::Octets(octets) => written.extend_from_slice(octets),
            Inside::Elements(before, row) => {
                written.extend_from_slice(before);
                row.iter().for_each(|element| element.write(written));
            }
        }
    }
}
