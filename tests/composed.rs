//! Files composed of certificates and keys in every spelling: whatever stands beside them, each is read or told of.

use std::ops::Range;

use base64_simd::STANDARD;
use pemvet::pem;

const CHAIN: &str = include_str!("../testdata/demo/good.pem");
const KEY: &str = include_str!("../testdata/demo/proxy.key");

/// As many files as take a quarter of a minute.
const FILES: u64 = 2_500;

/// Numbers of xorshift64*, so that a seed says all about a file.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(high).unwrap() % limit
    }
}

/// The blocks of a text, read by the simplest means: lines from BEGIN to END.
fn blocks(text: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    for line in text.lines() {
        if line.starts_with("-----BEGIN ") {
            blocks.push(String::new());
        }
        if let Some(block) = blocks.last_mut() {
            block.push_str(line);
            block.push('\n');
        }
    }
    blocks
}

fn der(block: &str) -> Vec<u8> {
    let body: String = block.lines().filter(|line| !line.starts_with('-')).collect();
    STANDARD.decode_to_vec(body).unwrap()
}

fn wrapped(text: &str, width: usize, indent: &str) -> String {
    let lines = text.as_bytes().chunks(width);
    lines
        .map(|line| format!("{indent}{}\n", std::str::from_utf8(line).unwrap()))
        .collect()
}

const SPELLINGS: usize = 19;

/// A block in one of the spellings that are met.
fn spelt(block: &str, spelling: usize) -> Vec<u8> {
    let der = der(block);
    let packed = STANDARD.encode_to_string(&der);
    let hex: String = der.iter().map(|byte| format!("{byte:02x}")).collect();
    match spelling {
        0 => block.into(),
        1 => block.replace('\n', "\r\n").into(),
        2 => block
            .lines()
            .map(|line| format!("    {line}\n"))
            .collect::<String>()
            .into(),
        3 => wrapped(&packed, 64, "").into(),
        4 => format!("{packed}\n").into(),
        5 => wrapped(&packed, 76, "  ").into(),
        6 => format!("{}\n", STANDARD.encode_to_string(block)).into(),
        7 => format!("{}\n", STANDARD.encode_to_string(format!("x\n{block}"))).into(),
        8 => format!(
            "{}\n",
            STANDARD.encode_to_string(format!("subject=CN = a\n{block}"))
        )
        .into(),
        9 => wrapped(
            &STANDARD.encode_to_string(STANDARD.encode_to_string(block)),
            76,
            "",
        )
        .into(),
        10 => [der.as_slice(), b"\n"].concat(),
        11 => format!("{hex}\n").into(),
        12 => der
            .chunks(16)
            .map(|line| line.iter().map(|byte| format!("{byte:02X}:")).collect::<String>() + "\n    ")
            .collect::<String>()
            .into(),
        13 => block
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .chain(*b"\n")
            .collect(),
        14 => block.replace('-', "&#45;").into(),
        15 => format!("{}\n", block.replace('=', "=3D").replace('\n', "=20\n")).into(),
        16 => block
            .chars()
            .flat_map(|it| u32::from(it).to_be_bytes())
            .chain(*b"\n")
            .collect(),
        17 => der
            .chunks(16)
            .enumerate()
            .map(|(number, line)| {
                let digits: String = line.iter().map(|byte| format!(" {byte:02x}")).collect();
                format!("{:06x}{digits}\n", number * 16)
            })
            .collect::<String>()
            .into(),
        _ => format!("\"{}\"\n", block.replace('\n', "\\n")).into(),
    }
}

/// What stands around blocks and is nothing.
const AROUND: [&str; 8] = [
    "",
    "# the chain of the proxy\n",
    "Bag Attributes\n    friendlyName: web\n    localKeyID: 54 69 6D 65 20 31 \nKey Attributes: <No Attributes>\n",
    "subject=CN = cluster.example.com\nissuer=CN = Test CA\n",
    "        Serial Number:\n            30:82:01:0a:02:82:01:01:00:c3\n",
    "MIT License. Michael wrote 3082 lines; see https://example.com/MIIB/LICENSE\n",
    "\n\n",
    "-- 8< -- cut here -- 8< --\n",
];

