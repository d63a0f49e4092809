// Addresses as Go reads them: what it cannot read, what it can read and not send, and how it shows what it sends.
import { Refusal } from './codes.ts';
import type { Failure } from './http-failures.ts';

/** A request that cannot be made: none is counted; the script gets a response with this code. */
export class BadRequest extends Error {
  readonly code: number;
  constructor(message: string, code = 0) {
    super(message);
    this.code = code;
  }
}

/** An address; `text` as k6 shows it. `failure`: Go can read it and not send it. */
export type Address = { text: string; url: URL; failure?: Failure };
/** Scheme and host, then a path and a query that Go sends as they are. */
const PLAIN = /^https?:\/\/[^/?#]*(\/[\w\-.~!$&'()*+,;=:@[\]%/]*)?(\?[!-"$-~]*)?(#.*)?$/i;
const NOWHERE = new URL('http://invalid.invalid/');

/** @throws BadRequest where Go cannot read it; Refusal where Go would escape it first. */
export function addressOf(text: string): Address {
  const [, scheme = '', authority = ''] = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/?#]*))?/i.exec(text) ?? [];
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const isOfWeb = /^https?$/i.test(scheme);
  const port = Number(/:(\d+)$/.exec(host)?.[1] ?? 0);
  const wrong = /[ "<>\\^`{|}]/.exec(host)?.[0];
  const unreadable = `invalid URL: parse ${JSON.stringify(text)}: `;
  if (wrong !== undefined)
    throw new BadRequest(`${unreadable}invalid character ${JSON.stringify(wrong)} in host name`, 1020);
  const cannot = (error: string, code = 1000): Address => ({
    text,
    url: NOWHERE,
    failure: { error, code, cause: error },
  });
  if (!isOfWeb) return cannot(`unsupported protocol scheme "${scheme.toLowerCase()}"`);
  if (host === '') return cannot('http: no Host in request URL');
  if (port > 65_535) return cannot(`dial tcp: address ${port}: invalid port`, 1210);
  const isPlain = PLAIN.test(text) && !/%(?![0-9a-f]{2})/i.test(text);
  const url = URL.parse(text);
  if (!url || !isPlain) throw new Refusal(`URL that must be escaped first (${text})`, '', 'encodeURIComponent(value)');
  return { text, url };
}
/** The address without user name and password: tags must not show them. */
export const cleanUrl = ({ text, url }: Address): string =>
  url.username === '' ? text : text.replace(/^([^/]*\/\/)[^@/]*@/, '$1****:****@');
