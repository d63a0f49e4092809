// How a secret gets into what a run writes: 60 ways and more, each as a program of the field writes it.
import zlib from 'node:zlib';
import { zipSync } from 'fflate';

export type Plant = (secret: string) => Buffer;

const text = (one: string): Buffer => Buffer.from(one);
const zip = (name: string, bytes: Buffer): Buffer =>
  Buffer.from(zipSync({ 'readme.txt': text('nothing'), [name]: bytes }));
const json = (one: string): string => JSON.stringify(one).slice(1, -1);
const url = encodeURIComponent;
const units = (one: string, write: (unit: number) => string): string =>
  Array.from({ length: one.length }, (_, i) => write(one.charCodeAt(i))).join('');
const points = (one: string, write: (code: number) => string): string =>
  [...one].map((sign) => write(sign.codePointAt(0) ?? 0)).join('');
const octets = (one: string, write: (octet: number) => string): string => [...Buffer.from(one)].map(write).join('');
const hex = (value: number, digits = 2): string => value.toString(16).padStart(digits, '0');
const base64 = (one: string | Buffer): string => Buffer.from(one).toString('base64');
const html = (one: string): string =>
  one
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
const lines = (one: string, width: number, end: string): string =>
  one.match(new RegExp(`[^]{1,${width}}`, 'g'))?.join(end) ?? '';
const big = (one: string): Buffer => Buffer.from(one, 'utf16le').swap16();
/** As RFC 2045 has it: what is no plain letter as =XX, a soft break in the middle. */
const quotedPrintable = (one: string): string => {
  const signs = [...Buffer.from(one)].map((octet) =>
    octet > 32 && octet < 127 && octet !== 61 ? String.fromCharCode(octet) : `=${hex(octet).toUpperCase()}`,
  );
  signs.splice(Math.floor(signs.length / 2), 0, '=\r\n');
  return signs.join('');
};
const zipComment = (secret: string): Buffer => {
  const bytes = zip('a.txt', text('nothing'));
  const comment = text(secret);
  bytes.writeUInt16LE(comment.length, bytes.length - 2);
  return Buffer.concat([bytes, comment]);
};
const tar = (bytes: Buffer): Buffer => {
  const header = Buffer.alloc(512);
  header.write('a.txt');
  header.write(bytes.length.toString(8).padStart(11, '0'), 124);
  return Buffer.concat([header, bytes, Buffer.alloc(512 - (bytes.length % 512))]);
};
const JWT_HEADER = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');
const claims = (secret: string): string =>
  Buffer.from(JSON.stringify({ sub: 'ada', hint: secret })).toString('base64url');

