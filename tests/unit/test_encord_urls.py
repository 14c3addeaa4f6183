"""Object URLs: what is made of them, and that every fault is told exactly once."""

from __future__ import annotations

import re
from importlib import import_module

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from manifestry.formats.encord.hosts import find_site, split_authority
from manifestry.formats.encord.item import Item
from manifestry.formats.encord.sections import SECTIONS
from manifestry.formats.encord.survey import (
    FOREIGN,
    refused_for,
    survey,
    with_fault,
)
from manifestry.formats.encord.urls import (
    FATAL,
    MAX_URL_BYTES,
    Doubt,
    Fatal,
    diagnose,
    diagnose_fully,
    diagnose_plain,
    is_signed,
    shown,
    unencoded,
)
from manifestry.rules.base import Hit, SchemaError
from manifestry.rules.catalogue import AnyRule, folder
from manifestry.schemas_index import BASE, resolve
from manifestry.settings import Settings

SCHEMES = Settings().url_schemes
RULES = {rule.name: rule for rule in folder("encord") if rule.code.startswith("E2")}
S3 = "https://acme-media.s3.eu-west-1.amazonaws.com"
AZURE = "https://acmemedia.blob.core.windows.net"


def item(section: str, **value: object) -> Item:
    """An item of a section."""
    return Item(SECTIONS[section], 0, dict(value), Settings())


def hits(rule: AnyRule, given_item: Item) -> list[Hit]:
    """What a rule says of one item, on its own or as the first of a document."""
    if rule.track is not None:
        return list(rule.track(given_item.settings).see(given_item))
    return [] if rule.check is None else list(rule.check(given_item))


