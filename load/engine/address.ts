// Addresses as Go reads them: what it cannot read, what it can read and not send, and how it shows what it sends.
import { Refusal } from './codes.ts';
import { NO_TIMINGS, type HopResult } from './wire.ts';

/** An address; `text` as k6 shows it in `res.url`. */
export type Address = URL & { text: string };
/** A request that cannot be made: no request is counted; a response with this code, or an exception where `throw` is on. */
export class BadRequest extends Error {
  readonly code: number;
  readonly throws: boolean;
  constructor(message: string, code = 0, throws = false) {
    super(message);
    [this.code, this.throws] = [code, throws];
  }
}

const failed = (error: string, code: number): HopResult => ({ status: 0, statusText: '', headers: {}, body: Buffer.alloc(0), timings: { ...NO_TIMINGS }, error, cause: error, code, ip: '', port: 0, proto: '', tls: '', cipher: '' }); // prettier-ignore
const NOWHERE = 'http://invalid.invalid/';

/** Reads an address as Go does. @returns the failed request in its place where Go can read and not send it. @throws BadRequest */
export function address(text: string): { url: Address; bad?: HopResult } {
  const fail = (why: string): never => {
    throw new BadRequest(`invalid URL: parse ${JSON.stringify(text)}: ${why}`, 1020);
  };
  const [, scheme = '', authority = '', rest = ''] =
    /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^]*)$/i.exec(text) ?? [];
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const [, wrong] = /([ "<>\\^`{|}])/.exec(host) ?? [];
  if (wrong !== undefined) fail(`invalid character ${JSON.stringify(wrong)} in host name`);
  if (/^\[[^\]]*$/.test(host)) fail("missing ']' in host");
  if (/[\u0000-\u001f\u007f]/.test(text)) fail('net/url: invalid control character in URL');
  const instead = (why: string, code = 1000) => ({
    url: Object.assign(new URL(NOWHERE), { text }),
    bad: failed(why, code),
  });
  if (!/^https?$/i.test(scheme)) return instead(`unsupported protocol scheme "${scheme.toLowerCase()}"`);
  if (host === '') return instead('http: no Host in request URL');
  const port = /:(\d+)$/.exec(host)?.[1];
  if (port !== undefined && Number(port) > 65_535) return instead(`dial tcp: address ${port}: invalid port`, 1210);
  const hash = rest.indexOf('#');
  const [path = '', ...query] = (hash < 0 ? rest : rest.slice(0, hash)).split('?');
  const [, badEscape] = /(%(?![0-9a-f]{2}).{0,2})/i.exec(path) ?? [];
  if (badEscape !== undefined) fail(`invalid URL escape ${JSON.stringify(badEscape)}`);
  const raw = query.length > 0 ? `?${query.join('?')}` : '';
  if (/[^\u0021-\u007e]/.test(raw)) throw new Refusal(`URL whose query must be escaped first (${text})`);
  const escaped = path.replaceAll(/[^\w\-.~!$&'()*+,;=:@[\]%/]/gu, (c) => encodeURIComponent(c));
  const url = URL.parse(`${scheme}://${authority}${escaped}${raw}`);
  if (!url) return fail('invalid URL') as never;
  const shown = `${scheme}://${authority}${escaped}${raw}${hash < 0 ? '' : rest.slice(hash)}`;
  return { url: Object.assign(url, { text: shown }) };
}

/** The address without user name and password: tags must not tell them. */
export const cleanUrl = ({ text, username }: Address): string =>
  username === '' ? text : text.replace(/^([^/]*\/\/)[^@/]*@/, (_all, start: string) => `${start}****:****@`);
