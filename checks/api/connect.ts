// Opens one connection with its phases timed apart (DNS, TCP, TLS), each with a deadline of its own.
import dns from 'node:dns';
import net from 'node:net';
import tls from 'node:tls';
import type { buildConnector } from 'undici';
import { startDeadline } from '../../common/own-delay.ts';
import { chainOf, type Certificate } from './certificate-chain.ts';
import { proxyAuthorization } from './proxy-setting.ts';
import { proxyTrouble, tunnel } from './proxy-tunnel.ts';

export type Phase = 'dns' | 'connect' | 'tls' | 'first byte' | 'download' | 'whole';
/** A deadline that passed. The code is ours; the phase says which deadline. */
export class PhaseTimeout extends Error {
  readonly code = 'PHASE_TIMEOUT';
  readonly phase: Phase;
  /** This process could not run for as long as the deadline: it measured nothing. */
  readonly isOurs: boolean;
  constructor(phase: Phase, outcome: 'passed' | 'delayed' = 'passed') {
    const why = outcome === 'delayed' ? 'this machine delayed the check: ' : '';
    super(`${why}deadline passed while ${WORDS[phase]}`);
    this.phase = phase;
    this.isOurs = outcome === 'delayed';
  }
}
const WORDS: Readonly<Record<Phase, string>> = {
  dns: 'looking up the host name',
  connect: 'connecting',
  tls: 'agreeing on TLS',
  'first byte': 'waiting for the first byte',
  download: 'reading the body',
  whole: 'asking, over all phases',
};

export type Opening = {
  /** Milliseconds each. */
  phases: { dns?: number; connect?: number; tls?: number };
  /** The site's own first. */
  certificates?: readonly Certificate[];
  /** Which phase is under way, for errors. */
  phase: Phase;
};
type Lookup = (...args: Parameters<net.LookupFunction>) => void;
type Limits = { dns: number; connect: number; tls: number };

type Way = {
  limits: Limits;
  /** A certificate to trust besides the usual ones, PEM. */
  ca?: string | undefined;
  /** The resolver; absent: the system's. */
  lookup?: Lookup | undefined;
  /** The proxy: plain http goes to it directly, https through a tunnel. */
  proxy?: URL | undefined;
  /** Offers only HTTP/2, for a host that supports nothing else. */
  http2?: boolean | undefined;
};

/** A connector for undici that writes what it measures into `opening()`. */
export const timedConnector =
  (opening: () => Opening, { limits, ca, lookup = dns.lookup, proxy, http2 }: Way): buildConnector.connector =>
  ({ hostname, port, protocol }, callback) => {
    const at = opening();
    const host = withoutBrackets(hostname);
    const secure = protocol === 'https:';
    const hop = proxy
      ? { host: withoutBrackets(proxy.hostname), port: Number(proxy.port || (proxy.protocol === 'https:' ? 443 : 80)) }
      : undefined;
    const first = hop ?? { host, port: Number(port || (secure ? 443 : 80)) };
    let began = performance.now();
    const done = (phase: 'dns' | 'connect' | 'tls'): void => {
      const now = performance.now();
      at.phases[phase] = now - began;
      began = now;
    };
    let settled = false;
    const finish = (error: Error | null, socket: net.Socket | null): void => {
      cancel?.();
      if (settled) return;
      settled = true;
      if (error) callback(error, null);
      else callback(null, socket as net.Socket);
    };
    /** An error before the tunnel is open is an error of the proxy, or of the network before it. */
    const fail = (error: Error): void => finish(hop && !isThrough ? proxyTrouble(hop, error) : error, null);
    let isThrough = hop === undefined;
    let cancel: (() => void) | undefined;
    const enter = (phase: 'dns' | 'connect' | 'tls'): void => {
      at.phase = phase;
      cancel?.();
      cancel = startDeadline(limits[phase], (outcome) => {
        fail(new PhaseTimeout(phase, outcome));
        tcp.destroy();
      });
    };
    const tcp = net.connect({
      ...first,
      noDelay: true,
      // Both families are tried, one shortly after the other, as browsers do.
      autoSelectFamily: true,
      lookup: (name, options, answer) =>
        lookup(name, options, (error, address, family) => {
          done('dns');
          if (!settled && !error) enter('connect');
          answer(error, address as string, family);
        }),
    });
    enter(net.isIP(first.host) === 0 ? 'dns' : 'connect');
    tcp.once('error', fail);
    const agree = (socket: net.Socket): void => {
      enter('tls');
      const safe = tls.connect({
        socket,
        host,
        ...(net.isIP(host) === 0 ? { servername: host } : {}),
        ALPNProtocols: [http2 ? 'h2' : 'http/1.1'],
        ...(ca === undefined ? {} : { ca: [...tls.rootCertificates, ca] }),
      });
      safe.once('error', fail);
      safe.once('secureConnect', () => {
        done('tls');
        const certificates = chainOf(safe);
        if (certificates.length > 0) at.certificates = certificates;
        finish(null, safe);
      });
    };
    tcp.once('connect', () => {
      if (!hop || !proxy) {
        done('connect');
        return secure ? agree(tcp) : finish(null, tcp);
      }
      const through = (socket: net.Socket): void => {
        isThrough = true;
        done('connect');
        if (secure) agree(socket);
        else finish(null, socket);
      };
      const open = (socket: net.Socket): void => {
        // Plain HTTP is asked of the proxy itself, with the whole address.
        if (!secure) return through(socket);
        tunnel(socket, `${hostname}:${port || 443}`, proxyAuthorization(proxy)).then(() => through(socket), fail);
      };
      if (proxy.protocol === 'http:') return open(tcp);
      const safe = tls.connect({
        socket: tcp,
        host: hop.host,
        ...(net.isIP(hop.host) === 0 ? { servername: hop.host } : {}),
      });
      safe.once('error', fail);
      safe.once('secureConnect', () => open(safe));
    });
  };

const withoutBrackets = (hostname: string): string => hostname.replaceAll(/^\[|\]$/g, '');