FAULTY: list[tuple[str, Fatal]] = [
    ("", "empty-object-url"),
    (" \t\n", "empty-object-url"),
    ("\u3000", "empty-object-url"),
    ("<object url>", "placeholder-url"),
    ("<object url_1>", "placeholder-url"),
    ("<endpoint>/<bucket>/<quoted key>.mp4", "placeholder-url"),
    ("gs://<bucket>/<folder>/<prodname>/<nir-file>", "placeholder-url"),
    ("s3://{bucket}/a.mp4", "placeholder-url"),
    ("s3://${BUCKET}/a.mp4", "placeholder-url"),
    ("s3://{{ bucket }}/a.mp4", "placeholder-url"),
    ("s3://acme-media/{index:05d}.jpg", "placeholder-url"),
    ("s3://$BUCKET/a.mp4", "placeholder-url"),
    ("s3://%(bucket)s/a.mp4", "placeholder-url"),
    ("s3://YOUR_BUCKET/a.mp4", "placeholder-url"),
    ("https://your-bucket-name.s3.amazonaws.com/a.mp4", "placeholder-url"),
    ("https://acme.s3.your-region.amazonaws.com/a.mp4", "placeholder-url"),
    ("https://youraccount.blob.core.windows.net/videos/a.mp4", "placeholder-url"),
    ("https://storage.googleapis.com/BUCKET_NAME/a.mp4", "placeholder-url"),
    ("https://storage.googleapis.com/your-bucket/a.mp4", "placeholder-url"),
    ("YOUR_BUCKET/a.mp4", "placeholder-url"),
    ("s3://acme-media/my clip.mp4", "whitespace-in-url"),
    ("s3://acme-media/a.mp4\n", "whitespace-in-url"),
    ("s3://acme-media/a\x00.mp4", "whitespace-in-url"),
    ("s3://acme-media/a\x85.mp4", "whitespace-in-url"),
    ("s3://acme-media/a\ufeff.mp4", "whitespace-in-url"),
    ("my clip.mp4", "whitespace-in-url"),
    ("audio_file.mp3", "url-without-scheme"),
    ("www.acme.example/a.mp4", "url-without-scheme"),
    ("//acme.example/a.mp4", "url-without-scheme"),
    ("://acme.example/a.mp4", "url-without-scheme"),
    ("/data/a.mp4", "url-without-scheme"),
    ("C:\\data\\a.mp4", "url-without-scheme"),
    ("C://data/a.mp4", "url-without-scheme"),
    ("localhost:9000/acme/a.mp4", "url-without-scheme"),
    ("cam1:a.mp4", "url-without-scheme"),
    ("?a=b", "url-without-scheme"),
    ("file:///data/a.mp4", "unsupported-url-scheme"),
    ("file:/data/a.mp4", "unsupported-url-scheme"),
    ("ftp://acme.example/a.mp4", "unsupported-url-scheme"),
    ("data:image/png;base64,AAAA", "unsupported-url-scheme"),
    ("s3a://acme-media/a.mp4", "unsupported-url-scheme"),
    ("httpss://acme.example/a.mp4", "unsupported-url-scheme"),
    ("https:/acme.example/a.mp4", "malformed-url"),
    ("https:\\\\acme.example\\a.mp4", "malformed-url"),
    ("https://acme.example\\a.mp4", "malformed-url"),
    ("https:///a.mp4", "malformed-url"),
    ("https://", "malformed-url"),
    ("s3://", "malformed-url"),
    ("s3:///a.mp4", "malformed-url"),
    ("s3:acme-media/a.mp4", "malformed-url"),
    ("https://acme.example:99999/a.mp4", "malformed-url"),
    ("https://acme.example:0/a.mp4", "malformed-url"),
    ("https://acme.example:8o/a.mp4", "malformed-url"),
    ("https://acme..example/a.mp4", "malformed-url"),
    ("https://.acme.example/a.mp4", "malformed-url"),
    (f"https://{'a' * 64}.example/a.mp4", "malformed-url"),
    (f"https://{'a.' * 130}example/a.mp4", "malformed-url"),
    ("https://acme,example/a.mp4", "malformed-url"),
    ("https://256.0.0.1/a.mp4", "malformed-url"),
    ("https://1.2.3/a.mp4", "malformed-url"),
    ("https://[::1/a.mp4", "malformed-url"),
    ("https://[acme]/a.mp4", "malformed-url"),
    ("https://[::1]x/a.mp4", "malformed-url"),
    ("s3://my_image.jpg", "url-without-key"),
    ("s3://acme-media/", "url-without-key"),
    ("gs://acme-media?a", "url-without-key"),
    ("gs://acme-media#a", "url-without-key"),
    ("gs://acme-media/?X-Goog-Signature=0", "url-without-key"),
    ("https://acme.example/?X-Amz-Signature=0", "url-without-key"),
    (f"{S3}/#1.jpg", "url-without-key"),
    (S3, "url-without-key"),
    (f"{S3}/", "url-without-key"),
    (f"{S3}?X-Amz-Signature=0", "url-without-key"),
    ("https://s3.eu-west-1.amazonaws.com/acme-media", "url-without-key"),
    ("https://s3.eu-west-1.amazonaws.com/acme-media/", "url-without-key"),
    ("https://storage.googleapis.com/acme-media/", "url-without-key"),
    ("https://acme-media.storage.googleapis.com/", "url-without-key"),
    (AZURE, "url-without-key"),
    (f"{AZURE}/videos", "url-without-key"),
    (f"{AZURE}/videos/", "url-without-key"),
    ("https://asset.png", "url-without-key"),
    ("https://acme.example/#a", "url-without-key"),
    ("s3://acme-media/" + "a/" * 8184 + "b", "url-too-long"),
    ("s3://acme-media/" + "é" * 8185, "url-too-long"),
]


@pytest.mark.parametrize(("url", "fault"), FAULTY)
def test_a_fatal_fault_is_the_only_one(url: str, fault: Fatal) -> None:
    """Of a URL with a fatal fault one rule speaks, and no other."""
    found = diagnose(url, SCHEMES)
    assert found.fatal == fault
    assert found.doubts == frozenset()
    reported = [name for name, rule in RULES.items() if hits(rule, item("images", objectUrl=url))]
    assert reported == [fault]


