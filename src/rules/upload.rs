//! Rules of the area `upload`: the certificate's name.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Context, Entry, Found, Needs, Sink};
use crate::class::Class;
use crate::product::name::CertificateName;
use crate::product::spelling::Spelling;
use crate::product::target::Target;
use crate::report::{Given, Help};
use crate::rule::{Area, Concern, Period, Rule, names};
use crate::severity::Severity;
use crate::text;

pub(super) static AREA: Area = Area {
    name: "upload",
    title: "The certificate's name",
    fixed: true,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: "unknown-name",
            class: Class::Unknown,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "Redis Software has no certificate of that name",
            explanation: "\
Redis Software replaces certificates by name: `api`, `cm`, `proxy` and so on. A name that it does not
know is answered with 403, whatever the bundle holds, so nothing else is judged. Other names that
tools and pages use, such as `metrics` for `metrics_exporter`, are unknown in a request, and so is a
name that only a later version has. The product also answers 403 when the caller lacks the permission
to update the cluster; that cannot be seen from here.

Use one of the names that the message lists.",
            citations: &["Redis Software REST API, PUT /v1/cluster/certificates: 403, unknown certificate"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::UPLOAD,
        check: unknown_name,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::NAME_ALIAS,
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Policy,
            summary: "the certificate was named as a tool or page names it, not as the API does",
            explanation: "\
What was given is understood: `metrics` is `metrics_exporter`, `cpine` is
`ccs_internode_encryption`, `proxy_cert.pem` is `proxy`. The REST API knows the canonical names
only and answers any other with 403.

Use the canonical name in requests. `pemvet check` also reports a file of such a name, for example
`proxy_cert.pem`, that it was not told to judge as that certificate; with `--fqdn` it does.",
            citations: &["Redis Software: certificates; Redis Software REST API: 403, unknown certificate"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::UPLOAD,
        check: name_alias,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "name-repeated",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "one request names the same certificate twice",
            explanation: "\
The members of a request are judged together and then replace the cluster's certificates, one
under each name. It is not documented which of two under the same name would stay.

Leave one of them out, or give it its own name.",
            citations: &["Redis Software REST API, PUT /v1/cluster/certificates"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::UPLOAD,
        check: name_repeated,
    },
];

fn unknown_name(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(name) = context.profile.product.unknown_name() else {
        return;
    };
    let target = context.profile.product.upload().map(|upload| upload.target);
    let (why, help) = reason(name, target.unwrap_or_default());
    let name = text::echo(name);
    let message = format!("There is no certificate named \"{}\"{why}", text::clip(&name, 64));
    sink.push(Found::new(None, message).help(help));
}

/// The rest of the sentence, and what to do.
fn reason(name: &str, target: Target) -> (String, Help) {
    let spelling = Spelling::read(name);
    if let Some(meant) = spelling.name().filter(|meant| !meant.is_known_to(target)) {
        let since = meant.first_version();
        let spelled = if meant.as_str() == name {
            String::new()
        } else {
            format!("{meant}, ")
        };
        return (
            format!(
                " in {target}: {spelled}the first version that takes it is {since}. {}",
                known(target)
            ),
            Help::give(Given::Target, "give the version of the cluster ")
                .before(", if it is another; the bundle itself was not judged"),
        );
    }
    match spelling {
        Spelling::Alias { name: meant, origin } => (
            format!(". \"{meant}\" is meant: {origin}. In a request only that name counts."),
            format!("write \"{meant}\"; the bundle itself was not judged").into(),
        ),
        Spelling::Explained(why) => (format!(". {why} {}", known(target)), CHOOSE.into()),
        Spelling::Canonical(_) | Spelling::Unknown => {
            let near = Spelling::nearest(name, target);
            let near: Vec<&str> = near.into_iter().map(CertificateName::as_str).collect();
            let near = match near.as_slice() {
                [] => String::new(),
                [one] => format!(" The nearest is {one}."),
                several => format!(" The nearest are {}.", several.join(", ")),
            };
            (format!(".{near} {}", known(target)), CHOOSE.into())
        }
    }
}

const CHOOSE: &str = "choose one of these names; the bundle itself was not judged";

fn known(target: Target) -> String {
    let names = CertificateName::ALL
        .into_iter()
        .filter(|name| name.is_known_to(target));
    let names: Vec<&str> = names.map(CertificateName::as_str).collect();
    format!("The names are: {}.", names.join(", "))
}

fn name_alias(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(upload) = context.profile.product.upload() else {
        return;
    };
    let Spelling::Alias { name, origin } = Spelling::read(&upload.spelling) else {
        return;
    };
    if upload.name != Some(name) {
        return;
    }
    let given = text::echo(&upload.spelling);
    let message = format!(
        "\"{}\" was taken for `{name}`: {origin}. In a request only `{name}` counts.",
        text::clip(&given, 64)
    );
    sink.push(Found::new(None, message));
}

fn name_repeated(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(upload) = context
        .profile
        .product
        .upload()
        .filter(|upload| upload.is_repeated)
    else {
        return;
    };
    let given = text::echo(&upload.spelling);
    let message = format!(
        "The request names \"{}\" already; it is not documented which of the two the cluster would keep.",
        text::clip(&given, 64)
    );
    sink.push(Found::new(None, message).help("leave one of them out, or give it its own name"));
}
