//! Mails, saved pages of one file, and folders of mails.

use sayso_read::{Options, in_memory};

use crate::support::{WALL, expect, read};

fn mail(head: &str, body: &str) -> String {
    format!(
        "From: \"Town Press Office\" <press@town.example>\r\nTo: x@y.example\r\nSubject: =?utf-8?Q?Harbour_wall_to_go_=E2=80=93_now?=\r\nDate: Sun, 23 Jun 2024 22:15:00 +0200 (CEST)\r\n{head}\r\n\r\n{body}"
    )
}

fn one(bytes: &str) -> sayso_core::Article {
    in_memory("release.eml", bytes.as_bytes().to_vec(), &Options::default())
        .next()
        .expect("a mail")
        .expect("an article")
}

#[test]
fn a_mail_is_its_text_with_what_its_head_says() {
    let body = "The wall =E2=80=94 two hundred years old =\r\n=E2=80=94 will go.\r\n";
    let article = one(&mail(
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable",
        body,
    ));
    assert_eq!(article.id.as_str(), "release");
    assert_eq!(article.text, "The wall — two hundred years old — will go.\r\n");
    assert_eq!(article.title.as_deref(), Some("Harbour wall to go – now"));
    assert_eq!(article.byline.as_deref(), Some("Town Press Office"));
    assert_eq!(article.published.map(|d| d.to_string()).as_deref(), Some("2024-06-23"));
    assert!(article.provenance.iter().all(|p| p.by == "mail head"), "{:?}", article.provenance);
}

#[test]
fn parts_attachments_and_encodings() {
    let plain = format!(
        "Content-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
        "k1dlIHdvbpJ0IGdvLJQgc2FpZCBJbmVzIENhbGRlci4="
    );
    let parts = format!(
        "--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nnot this\r\n--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n{plain}\r\n--c--\r\n--b--\r\n"
    );
    let article = one(&mail("Content-Type: multipart/mixed; boundary=b", &parts));
    assert_eq!(article.text.trim_end(), "“We won’t go,” said Ines Calder.");
}

#[test]
fn lines_broken_for_the_way_are_put_together() {
    let body = "The wall will go, \r\nthe council said.\r\n\r\n-- \r\nPress Office\r\n";
    let article = one(&mail("Content-Type: text/plain; format=flowed", body));
    assert_eq!(article.text, "The wall will go, the council said.\r\n\r\n-- \r\nPress Office\r\n");
    let article = one(&mail(
        "Content-Type: text/plain; format=flowed; delsp=yes",
        "The harb \r\nour wall will go.\r\n",
    ));
    assert_eq!(article.text, "The harbour wall will go.\r\n");
    let article = one(&mail("Content-Type: text/plain", "The wall \r\nwill go.\r\n"));
    assert_eq!(article.text, "The wall \r\nwill go.\r\n");
}

#[test]
fn what_is_no_mail_is_an_error() {
    for (bytes, why) in [
        (mail("Content-Type: image/png", "x"), "it has no body that is text"),
        (mail("Content-Transfer-Encoding: base64", "!!!"), "its body is damaged"),
        (String::new(), "it is empty"),
        (mail("Content-Type: text/plain", "\r\n"), "it is empty"),
    ] {
        let found = read("a.eml", bytes);
        assert!(found.len() == 1 && found[0].contains(why), "{found:?} | {why}");
    }
    let part = |n| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n");
    let deep: String = (0..500).map(part).collect();
    expect(&read("a.eml", deep), &["no sound mail: Recursion limit"]);
}

#[test]
fn a_folder_of_mails_in_one_file() {
    let mails = format!(
        "From a@b Sun Jun 23 10:00:00 2024\r\n{}\r\n\r\nFrom c\r\n{}\r\nFrom here it is text.\r\n>From here too.\r\n\r\nFrom d\r\nSubject: empty\r\n\r\n\r\n",
        mail("", WALL),
        mail("", WALL)
    );
    let found: Vec<_> =
        in_memory("press.mbox", mails.clone().into_bytes(), &Options::default()).collect();
    assert_eq!(found.len(), 3, "{found:?}");
    let second = found[1].as_ref().expect("an article");
    assert_eq!(second.id.as_str(), "press/2");
    assert!(
        second.text.ends_with("From here it is text.\r\nFrom here too.\r\n\r\n"),
        "{}",
        second.text
    );
    expect(&read("press.mbox", mails), &["press/1", "press/2", "press.mbox, mail 3`: it is empty"]);
    let options = Options { max_record: 1000, max_bytes: 1000, ..Options::default() };
    let large = format!("From a\n\n{}\n\nFrom b\n\n{WALL}", "x".repeat(5000));
    let found: Vec<_> = in_memory("p.mbox", large.into_bytes(), &options).collect();
    assert!(found[0].is_err() && found[1].is_ok(), "{found:?}");
}