@pytest.mark.parametrize(
    ("url", "doubts"),
    [
        ("https://bucket/object1.jpeg", set()),
        ("HTTPS://ACME.example/a.jpg", set()),
        ("S3://acme-media/a.jpg", set()),
        ("https://acme.example:8443/a.jpg", set()),
        ("https://acme.example:/a.jpg", set()),
        ("https://acme.example./a.jpg", set()),
        ("https://[2001:db8::1]:9000/acme/a.jpg", set()),
        ("https://10.0.0.1:9000/acme/a.jpg", set()),
        ("https://my_host/a.jpg", set()),
        ("s3://b/v.jpg", set()),
        ("s3://arn:aws:s3:eu-west-1:000000000000:accesspoint/acme/a.jpg", set()),
        ("s3://acme-media//a.jpg", set()),
        ("s3://acme-media/(a)/~b!,c=1&d;e*f'$@:.jpg", set()),
        ("s3://acme-media/your-bucket-list.jpg", set()),
        ("s3://acme-media/your-account/a.jpg", set()),
        ("s3://acme-media/YOUR_SONG.jpg", set()),
        ("s3://YOURSELF/a.jpg", set()),
        ("s3://acme-media/" + "a/" * 8183 + "b", set()),
        ("s3://acme-media/{3F2504E0-4F89-11D3-9A0C-0305E82C3301}", {"unencoded-url-character"}),
        ("s3://acme-media/{0}.jpg", {"unencoded-url-character"}),
        ("s3://acme-media/a<1>b.jpg", {"unencoded-url-character"}),
        ("s3://acme-media/100%.jpg", {"unencoded-url-character"}),
        ("https://acme.example/100%.jpg", {"unencoded-url-character"}),
        ("https://acme.example/a.jpg?a=%zz", {"unencoded-url-character"}),
        ("s3://acme-media/a\\b.jpg", {"unencoded-url-character"}),
        ("https://acme.example/a\\b.jpg", {"unencoded-url-character"}),
        ("https://acme.example/?id=5", {"unencoded-url-character"}),
        ("https://straße.example/a.jpg", {"unencoded-url-character"}),
        (f"{S3}/a+b.jpg", {"unencoded-url-character"}),
        (f"{S3}/a.jpg#top", {"unencoded-url-character"}),
        (f"{S3}/a.jpg?versionId=1", {"unencoded-url-character"}),
        (f"{S3}/a.jpg?x-amz-signature=0&a=b+c", {"signed-url"}),
        (f"{S3}/a.jpg?x-amz-signature=0#b", {"signed-url", "unencoded-url-character"}),
        (f"{S3}/a+b.jpg?X-Amz-Credential=0", {"signed-url", "unencoded-url-character"}),
        (f"{AZURE}/videos/a.jpg?se=1&sig=0", {"signed-url"}),
        ("https://cdn.example/a.jpg?Expires=1&Signature=0&Key-Pair-Id=K", {"signed-url"}),
        ("http://acme.example/a.jpg", {"http-url"}),
        ("http://me:pw@acme.example/a.jpg", {"http-url", "credentials-in-url"}),
        ("s3://key:secret@acme-media/a.jpg", {"credentials-in-url"}),
        (f"s3://acme-media/{'a' * 301}", {"file-name-too-long"}),
        (f"s3://acme-media/{'%41' * 300}", set()),
        ("s3://acme_media:9000/a.jpg", {"malformed-bucket-name"}),
        ("s3://Acme_Media/a.jpg", set()),
        (f"s3://{'a' * 256}/a.jpg", {"malformed-bucket-name"}),
        ("gs://Acme/a.jpg", {"malformed-bucket-name"}),
        ("gs://-acme/a.jpg", {"malformed-bucket-name"}),
        ("https://storage.googleapis.com/Acme/a.jpg", {"malformed-bucket-name"}),
        ("gs://acme_media.example/a.jpg", set()),
        ("s3://straße/a.jpg", {"malformed-bucket-name"}),
        ("s3://acme-media/a/../b.jpg", {"url-dot-segments"}),
        ("s3://acme-media/a/%2e%2E/b.jpg", {"url-dot-segments"}),
        ("s3://acme-media/.../a..b/.c/b.jpg", set()),
        ("s3://acme-media/a/", {"folder-url"}),
        ("s3://acme-media/#1.jpg", {"unencoded-url-character"}),
        ("s3://acme-media/a/#1.jpg", {"unencoded-url-character"}),
        ("gs://acme-media/?1.jpg", {"unencoded-url-character"}),
        ("https://acme.example/a/?id=5", {"unencoded-url-character"}),
    ],
)
def test_doubts(url: str, doubts: set[Doubt]) -> None:
    """A URL without a fatal fault has the doubts it should have, and each has its rule."""
    found = diagnose(url, SCHEMES)
    assert found.fatal is None
    assert found.doubts == doubts
    reported = {name for name, rule in RULES.items() if hits(rule, item("images", objectUrl=url))}
    assert reported == doubts


