// Requests that no browser makes, from somebody who means harm: addresses, headers and bodies of every sort, well made or not. All of it
// follows from a seed, so that what fell once can be sent again.
import type { Chance } from "../../src/demo/chance.ts";
import { concat, utf8 } from "../../src/format/bytes.ts";

/** Texts with which programs have been broken. */
export const EVIL_TEXTS: readonly string[] = [
  "",
  " ",
  "0",
  "-1",
  "-0",
  "1e999",
  "NaN",
  "Infinity",
  "0x10",
  "1.5",
  "01",
  "9007199254740993",
  "99999999999999999999999",
  "2147483648",
  "9223372036854775808",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "null",
  "undefined",
  "[object Object]",
  "' or 1=1 --",
  "\u0000",
  "a\u0000b",
  "%00",
  "%",
  "%zz",
  "%c3%28",
  "%ED%A0%80",
  "..",
  "../../../etc/passwd",
  "..%2f..%2f",
  "//example.org",
  "/\\example.org",
  "\r\nset-cookie: a=b",
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "<svg onload=alert(1)>",
  "{{7*7}}",
  "\ud800",
  "\u202e",
  "e\u0301".repeat(50),
  "𝟏𝟐",
  "A".repeat(700),
  "9".repeat(400),
  "([a-z]+)+$",
  "SN1:",
  "so-nguon:",
  "HC1:",
];

export type HostileRequest = {
  readonly path: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array | undefined;
};

/** What a fuzzer knows of the service that it asks. */
export type Ground = {
  /** Paths as the router has them, parameters and all, with the methods that they take. */
  readonly routes: readonly { readonly method: string; readonly path: string }[];
  /** The names of fields that forms have. */
  readonly fields: readonly string[];
  /** Numbers of entries, codes and the like that the ledger has. */
  readonly known: readonly string[];
  readonly cookies: readonly string[];
};

const METHODS = ["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"];

/** One request to some address of the service, its parts well made or not. */
export function hostileRequest(chance: Chance, ground: Ground): HostileRequest {
  const route = chance.pick(ground.routes);
  const method = chance.happens(850) ? route.method : chance.pick(METHODS);
  const headers = hostileHeaders(chance, ground);
  const [type, body] = method === "GET" || method === "HEAD" ? [undefined, undefined] : hostileBody(chance, ground);
  if (type !== undefined) headers["content-type"] = type;
  return { path: pathOf(chance, route.path, ground), method, headers, body };
}

const word = (chance: Chance, { known }: Ground) => chance.pick(chance.happens(600) ? known : EVIL_TEXTS);

function pathOf(chance: Chance, pattern: string, ground: Ground): string {
  const filled = pattern
    .replaceAll(/:\w+(\{[^/]*\})?/g, () => encoded(chance, word(chance, ground)))
    .replaceAll("*", () => encoded(chance, word(chance, ground)));
  const tail = chance.happens(150) ? chance.pick(["/", "//", "/.", "/..", ";a=b", "%2f", "%00"]) : "";
  const pairs = chance.happens(400) ? chance.between(1, 4) : 0;
  const query = Array.from(
    { length: pairs },
    () =>
      `${encoded(chance, chance.pick(chance.happens(700) ? ground.fields : EVIL_TEXTS))}=${encoded(chance, word(chance, ground))}`,
  );
  return `${filled}${tail}${query.length > 0 ? `?${query.join("&")}` : ""}`;
}