/// Damage to a block that leaves its markers to be seen.
fn damaged(block: &str, dice: &mut Dice) -> String {
    match dice.below(5) {
        0 => block.replacen("-----BEGIN", "----BEGIN", 1),
        1 => block.replacen("-----END", "----END", 1),
        2 => block.replacen('M', "!", 1),
        3 => block
            .lines()
            .filter(|line| !line.starts_with("-----END"))
            .map(|line| format!("{line}\n"))
            .collect(),
        _ => block
            .lines()
            .filter(|line| !line.starts_with("-----BEGIN"))
            .map(|line| format!("{line}\n"))
            .collect(),
    }
}

struct Placed {
    bytes: Range<usize>,
    spelling: usize,
    der: Vec<u8>,
    is_key: bool,
}

/// A file, and what was put into it undamaged.
fn compose(seed: u64) -> (Vec<u8>, Vec<Placed>) {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let (certificates, keys) = (blocks(CHAIN), blocks(KEY));
    let (mut file, mut placed) = (Vec::new(), Vec::new());
    for _ in 0..=dice.below(4) {
        file.extend_from_slice(AROUND[dice.below(AROUND.len())].as_bytes());
        if dice.below(6) == 0 {
            file.extend(damaged(&certificates[dice.below(certificates.len())], &mut dice).into_bytes());
            // What is damaged may take the next block with it; text between keeps them apart.
            file.extend_from_slice(b"\nand then\n\n");
            continue;
        }
        let is_key = dice.below(5) == 0;
        let all = if is_key { &keys } else { &certificates };
        let block = &all[dice.below(all.len())];
        let spelling = dice.below(SPELLINGS);
        let start = file.len();
        file.extend(spelt(block, spelling));
        placed.push(Placed {
            bytes: start..file.len(),
            spelling,
            der: der(block),
            is_key,
        });
    }
    file.extend_from_slice(AROUND[dice.below(AROUND.len())].as_bytes());
    (file, placed)
}

#[test]
fn nothing_intact_is_called_text() {
    compose_and_read(0..FILES);
}

#[test]
#[ignore = "takes minutes: run with --full"]
fn nothing_intact_is_called_text_in_many_files() {
    compose_and_read(FILES..25_000);
}

fn compose_and_read(seeds: Range<u64>) {
    let mut silent = Vec::new();
    for seed in seeds {
        let (file, placed) = compose(seed);
        let scan = pem::scan(&file);
        assert!(scan.accounts_for_every_byte(), "seed {seed}");
        for item in placed {
            let meets = |bytes: &Range<usize>| bytes.start < item.bytes.end && item.bytes.start < bytes.end;
            let is_read = match item.is_key {
                true => scan
                    .sections()
                    .iter()
                    .any(|it| it.kind().is_private_key() && meets(&it.bytes())),
                false => scan.certificates().any(|der| der == item.der),
            };
            // Of a file without a single block there is a finding that says what it looks like.
            let is_bare = scan.sections().is_empty() && scan.faults().is_empty();
            let is_told = is_bare || scan.faults().iter().any(|fault| meets(&fault.bytes));
            if !is_read && !is_told {
                silent.push((seed, item.spelling, item.is_key));
            }
        }
    }
    assert!(
        silent.is_empty(),
        "{}: (seed, spelling, key) {:?}",
        silent.len(),
        &silent[..silent.len().min(20)]
    );
}

#[test]
fn what_is_nothing_stays_silent() {
    for seed in 0..1_000 {
        let mut dice = Dice(seed * 2 + 1);
        let text: String = (0..5).map(|_| AROUND[dice.below(AROUND.len())]).collect();
        let file = format!("{text}{CHAIN}{text}");
        let faults = pem::scan(file.as_bytes()).faults().len();
        assert_eq!(faults, 0, "of seed {seed}");
    }
}