@pytest.mark.parametrize(
    ("url", "provider", "bucket", "extension"),
    [
        ("s3://acme/a/b.MP4", "s3", "acme", ".mp4"),
        ("gs://acme/a/b", "gcs", "acme", ""),
        (f"{S3}/a.nii.gz", "s3", "acme-media", ".nii.gz"),
        ("https://acme.s3.amazonaws.com/a.NII.GZ", "s3", "acme", ".nii.gz"),
        ("https://acme.s3-eu-west-1.amazonaws.com/a.tar.gz", "s3", "acme", ".gz"),
        ("https://acme.s3.cn-north-1.amazonaws.com.cn/a", "s3", "acme", ""),
        ("https://acme.s3.dualstack.eu-west-1.amazonaws.com/a", "s3", "acme", ""),
        ("https://acme.s3-accelerate.amazonaws.com/a", "s3", "acme", ""),
        ("https://my.s3.data.s3.eu-west-1.amazonaws.com/a", "s3", "my.s3.data", ""),
        ("https://s3.eu-west-1.amazonaws.com/acme/a%2Ejpg", "s3", "acme", ".jpg"),
        ("https://s3.amazonaws.com/acme/a.", "s3", "acme", ""),
        ("https://ec2.amazonaws.com/acme/a.jpg", "https", None, ".jpg"),
        ("https://storage.googleapis.com/acme/.jpg", "gcs", "acme", ".jpg"),
        ("https://acme.storage.googleapis.com/a.jpg?b.png", "gcs", "acme", ".jpg"),
        (f"{AZURE}/videos/a.mp4#b.png", "azure", "videos", ".mp4"),
        ("https://acme.dfs.core.usgovcloudapi.net/v/a.b/c", "azure", "v", ""),
        ("https://s3.wasabi.example/acme/a.jpg", "https", None, ".jpg"),
        ("oss://acme/a.jpg", None, None, ""),
    ],
)
def test_what_is_read_from_a_url(
    url: str, provider: str | None, bucket: str | None, extension: str
) -> None:
    """Provider, bucket and extension are read from all common forms."""
    found = diagnose(url, (*SCHEMES, "oss"))
    assert (found.fatal, found.provider) == (None, provider)
    assert (found.bucket, found.extension) == (bucket, extension)


def test_schemes_come_from_the_settings() -> None:
    """The settings say which schemes may stand."""
    assert diagnose("s3://acme/a", ("https",)).fatal == "unsupported-url-scheme"
    assert diagnose("oss://acme/a", ("oss",)).fatal is None
    assert diagnose("oss:a", ("oss",)).fatal is None
    assert diagnose("oss:", ("oss",)).fatal == "malformed-url"


# Pieces that make URLs that are nearly right, and strings that look a bit like one.
PIECES = st.sampled_from(
    [
        *("https://", "http://", "s3://", "gs://", "file://", "HTTPS://", "s3:", "//", "/", "."),
        *("acme-media", "acme-media.s3.eu-west-1.amazonaws.com", "storage.googleapis.com", "1"),
        *(
            "acme.blob.core.windows.net",
            "your-bucket",
            "/YOUR_BUCKET",
            "BUCKET_NAME",
            "/Acme(1)",
            "a.mp4",
        ),
        *("/..", "/./", "%20", "%2e", "%", "?", "#", "+", "@", ":", "é", " ", "\n", "\\", "-", "_"),
        *("<a>", "{b}", "[::1]", "sig=0&se=1", "X-Amz-Signature=0", "9000", "\ud800", "a" * 300),
    ]
)
NEARLY = st.lists(PIECES, max_size=8).map("".join)
ANY = st.one_of(NEARLY, st.text(max_size=40), st.from_regex(r"(https|s3|gs)://[a-z.-]*/.*"))


