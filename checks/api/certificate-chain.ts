// The certificates that must be valid for a visitor: the site's own and its intermediate ones.
import type { DetailedPeerCertificate, PeerCertificate, TLSSocket } from 'node:tls';
import tls from 'node:tls';
import { X509Certificate } from 'node:crypto';

export type Certificate = { expires: Date; /** Its common name. */ name: string };

/** Longest chain that is read. Real ones have two to four. */
const LONGEST = 10;

/** From the site's certificate to the last one below a trusted root. Empty without TLS. */
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

/** The certificates of a chain that must be valid: the site's own, and the sent ones that are no trusted roots. */
export const mustLast = (chain: readonly Certificate[]): Certificate[] =>
  chain.filter((one, i) => i === 0 || !isTrustedByItself(one.name));

/** When the first of them expires, ms since 1970; undefined without TLS. */
export function firstExpiry(chain: readonly Certificate[]): number | undefined {
  const times = mustLast(chain).map(({ expires }) => expires.getTime());
  return times.length === 0 ? undefined : Math.min(...times);
}
