// Changes a finished answer before it is sent: encodings, lengths and headers that a client must support.
import { gzipSync } from 'node:zlib';
import { withHeaders, type Answer } from './http.ts';
import type { World } from './world.ts';

const MIB = 1024 * 1024;
const LONG_BODY_BYTES = 50 * MIB;
const LARGE_HEADERS = 24;
const LARGE_HEADER_BYTES = 1_000;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
const UTF16_BOM = Buffer.from([0xff, 0xfe]);
/** A date contains a comma, so header lines joined with commas cannot be split again. */
const COOKIES = [
  'seen=1; Path=/; SameSite=Lax',
  'visit=1; Path=/; Expires=Wed, 21 Oct 2037 07:28:00 GMT; SameSite=Lax',
  'region=eu; Path=/; HttpOnly; SameSite=Lax',
];

const typeOf = (answer: Answer): string => String(answer.headers['Content-Type'] ?? '');
const isText = (answer: Answer): boolean => /^text\/(html|plain)|json/.test(typeOf(answer));
const isHtml = (answer: Answer): boolean => typeOf(answer).startsWith('text/html');
const recoded = (answer: Answer, body: Buffer, charset: string): Answer =>
  withHeaders({ ...answer, body }, { 'Content-Type': `text/html; charset=${charset}` });

/** Characters that the encoding does not have are written as numeric references. */
const windows1252 = (page: string): Buffer =>
  Buffer.from(
    page.replaceAll(/[\u0080-\u009f\u0100-\u{10ffff}]/gu, (letter) => `&#${letter.codePointAt(0) ?? 0};`),
    'latin1',
  );

export function onTheWire(answer: Answer, world: World): Answer {
  let sent = answer;
  if (isHtml(answer) && world.has('page-download'))
    sent = withHeaders(sent, { 'Content-Disposition': 'attachment; filename="page.html"' });
  if (isHtml(answer) && typeof sent.body === 'string') {
    const page = sent.body;
    if (world.has('pages-utf16'))
      sent = recoded(sent, Buffer.concat([UTF16_BOM, Buffer.from(page, 'utf16le')]), 'utf-16');
    else if (world.has('pages-windows-1252')) sent = recoded(sent, windows1252(page), 'windows-1252');
    else if (world.has('body-50mb')) sent = { ...sent, body: lengthened(page) };
  }
  if (isText(answer) && world.has('body-bom')) sent = { ...sent, body: Buffer.concat([BOM, Buffer.from(sent.body)]) };
  if (isText(answer) && world.has('compressed-unasked') && sent.body.length > 0)
    sent = withHeaders({ ...sent, body: gzipSync(sent.body) }, { 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' });
  if (world.has('headers-large')) {
    const value = 'x'.repeat(LARGE_HEADER_BYTES);
    const more = Array.from({ length: LARGE_HEADERS }, (_, i) => [`X-Trace-${i + 1}`, value] as const);
    sent = withHeaders(sent, Object.fromEntries(more));
  }
  if (world.has('cookies-many'))
    sent = withHeaders(sent, { 'Set-Cookie': [...[sent.headers['Set-Cookie'] ?? []].flat(), ...COOKIES] });
  return sent;
}

/** The page, and a comment that makes it 50 MB long. */
function lengthened(page: string): Buffer {
  const body = Buffer.alloc(LONG_BODY_BYTES, 'padding ');
  body.write(`${page}\n<!--`, 'utf8');
  body.write('-->', LONG_BODY_BYTES - 3, 'utf8');
  return body;
}