@given(ANY)
@example("https://acme.s3.your-region.amazonaws.com/a")
@example("https://host1/a")
@example("https://1.2.3.4/a")
@example("https://storage.googleapis.com/Acme/a")
@example("https://s3.amazonaws.com/acme(1)/a")
def test_the_short_way_says_what_the_long_way_says(url: str) -> None:
    """The fast pattern clears only what the full diagnosis clears, with the same result."""
    found = diagnose_plain(url, SCHEMES)
    if found is not None:
        assert found == diagnose_fully(url, SCHEMES)
        assert not found.doubts
    assert diagnose(url, SCHEMES) == diagnose_fully(url, SCHEMES)


def test_usual_urls_go_the_short_way() -> None:
    """The fast pattern is good for something."""
    for url in (f"{S3}/cam1/a%20(1).mp4", "s3://acme/a", "gs://acme/x/0.jpg", f"{AZURE}/v/a"):
        assert diagnose_plain(url, SCHEMES) is not None


@given(ANY)
@example("HTTPS://")
@example("\x1c")
def test_what_the_schema_refuses_has_exactly_one_fatal_fault(url: str) -> None:
    """Every error of the schema on a URL is claimed by one rule, which reports it."""
    schema = resolve(BASE + "encord/items.schema.json#/$defs/object-url")
    assert isinstance(schema, dict)
    refused = {
        "minLength": len(url) < schema["minLength"],
        "maxLength": len(url) > schema["maxLength"],
        "pattern": not re.search(schema["pattern"], url),
        "not": bool(re.search(schema["not"]["pattern"], url)),
    }
    found = diagnose(url, SCHEMES)
    reported = [name for name in FATAL if hits(RULES[name], item("videos", objectUrl=url))]
    assert reported == ([found.fatal] if found.fatal else [])
    for keyword in (keyword for keyword, is_so in refused.items() if is_so):
        assert found.fatal is not None
        error = SchemaError(("objectUrl",), keyword, url, schema[keyword], schema)
        claiming = [name for name, rule in RULES.items() if rule.claims and rule.claims(error)]
        assert claiming == [found.fatal]


@given(st.text(max_size=20))
def test_blank_or_without_a_known_scheme_is_fatal(text: str) -> None:
    """Whatever is blank, has whitespace or has no known scheme has a fatal fault."""
    if (
        not text.strip()
        or re.search(r"\s", text)
        or not re.match("(https?|s3|gs)://", text, re.IGNORECASE)
    ):
        assert diagnose(text, SCHEMES).fatal is not None


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("title",), ""),
        ((), ""),
        (("objectUrl", 0), ""),
        ((0,), ""),
        (("objectUrl_a",), ""),
        (("objectUrl",), 3),
        (("objectUrl",), "s3://acme-media/a"),
    ],
)
def test_other_schema_errors_are_not_claimed(path: tuple[str | int, ...], value: object) -> None:
    """Only errors on the string of an object URL are the URL rules' business."""
    error = SchemaError(path, "minLength", value, 1, {})
    assert not any(refused_for(error, fault) for fault in FATAL)


