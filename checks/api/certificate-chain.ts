// Every certificate that must last for a visitor to get in: the site's own and those that it is signed with, not only the first.
import type { DetailedPeerCertificate, PeerCertificate, TLSSocket } from 'node:tls';
import tls from 'node:tls';
import { X509Certificate } from 'node:crypto';

export type Certificate = { expires: Date; /** Its common name. */ name: string };

/** Longest chain that is followed; real ones have two to four. */
const LONGEST = 10;

/** The certificates from the site's own to the last before one that browsers trust by themselves. Empty where there is none. */
export function chainOf(socket: TLSSocket): Certificate[] {
  const chain: Certificate[] = [];
  let one: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  for (let depth = 0; one?.valid_to && depth < LONGEST; depth += 1) {
    const isRoot = one.issuerCertificate === undefined || one.issuerCertificate.fingerprint256 === one.fingerprint256;
    if (depth > 0 && isRoot) break;
    chain.push({ expires: new Date(one.valid_to), name: commonName(one) });
    if (isRoot) break;
    one = one.issuerCertificate;
  }
  return chain;
}

const commonName = ({ subject }: PeerCertificate): string =>
  [subject?.CN ?? subject?.O ?? 'without a name'].flat()[0] ?? '';

/** The names that this machine trusts by themselves: a certificate of one of them that is also sent, cross-signed, may expire unnoticed. */
let trusted: ReadonlySet<string> | undefined;
export function isTrustedByItself(name: string): boolean {
  trusted ??= new Set(
    tls
      .getCACertificates('bundled')
      .map((pem) => /(?:^|\n)CN=([^\n]+)/.exec(new X509Certificate(pem).subject)?.[1] ?? ''),
  );
  return trusted.has(name);
}

/** What of a chain must last: the site's own certificate, and those sent with it that nobody trusts by themselves. */
export const mustLast = (chain: readonly Certificate[]): Certificate[] =>
  chain.filter((one, i) => i === 0 || !isTrustedByItself(one.name));

/** When the first of them expires, ms since 1970; undefined where there is no TLS. */
export function firstExpiry(chain: readonly Certificate[]): number | undefined {
  const times = mustLast(chain).map(({ expires }) => expires.getTime());
  return times.length === 0 ? undefined : Math.min(...times);
}