export const PLANTS: Readonly<Record<string, Plant>> = {
  plain: (s) => text(`fill ${s} in`),
  'alone in a file': (s) => text(s),
  'behind a long text': (s) => text(`${'word '.repeat(20_000)}${s}`),
  'between bytes that are no text': (s) => Buffer.concat([Buffer.from([0xff, 0xfe, 0xfd, 0x80]), text(s), Buffer.from([0x80, 0x81])]),
  'in an address': (s) => text(`GET /?p=${url(s)}&x=1`),
  'in an address, twice encoded': (s) => text(`?next=${url(`/?p=${url(s)}`)}`),
  'in an address, three times encoded': (s) => text(`?a=${url(url(url(s)))}`),
  'in an address, each sign encoded': (s) => text(`?p=${octets(s, (o) => `%${hex(o).toUpperCase()}`)}`),
  'in an address, in small letters': (s) => text(`?p=${url(s).replaceAll(/%../g, (code) => code.toLowerCase())}`),
  'in a form': (s) => text(new URLSearchParams({ password: s, a: 'b' }).toString()),
  'in JSON': (s) => text(JSON.stringify({ value: s })),
  'in JSON in JSON': (s) => text(JSON.stringify({ body: JSON.stringify({ value: s }) })),
  'in JSON in JSON in JSON': (s) => text(JSON.stringify(JSON.stringify(JSON.stringify({ value: s })))),
  'in JSON in an address': (s) => text(`?state=${url(JSON.stringify({ value: s }))}`),
  "in PHP's JSON": (s) => text(`{"value":"${json(s).replaceAll('/', '\\/')}"}`),
  'in JSON of a script': (s) => text(json(s).replaceAll(/[<>&'+]/g, (sign) => `\\u${hex(sign.charCodeAt(0), 4)}`)),
  'as Unicode escapes': (s) => text(units(s, (unit) => `\\u${hex(unit, 4)}`)),
  'as Unicode escapes in capitals': (s) => text(units(s, (unit) => `\\u${hex(unit, 4).toUpperCase()}`)),
  'as Unicode escapes with braces': (s) => text(points(s, (code) => `\\u{${code.toString(16)}}`)),
  'as escapes of bytes': (s) => text(octets(s, (o) => `\\x${hex(o)}`)),
  'as octal escapes': (s) => text(octets(s, (o) => `\\${o.toString(8).padStart(3, '0')}`)),
  'in HTML': (s) => text(`<p title="${html(s)}">`),
  'in HTML in HTML': (s) => text(`<iframe srcdoc="${html(`<p>${html(s)}</p>`)}">`),
  'in HTML in JSON': (s) => text(JSON.stringify({ markup: `<b>${html(s)}</b>` })),
  'as decimal entities': (s) => text(points(s, (code) => `&#${code};`)),
  'as hexadecimal entities': (s) => text(points(s, (code) => `&#x${code.toString(16)};`)),
  'as entities with zeros': (s) => text(points(s, (code) => `&#x${hex(code, 4).toUpperCase()};`)),
  'in quoted-printable, with a soft break': (s) => text(quotedPrintable(s)),
  'in quoted-printable, each sign': (s) => text(octets(s, (o) => `=${hex(o).toUpperCase()}`)),
  'in base64': (s) => text(base64(s)),
  'in base64 behind one byte': (s) => text(base64(`a${s}&and=more`)),
  'in base64 behind two bytes': (s) => text(base64(`ab${s}&and=more`)),
  'in base64url': (s) => text(Buffer.from(`p=${s};`).toString('base64url')),
  'in base64 in lines of 76': (s) => text(lines(base64(`${'x'.repeat(70)}${s}${'y'.repeat(40)}`), 76, '\r\n')),
  'in base64 in short lines in JSON': (s) => text(JSON.stringify({ file: lines(base64(s), 8, '\n') })),
  'in base64 in an address': (s) => text(`?t=${url(base64(`p=${s}`))}`),
  'in base64 twice': (s) => text(base64(base64(`the password is ${s}`))),
  'in base64 of JSON': (s) => text(base64(JSON.stringify({ name: 'ada', value: s }))),
  'in base64 of an address': (s) => text(base64(`https://site.example/?password=${url(s)}`)),
  'in base64 of UTF-16': (s) => text(base64(Buffer.from(`echo ${s}`, 'utf16le'))),
  'in hex': (s) => text(octets(s, (o) => hex(o))),
  'in hex in capitals': (s) => text(octets(s, (o) => hex(o).toUpperCase())),
  'in hex with blanks': (s) => text(octets(s, (o) => `${hex(o)} `)),
  'in hex with colons': (s) => text(octets(s, (o) => `${hex(o)}:`)),
  'in UTF-16': (s) => Buffer.from(`fill ${s} in`, 'utf16le'),
  'in UTF-16 with a mark': (s) => Buffer.from(`\ufefffill ${s} in`, 'utf16le'),
  'in UTF-16, big end first': (s) => big(`fill ${s} in`),
  'in a gzip': (s) => zlib.gzipSync(`fill ${s} in`),
  'in a deflate': (s) => zlib.deflateSync(`fill ${s} in`),
  'in a zstd': (s) => zlib.zstdCompressSync(text(`fill ${s} in`)),
  'in a zip': (s) => zip('a.txt', text(s)),
  'in a zip without compression': (s) => Buffer.from(zipSync({ 'a.txt': [text(s), { level: 0 }] })),
  'in a zip in a zip': (s) => zip('a.zip', zip('a.txt', text(s))),
  'in a zip in a zip in a zip': (s) => zip('b.zip', zip('a.zip', zip('a.txt', text(s)))),
  'in a gzip in a zip': (s) => zip('a.gz', zlib.gzipSync(s)),
  'in JSON in a gzip in a zip': (s) => zip('a.json.gz', zlib.gzipSync(JSON.stringify({ value: s }))),
  'in a name in a zip': (s) => zip(`typed ${s}.txt`, text('nothing')),
  'in the comment of a zip': zipComment,
  'in a zip in base64 in a page': (s) => text(`<i>data:application/zip;base64,${base64(zip('a.txt', text(s)))}</i>`),
  'in a gzip in base64 in JSON': (s) => text(JSON.stringify({ logs: zlib.gzipSync(`fill ${s} in`).toString('base64') })),
  'in a tar in a gzip': (s) => zlib.gzipSync(tar(text(s))),
  'split by colours': (s) => text([...s].map((sign) => `\u001b[31m${sign}\u001b[0m`).join('')),
  'split by colours in JSON': (s) => text(JSON.stringify([...s].join('\u001b[1m'))),
  'broken at 80 columns': (s) => text(`      ${'x'.repeat(70)}${s.slice(0, 5)}\n      ${s.slice(5)}`),
  'in a header that a proxy added': (s) => text(`x-forwarded-uri: /login?p=${url(s)}\r\nvia: 1.1 edge\r\n`),
  'in a header in a trace': (s) => text(JSON.stringify({ headers: [{ name: 'x-original-url', value: `/?p=${s}` }] })),
  'in a cookie': (s) => text(`Set-Cookie: hint=${url(s)}; Path=/; HttpOnly`),
  'as basic credentials': (s) => text(`Authorization: Basic ${base64(`ada@x.example:${s}`)}`),
  'in the claims of a JSON Web Token': (s) => text(`token ${JWT_HEADER}.${claims(s)}.c2lnbmF0dXJlc2ln`),
  'in one part of a JSON Web Token': (s) => text(`claims ${claims(s)}`),
  'in the address of a database': (s) => text(`postgres://ada:${url(s)}@db.example:5432/postgres`),
  'in a multipart form': (s) => text(`--b\r\nContent-Disposition: form-data; name="password"\r\n\r\n${s}\r\n--b--\r\n`),
  'in a HAR file': (s) => text(JSON.stringify({ postData: { text: JSON.stringify({ password: s }), params: [] } })),
  'in a shell command': (s) => text(`curl -u 'ada:${s.replaceAll("'", `'\\''`)}' https://x.example`),
  'in CSV': (s) => text(`name,password\nada,"${s.replaceAll('"', '""')}"\n`),
  'in YAML': (s) => text(`password: '${s.replaceAll("'", "''")}'\n`),
  'in Markdown': (s) => text(`| ${s.replaceAll(/[\\`*_{}[\]()#+!|~$]/g, '\\$&')} |`),
  'in a workflow command': (s) => text(`::error title=x::${s.replaceAll('%', '%25').replaceAll(':', '%3A')}`),
}; // prettier-ignore

/** A secret of each kind that the suite is given, with the signs that make it hard. */
export const SECRETS = {
  'the password of the account': `pa"ss wö/rd&<'>+%1`,
  'the bypass secret': 'Jq8vR2mX0cT5nB7kLz4dWf1sYh6gPa3e',
  'the value of an extra header': 'edge-key_9f2c!x*y~z',
  'the address of a webhook': 'https://hooks.example/services/T0F4/B0X9/k3yS3cr3tP4th?sig=a+b/c',
  'the password of the mail server': "m4il'p\\ss$word",
  'the token of the history': 'sbp0_abcdef.0123456789-ABCDEF',
  'a token of a channel': 'R0uting/Key+1234567890==',
} as const;

/** Texts that only look as if: nothing may be taken out of them. */
export const HARMLESS: readonly string[] = [
  'The password field is empty; sign-in failed: no session cookie after 10 s, no error shown',
  '/auth/sign-in?returnUrl=%2Fprofile%3Ftab%3Dvotes',
  '{"name":"session","id":"an id of sixteen or more"}',
  'cookie: sb-auth-token lacks HttpOnly; Set-Cookie: no Secure attribute',
  'GET /auth/callback?next=/artists 302, https://mysetlist.example:443/a@b',
  'expected 401 without an Authorization header',
  'sha512-V4Uc238rhQOdQlc+Gz7JG6SGBtrWnWL8d/6RyiBeCMcNKMhF6DZ0KkAVHJSyNV5r4lA0PmIpZ6iRpTVoz4qjoA==',
  'efe125f1c0ffee00efe125f1c0ffee00efe125f1',
  '<a href="/artists/beyonc%C3%A9?from=%2Ftrending%2520now">Beyonc\\u00e9 &amp; friends &#128512;</a>',
  'journey.login.right-password-and-out: A wrong password is rejected with an error message',
  'npx playwright test --project=desktop --grep "@journey.auth.token-expiry" --trace=on',
  'x=41 y=3D z=20; a&b&&c; 100%; C:\\new\\table\\x41',
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'const authenticationServiceConfigurationProviderFactory = tokenizerStateMachineTransitionTable;',
  'VERCEL_AUTOMATION_BYPASS_SECRET is not plain ASCII',
  'ALERT_WEBHOOK_URL is not an http(s) address',
  'Setlist of the show 2026-11-28: 23 songs, 1,204 votes, 4 encores',
];