def test_a_numbered_url_is_claimed_too() -> None:
    """The URLs of groups count as object URLs."""
    error = SchemaError(("objectUrl_12",), "minLength", "", 1, {})
    assert [fault for fault in FATAL if refused_for(error, fault)] == ["empty-object-url"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
KEYS = st.sampled_from(
    ["objectUrl", "objectUrl_0", "objectUrl_1", "objectUrl_01", "objectUrl_x", "title", "url"]
)


@given(st.sampled_from(sorted(SECTIONS)), st.dictionaries(KEYS, JSON))
def test_no_rule_raises_on_any_item(section: str, value: dict[str, object]) -> None:
    """Whatever JSON an item consists of, the rules stay calm."""
    for rule in RULES.values():
        for hit in hits(rule, item(section, **value)):
            assert "\n" not in hit.message
            assert hit.path == () or hit.path[0] in value


@given(JSON, st.sampled_from(["required", "pattern", "type"]), JSON)
def test_no_claim_raises_on_any_error(value: object, keyword: str, detail: object) -> None:
    """Whatever the schema pass finds, the rules stay calm."""
    for path in ((), ("objectUrl",), (0,)):
        error = SchemaError(path, keyword, value, detail, {})
        for rule in RULES.values():
            assert rule.claims is None or rule.claims(error) in (True, False)


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("https://me:secret@acme.example/a.mp4", "https://***@acme.example/a.mp4"),
        ("https://secret@acme.example/a@2x.mp4", "https://***@acme.example/a@2x.mp4"),
        ("https://me:sec@ret@acme.example/a", "https://***@acme.example/a"),
        ("https://me:sec/ret@acme.example/a", "https://***@acme.example/a"),
        ("https://me:sec?ret@acme.example/a", "https://***@acme.example/a"),
        ("https:/me:secret@acme.example/a", "***@acme.example/a"),
        ("me:secret@acme.example/a", "***@acme.example/a"),
        ("https:\\\\me:secret@acme.example/a", "https:\\\\***@acme.example/a"),
        ("https://acme.example:80/a@2x.mp4", "https://acme.example:80/a@2x.mp4"),
        ("https://acme.example/a@2x.mp4", "https://acme.example/a@2x.mp4"),
        ("a@2x.mp4", "a@2x.mp4"),
        ("s3://acme/a?sig=secret", "s3://acme/a?..."),
        ("s3://acme/a?\nsecret", "s3://acme/a?..."),
        ("s3://acme/a%3Fsig%3Dsecret", "s3://acme/a%3F..."),
        ("s3://acme/a#sig=secret", "s3://acme/a#..."),
        ("s3://acme/a&sig=secret", "s3://acme/a&..."),
        ("s3://acme/a#1.jpg", "s3://acme/a#1.jpg"),
        ("s3://acme/a?", "s3://acme/a?"),
        ("", ""),
    ],
)
def test_secrets_are_not_shown(url: str, text: str) -> None:
    """Users, passwords and queries are masked."""
    assert shown(url) == text


@given(NEARLY, NEARLY, st.sampled_from(sorted(SECTIONS)))
def test_no_message_shows_a_query_or_a_password(host: str, path: str, section: str) -> None:
    """A secret in its usual places never reaches a message."""
    secret = "Zq7Zq7"
    urls = (
        f"https://me:{secret}@acme.example/{path}",
        f"https://acme.example/{path}?X-Amz-Signature={secret}",
        f"{host}/{path}?sig={secret}",
        f"{host}/a {path}?token={secret}&x={{{secret}}}",
    )
    for url in urls:
        for rule in RULES.values():
            for hit in hits(rule, item(section, objectUrl=url, objectUrl_0=url, objectUrl_1=url)):
                assert secret not in hit.message


def test_what_is_signed() -> None:
    """Signatures are known by the names of their parameters."""
    assert is_signed("a=b&X-Goog-Signature=0")
    assert is_signed("Signature=0;OSSAccessKeyId=a")
    assert not is_signed("")
    assert not is_signed("sig=0")
    assert not is_signed("signature=0")
    assert not is_signed("title=X-Amz-Signature")


def test_unencoded_characters_come_with_their_encoded_form() -> None:
    """The advice says what to write, also where there is much to say."""
    assert unencoded("s3://acme/a+b+é\ud800#c") == {
        "+": "%2B",
        "é": "%C3%A9",
        "\ud800": "%ED%A0%80",
        "#": "%23",
    }
    assert unencoded("HTTPS://é.example/ü") == {"é": "", "ü": "%C3%BC"}
    many = item("videos", objectUrl="s3://acme/" + "äöüßéèà")
    (hit,) = hits(RULES["unencoded-url-character"], many)
    assert hit.message.endswith('"é" (write %C3%A9), 2 more')


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("s3://acme/a b", "contains a space"),
        ("s3://acme/a\n", "ends with a line break"),
        ("\ts3://acme/a", "begins with a tab"),
        ("s3://acme/a\x07b", "contains the character U+0007"),
    ],
)
def test_whitespace_is_named(url: str, words: str) -> None:
    """The message says which character, and where about."""
    (hit,) = hits(RULES["whitespace-in-url"], item("videos", objectUrl=url))
    assert words in hit.message


def test_a_placeholder_in_a_query_is_not_shown() -> None:
    """A query is masked even where it is at fault."""
    (hit,) = hits(RULES["placeholder-url"], item("videos", objectUrl="s3://a/b?sig={secret}"))
    assert hit.message == '"objectUrl" still has a placeholder: "s3://a/b?..."'


