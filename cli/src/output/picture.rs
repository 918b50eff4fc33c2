//! `show --format svg`: chain and validity as a drawing, each certificate in a row; and the axis that the page draws on, too.

use std::fmt::Write as _;

use crate::output::markup::escaped;

/// A certificate as it is drawn.
pub(crate) struct Row {
    /// Its place in the file, from 1.
    pub(crate) number: usize,
    /// The name of its place on the page.
    pub(crate) anchor: String,
    /// How many issuers are above it.
    pub(crate) depth: usize,
    pub(crate) name: String,
    /// `leaf, verified`.
    pub(crate) note: String,
    /// `until 2027-01-09, 222 days left`.
    pub(crate) until: String,
    pub(crate) from_day: String,
    pub(crate) to_day: String,
    /// `valid`, `soon`, `past` or `future`.
    pub(crate) standing: &'static str,
    /// Seconds since 1970.
    pub(crate) not_before: i64,
    pub(crate) not_after: i64,
}

/// The span of time that all bars are on.
pub(crate) struct Axis {
    start: i64,
    end: i64,
}

impl Axis {
    pub(crate) fn of(rows: &[Row], now: i64) -> Axis {
        let start = rows.iter().map(|row| row.not_before).chain([now]).min();
        let end = rows.iter().map(|row| row.not_after).chain([now]).max();
        Axis {
            start: start.unwrap_or(now),
            end: end.unwrap_or(now),
        }
    }

    /// Where a time is, of 100.
    pub(crate) fn percent(&self, time: i64) -> f64 {
        let span = i128::from(self.end).saturating_sub(i128::from(self.start)).max(1);
        let offset = i128::from(time)
            .saturating_sub(i128::from(self.start))
            .clamp(0, span);
        // In hundredths of a percent, which is as exact as anybody sees.
        let share = offset.saturating_mul(10_000).div_euclid(span);
        u16::try_from(share).map_or(100.0, f64::from) / 100.0
    }

    pub(crate) fn start_year(&self) -> String {
        year(self.start)
    }

    pub(crate) fn end_year(&self) -> String {
        year(self.end)
    }
}

fn year(time: i64) -> String {
    let text = pemvet::text::rfc3339(time);
    text.split('-').next().unwrap_or_default().to_owned()
}

const STYLE: &str = "text{font:14px system-ui,sans-serif;fill:#1f2328}.quiet{fill:#59636e}.ground{fill:#fff}.track{fill:#f6f8fa}\
    .valid{fill:#1a7f37}.soon{fill:#8a5a00}.past,.future{fill:#b42318}.now{stroke:#1f2328;stroke-width:2}\
    @media(prefers-color-scheme:dark){text{fill:#e4e8ec}.quiet{fill:#9aa5b1}.ground{fill:#16191d}.track{fill:#20262c}\
    .valid{fill:#56d364}.soon{fill:#e3b341}.past,.future{fill:#ff7b72}.now{stroke:#e4e8ec}}";

const WIDTH: usize = 1_000;
const ROW: usize = 44;
/// Where the bars begin, and how long the axis is.
const BARS: f64 = 520.0;
const LENGTH: f64 = 460.0;

/// The drawing of a whole file.
pub(crate) fn svg(title: &str, rows: &[Row], now: i64) -> String {
    let axis = Axis::of(rows, now);
    let height = rows.len().saturating_add(2).saturating_mul(ROW);
    let title = escaped(title);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         role=\"img\">\n<title>{title}</title>\n<style>{STYLE}</style>\n\
         <rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n<text x=\"20\" y=\"28\">{title}</text>\n"
    );
    for (place, row) in rows.iter().enumerate() {
        let top = place.saturating_add(1).saturating_mul(ROW);
        let indent = row.depth.min(8).saturating_mul(18).saturating_add(20);
        let at = |percent: f64| BARS + percent * LENGTH / 100.0;
        let (from, to) = (at(axis.percent(row.not_before)), at(axis.percent(row.not_after)));
        // What does not fit ends at the edge of the inner drawing; the title has all of it.
        let _ = writeln!(
            svg,
            "<g><title>#{number} {name}: {note}, {until}</title>\n<svg x=\"{indent}\" y=\"{top}\" width=\"{room}\" height=\"{ROW}\">\
             <text y=\"16\">#{number} {name}</text><text class=\"quiet\" y=\"34\">{note}</text></svg>\n\
             <rect class=\"track\" x=\"{BARS}\" y=\"{bar}\" width=\"{LENGTH}\" height=\"8\"/>\
             <rect class=\"{standing}\" x=\"{from:.1}\" y=\"{bar}\" width=\"{length:.1}\" height=\"8\" rx=\"3\"/>\
             <text class=\"quiet\" x=\"{BARS}\" y=\"{words}\">{until}</text></g>",
            number = row.number,
            name = escaped(&row.name),
            note = escaped(&row.note),
            until = escaped(&row.until),
            room = 500usize.saturating_sub(indent),
            bar = top.saturating_add(8),
            words = top.saturating_add(34),
            standing = row.standing,
            length = (to - from).max(2.0),
        );
    }
    let now = BARS + axis.percent(now) * LENGTH / 100.0;
    let bottom = rows.len().saturating_add(1).saturating_mul(ROW);
    let _ = writeln!(
        svg,
        "<line class=\"now\" x1=\"{now:.1}\" x2=\"{now:.1}\" y1=\"{ROW}\" y2=\"{bottom}\"/>\n\
         <text class=\"quiet\" x=\"{BARS}\" y=\"{text}\">{}</text>\
         <text class=\"quiet\" x=\"{end}\" y=\"{text}\" text-anchor=\"end\">{}</text>\n</svg>",
        axis.start_year(),
        axis.end_year(),
        text = bottom.saturating_add(18),
        end = BARS + LENGTH,
    );
    svg
}