function encoded(chance: Chance, text: string): string {
  // Some go as they are, as far as a request line can hold them.
  const plain = text.replaceAll(/[^!-~]|[?#]/g, "");
  return chance.happens(200) ? plain : encodeURIComponent(text.toWellFormed());
}

function hostileHeaders(chance: Chance, ground: Ground): Record<string, string> {
  const headers: Record<string, string> = {
    accept: chance.pick(["text/html", "application/json", "*/*", "", ",;q=x"]),
  };
  const some = (permille: number, name: string, values: readonly string[]) => {
    if (chance.happens(permille)) headers[name] = chance.pick(values);
  };
  some(700, "cookie", ground.cookies);
  some(50, "cookie", [
    "so-nguon-session=",
    "so-nguon-session=%",
    "so-nguon-session=a.b.c; lang=<x>",
    "=;=;;",
    "lang=en; theme=__proto__",
  ]);
  some(60, "range", ["bytes=0-", "bytes=-1", "bytes=9999999999-0", "lines=a", "bytes=0-1,2-3,0-1"]);
  some(60, "if-none-match", ["*", '"', 'W/"x"', '"a", "b", *']);
  some(60, "accept-encoding", ["gzip", "br;q=0, *", "identity;q=0", "gzip;q=zz", "__proto__"]);
  some(40, "authorization", ["Bearer", "Bearer ", "Bearer x", "Basic eDp5", `Bearer ${"y".repeat(4000)}`]);
  some(40, "origin", ["null", "https://example.org", "http://localhost", "::", "http://["]);
  some(40, "sec-fetch-site", ["cross-site", "same-origin", "none", "x"]);
  some(10, "host", ["example.org", "[::1]", "localhost:99999", "a b"]);
  some(10, "x-forwarded-proto", ["https", "javascript"]);
  some(30, "accept-language", ["en", "x".repeat(3000)]);
  some(30, "if-modified-since", ["yesterday", "Thu, 01 Jan 1970 00:00:00 GMT"]);
  return headers;
}

function hostileBody(chance: Chance, ground: Ground): [string | undefined, Uint8Array | undefined] {
  const pairs = Array.from({ length: chance.between(0, 12) }, (): [string, string] => [
    chance.pick(chance.happens(850) ? ground.fields : EVIL_TEXTS),
    word(chance, ground),
  ]);
  if (chance.happens(300)) pairs.push(["do", chance.pick(["look", "sign", "edit", "preview"])]);
  const form = () =>
    new URLSearchParams(pairs.map(([name, value]) => [name.toWellFormed(), value.toWellFormed()])).toString();
  const sorts: readonly (() => [string | undefined, Uint8Array | undefined])[] = [
    () => ["application/x-www-form-urlencoded", utf8(form())],
    () => ["application/x-www-form-urlencoded", utf8(form())],
    () => ["application/x-www-form-urlencoded; charset=utf-7", concat(utf8(form()), chance.bytes(20))],
    () => ["multipart/form-data; boundary=b", utf8(multipart(pairs))],
    () => ["multipart/form-data; boundary=b", utf8(multipart(pairs)).slice(0, chance.below(200))],
    () => ["multipart/form-data", utf8(multipart(pairs))],
    () => [`multipart/form-data; boundary=${"b".repeat(100)}`, chance.bytes(300)],
    () => ["application/json", utf8(hostileJson(chance, pairs))],
    () => ["application/json", utf8(hostileJson(chance, pairs))],
    () => ["application/cbor-seq", chance.bytes(chance.between(0, 90))],
    () => ["application/cose", chance.bytes(chance.between(0, 90))],
    () => ["text/plain", utf8(form())],
    () => [undefined, undefined],
    () => [undefined, chance.bytes(chance.between(1, 40))],
  ];
  return chance.pick(sorts)();
}

function multipart(pairs: readonly (readonly [string, string])[]): string {
  const parts = pairs.map(([name, value], i) => {
    const file = i % 4 === 3 ? `; filename="${value.slice(0, 30)}"\r\ncontent-type: image/svg+xml` : "";
    return `--b\r\ncontent-disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`;
  });
  return `${parts.join("")}--b--\r\n`;
}

function hostileJson(chance: Chance, pairs: readonly (readonly [string, string])[]): string {
  const whole = JSON.stringify(Object.fromEntries(pairs));
  return chance.pick([
    () => whole,
    () => whole.slice(0, chance.below(whole.length + 1)),
    () => `{"__proto__":${whole}}`,
    () => "[".repeat(4000),
    () => `${"[".repeat(2000)}${"]".repeat(2000)}`,
    () => "null",
    () => "1e999",
    () => `[${whole}]`,
    () => '"\\ud800"',
  ])();
}