@pytest.mark.parametrize(
    ("section", "own", "other"),
    [
        ("videos", ".mp4 .ogg .bin", ".jpg .json .dcm .pcd .csv"),
        ("audio", ".mp4 .webm .wav", ".jpg .avi .txt"),
        ("images", ".jpg .gif .svg", ".mp4 .dcm .pdf"),
        ("image_groups", ".png", ".mp4 .mp3"),
        ("dicom_series", ".dcm .dicom .113", ".jpg .nii.gz .csv"),
        ("text", ".ts .csv .py .json", ".pdf .mp4 .dcm .jpg"),
        ("text_files", ".md", ".nii"),
        ("pdfs", ".pdf", ".txt"),
        ("nifti", ".nii .nii.gz .gz", ".dcm"),
        ("time_series", ".csv .txt", ".json"),
    ],
)
def test_extensions_that_belong_elsewhere(section: str, own: str, other: str) -> None:
    """Known extensions of other kinds are foreign, shared and unknown ones are not."""
    assert FOREIGN[section].isdisjoint(own.split())
    assert FOREIGN[section].issuperset(other.split())


def test_help_names_the_section_a_file_goes_in() -> None:
    """The help says where to move the item, if that is known."""
    rule = RULES["url-extension-mismatch"]
    (hit,) = hits(rule, item("videos", objectUrl="s3://acme/a.jpg"))
    assert hit.help == 'Files with this ending go in "images" and "image_groups"; move the item.'
    (hit,) = hits(rule, item("videos", objectUrl="s3://acme/a.dcm"))
    assert hit.help is None


def test_only_urls_that_are_strings_are_looked_at() -> None:
    """Wrong types and wrong keys are other rules' business."""
    group = item(
        "image_groups", objectUrl="x", objectUrl_0=3, objectUrl_1="s3://a/b", objectUrl_a=""
    )
    assert list(group.urls()) == [("objectUrl_1", "s3://a/b")]
    assert list(item("videos", objectUrl=None).urls()) == []
    assert list(item("scenes", objectUrl="").urls()) == []


def test_a_survey_is_made_once_per_item() -> None:
    """All rules share one look at an item."""
    one, other = (item("videos", objectUrl="s3://acme") for _ in range(2))
    assert survey(one) is survey(one)
    assert survey(other) is not survey(one)
    assert [it.key for it in with_fault(one, "url-without-key")] == ["objectUrl"]
    assert with_fault(item("videos", objectUrl="s3://acme/a.mp4"), "http-url") == ()


@pytest.mark.parametrize(
    ("section", "value", "told"),
    [
        ("videos", {}, True),
        ("image_groups", {"title": "a"}, True),
        ("scenes", {}, False),
        ("videos", {"objectUrl": None}, False),
        ("videos", {"objectURL": "s3://a/b"}, False),
        ("videos", {"url": "s3://a/b"}, False),
        ("videos", {"objectUrl_0": "s3://a/b"}, False),
        ("image_groups", {"objectUrl": "s3://a/b"}, False),
        ("image_groups", {"objectUrl_1": "s3://a/b"}, False),
        ("image_groups", {"objectUrl-0": "s3://a/b"}, False),
    ],
)
def test_a_missing_url_is_told_once(section: str, value: dict[str, object], told: bool) -> None:
    """No URL is missing where it stands under a wrong key."""
    assert bool(hits(RULES["missing-object-url"], item(section, **value))) is told


@pytest.mark.parametrize(
    ("keyword", "names", "claimed"),
    [
        ("required", ("objectUrl",), True),
        ("required", ("title", "objectUrl_0"), True),
        ("required", ("title",), False),
        ("required", ("objectUrl", "scene"), False),
        ("required", 3, False),
        ("type", ("objectUrl",), False),
    ],
)
def test_a_missing_url_is_claimed(keyword: str, names: object, claimed: bool) -> None:
    """The schema's word on missing URLs, and on nothing else, is claimed."""
    claims = RULES["missing-object-url"].claims
    assert claims is not None
    assert claims(SchemaError((), keyword, {}, names, {})) is claimed


