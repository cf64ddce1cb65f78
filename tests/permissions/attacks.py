"""What an attacker, a careless hand or a broken program sends: texts, arguments of addresses,
headers and bodies.
"""

from typing import Final
from urllib.parse import quote

#: A program that would run, if it came out of a page as it went in.
SCRIPT: Final = "<script>zq(1)</script>"
_TEXTS: Final = (
    *(
        "",
        " ",
        "a\0b",
        "\ud800",
        "\x85\u2028\u2029",
        "\u202egnp.exe",
        "\u200b\u200d\ufeff",
        "e" + "\u0301" * 300,
        "\U0001f600" * 99,
    ),
    *(
        "0",
        "-1",
        "-3,5",
        "9" * 5000,
        "9" * 19,
        "9" * 30,
        "2147483648",
        "9223372036854775808",
        "1e999",
        "NaN",
        "Infinity",
        "sNaN",
    ),
    *(
        "0x10",
        "1_000",
        "١٢٣",
        "１２３",
        "²",
        "Ⅷ",
        "1,5",
        "1.500,25",
        "1.234",
        "[]",
        "{}",
        "[1,2]",
        "null",
        "true",
    ),
    *(
        "9999-12-31",
        "0000-00-00",
        "31/12/9999",
        "01/01/0001",
        "00/00/0000",
        "31/02/2021",
        "24:00",
        "99:99",
    ),
    *(
        SCRIPT,
        "<svg onload=zq(1)>",
        "{{7*7}}{% load x %}",
        "=HYPERLINK(1)",
        "'; DROP TABLE x;--",
        "*)(uid=*",
        "%s%n{0}{}",
    ),
    *(
        "../../etc/passwd",
        "a\r\nSet-Cookie: x=1",
        "//ke-xau.example/",
        "https://ke-xau.example",
        "javascript:zq(1)",
    ),
    *("1:1", "::", ",", "-", "a.b.c", "x=1&x=2", "\t\x0b\x1f\x7f", "x" * 301, "ă" * 5001),
)
#: As a form sends them, percent-encoded; the last ones are no UTF-8 at all, and very long.
SENT: Final = (
    *(quote(text, errors="surrogatepass") for text in _TEXTS),
    "%ff%fe",
    "%u0041",
    "%",
    "a" * 300_000,
)
ARGUMENTS: Final = (
    *(
        "0",
        "-1",
        "9" * 30,
        "9" * 5000,
        "9223372036854775808",
        "%00",
        "%2e%2e",
        "..%2f..",
        "%3Cb%3E",
        "%D9%A1",
        "%C2%B2",
    ),
    *("a" * 3000, "2020%0A", "%E2%80%AE", "'", "1e5", "None", "KHONG-CO", "%ff"),
)
HEADERS: Final = (
    *({"HTTP_HOST": host} for host in ("ke-xau.example", "localhost:999999", "[::1", "a\0b", "")),
    *(
        {"HTTP_X_FORWARDED_HOST": "ke-xau.example"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_X_FORWARDED_FOR": "x, \0" * 50},
    ),
    *({"HTTP_ACCEPT_LANGUAGE": each} for each in ("xx-YY;q=99," * 999, "../../etc;q=NaN")),
    *(
        {"HTTP_RANGE": f"bytes={each}"}
        for each in ("-1", "99999999999999999999-", "5-1,0-0," * 500, "\xb2-")
    ),
    *({"HTTP_IF_NONE_MATCH": each} for each in ('"x' * 999, "*", "W/\0")),
    *(
        {"HTTP_IF_MODIFIED_SINCE": each}
        for each in ("Sun, 99 Foo 99999 99:99:99 GMT", "Mon, 01 Jan 0000 00:00:00 GMT")
    ),
    *(
        {"HTTP_COOKIE": each}
        for each in (
            "sessionid=\0; csrftoken=x",
            "sessionid=" + "a" * 50_000,
            "messages=x; ;;==;",
            "a=\xff",
        )
    ),
    *({"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": each} for each in ("http://[x", "%ff")),
    *({"HTTP_REFERER": each} for each in ("http://[x", "javascript:zq(1)")),
    *(
        {"HTTP_ORIGIN": "null"},
        {"HTTP_USER_AGENT": "\0\xff" * 999},
        {"HTTP_ACCEPT": "*/*;q=x,\0"},
        {"HTTP_AUTHORIZATION": "Basic \xff"},
    ),
)
_PART: Final = b"--x\r\nContent-Disposition: form-data; name="
BODIES: Final = (
    *(("multipart/form-data", b"x"), ("multipart/form-data; boundary=", b"x"), ((
        "multipart/form-data; boundary=\xff"
    ), b"--x")),
    *(("multipart/form-data; boundary=x", _PART + rest) for rest in (
        b'"file"; filename="../../a\0.pdf"\r\n\r\n%PDF',
        b'""\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--\r\n',
        b"\"file\"; filename*=utf-8''%00\r\n\r\nabc\r\n--x--\r\n",
        b'"' + b"a" * 100_000 + b'"\r\n\r\nb\r\n--x--\r\n',
        b'"a"\r\n' + b"A: b\r\n" * 3000 + b"\r\n\r\n--x--",
    )),
    *(("application/json", b"{"), ("application/json", b"[" * 100_000), ("text/plain", b"\0" * 999),
    ("", b"abc")),
    *(("application/x-www-form-urlencoded", body) for body in (b"&" * 9_999, b"&a=1" * 10_500,
    b"a=" + b"x" * 3_000_000, b"%")),
    ("application/xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"),
)  # fmt: skip