def test_a_repeat_says_where_the_first_one_stands() -> None:
    """The first place is told as a pointer, for odd keys only that of the item."""
    rule = RULES["repeated-url"]
    assert rule.track is not None
    tracker = rule.track(Settings())
    keys = ("objectUrl_0", "objectUrl_7", "objectUrl_007", "objectUrl_" + "9" * 5000)
    first = Item(
        SECTIONS["image_groups"], 5, {key: f"s3://a/{n}" for n, key in enumerate(keys)}, Settings()
    )
    assert list(tracker.see(first)) == []
    texts = []
    for number in range(len(keys)):
        (hit,) = tracker.see(item("images", objectUrl=f"s3://a/{number}"))
        texts.append(hit.message.split()[5].rstrip(":"))
    assert texts == [
        "/image_groups/5/objectUrl_0",
        "/image_groups/5/objectUrl_7",
        "/image_groups/5",
        "/image_groups/5",
    ]
    assert list(tracker.finish()) == []


def test_a_repeat_within_one_group_is_found_and_faulty_urls_are_left_alone() -> None:
    """Repeats are found in one item too; a placeholder is at fault once."""
    rule = RULES["repeated-url"]
    urls = {f"objectUrl_{n}": "s3://a/b" for n in range(3)}
    assert [hit.path for hit in hits(rule, item("image_groups", **urls))] == [
        ("objectUrl_1",),
        ("objectUrl_2",),
    ]
    odd = {"objectUrl_00": "s3://a/b", "objectUrl_01": "s3://a/b"}
    assert len(hits(rule, item("image_groups", **odd))) == 1
    faulty = {f"objectUrl_{n}": "<object url>" for n in range(3)}
    assert hits(rule, item("image_groups", **faulty)) == []


def test_a_second_provider_is_told_once() -> None:
    """Two clouds in one document give one finding."""
    rule = RULES["mixed-providers"]
    urls = ("https://acme.example/a", "s3://a/b", "gs://a/b", "gs://a/c", f"{AZURE}/a/b")
    group = item("image_groups", **{f"objectUrl_{n}": url for n, url in enumerate(urls)})
    assert rule.track is not None
    tracker = rule.track(Settings())
    (hit,) = tracker.see(group)
    assert hit.path == ("objectUrl_2",)
    assert "/image_groups/0/objectUrl_1" in hit.message
    assert list(tracker.see(group)) == []
    assert list(tracker.finish()) == []


def test_length_is_counted_in_bytes() -> None:
    """16,384 bytes of UTF-8 pass, one more does not."""
    url = "s3://acme-media/é/" + "a" * 200 + "/"
    url += "b/" * ((MAX_URL_BYTES - len(url.encode()) - 1) // 2)
    url += "c" * (MAX_URL_BYTES - len(url.encode()))
    assert len(url.encode()) == MAX_URL_BYTES
    assert diagnose(url, SCHEMES).fatal is None
    assert diagnose(url + "c", SCHEMES).fatal == "url-too-long"


@pytest.mark.parametrize(
    "piece", ["a", "/", "<a", "{a", "%", "?", "#", "@", ":", ".", "s3", "&", "your"]
)
@pytest.mark.parametrize("start", ["", "s3://", "https://", "https://acme.example/", "https://x?"])
def test_hostile_strings_do_not_hang(start: str, piece: str) -> None:
    """No string makes a pattern run away: that would take hours here."""
    url = start + piece * 300_000
    diagnose(url, SCHEMES)
    shown(url)


def test_hosts_and_ports() -> None:
    """Hosts are taken apart without showing what may be half a password."""
    assert split_authority("acme.example:443") == ("acme.example", "")
    assert split_authority("[::1]:443") == ("[::1]", "")
    assert split_authority("[::1]:secret")[0] == ""
    assert "secret" not in split_authority("acme.example:secret")[1]
    assert find_site("s3", "host1").plain
    assert not find_site("https", "host1").plain
    assert not find_site("s3", "xn--a").plain


def test_every_fault_has_a_rule_of_its_name() -> None:
    """Diagnoses and rules use the same names."""
    from typing import get_args

    assert set(get_args(Fatal)) | set(get_args(Doubt)) <= set(RULES)
    for rule in RULES.values():
        module = import_module(
            f"manifestry.rules.encord.{rule.code.lower()}_{rule.name.replace('-', '_')}"
        )
        assert module.RULE is rule
