// Opens one connection with its phases timed apart (DNS, TCP, TLS), each with a deadline of its own.
import dns from 'node:dns';
import net from 'node:net';
import tls from 'node:tls';
import type { buildConnector } from 'undici';

export type Phase = 'dns' | 'connect' | 'tls' | 'first byte' | 'download' | 'whole';
/** A deadline that passed; the code is ours, the phase tells which. */
export class PhaseTimeout extends Error {
  readonly code = 'PHASE_TIMEOUT';
  readonly phase: Phase;
  constructor(phase: Phase) {
    super(`deadline passed while ${WORDS[phase]}`);
    this.phase = phase;
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
  certificate?: { expires: Date };
  /** Which phase is under way, for errors. */
  phase: Phase;
};
type Lookup = (...args: Parameters<net.LookupFunction>) => void;
type Limits = { dns: number; connect: number; tls: number };

/** A connector for undici that writes what it measures into `opening()`. `ca`: certificates to trust besides the usual ones; `lookup`: the resolver. */
export const timedConnector =
  (opening: () => Opening, limits: Limits, ca?: string, lookup: Lookup = dns.lookup): buildConnector.connector =>
  ({ hostname, port, protocol }, callback) => {
    const at = opening();
    const host = hostname.replace(/^\[|\]$/g, '');
    const secure = protocol === 'https:';
    let began = performance.now();
    const done = (phase: 'dns' | 'connect' | 'tls'): void => {
      const now = performance.now();
      at.phases[phase] = now - began;
      began = now;
    };
    let settled = false;
    const finish = (error: Error | null, socket: net.Socket | null): void => {
      clearTimeout(timer);
      if (settled) return;
      settled = true;
      if (error) callback(error, null);
      else callback(null, socket as net.Socket);
    };
    let timer: NodeJS.Timeout | undefined;
    const enter = (phase: 'dns' | 'connect' | 'tls'): void => {
      at.phase = phase;
      clearTimeout(timer);
      timer = setTimeout(() => {
        const late = new PhaseTimeout(phase);
        finish(late, null);
        tcp.destroy();
      }, limits[phase]);
    };
    const tcp = net.connect({
      host,
      port: Number(port || (secure ? 443 : 80)),
      noDelay: true,
      lookup: (name, options, answer) =>
        lookup(name, options, (error, address, family) => {
          done('dns');
          if (!settled && !error) enter('connect');
          answer(error, address as string, family);
        }),
    });
    enter(net.isIP(host) === 0 ? 'dns' : 'connect');
    tcp.once('error', (error) => finish(error, null));
    tcp.once('connect', () => {
      done('connect');
      if (!secure) return finish(null, tcp);
      enter('tls');
      const safe = tls.connect({
        socket: tcp,
        host,
        ...(net.isIP(host) === 0 ? { servername: host } : {}),
        ALPNProtocols: ['http/1.1'],
        ...(ca === undefined ? {} : { ca: [...tls.rootCertificates, ca] }),
      });
      safe.once('error', (error) => finish(error, null));
      safe.once('secureConnect', () => {
        done('tls');
        const { valid_to: expires } = safe.getPeerCertificate();
        if (expires) at.certificate = { expires: new Date(expires) };
        finish(null, safe);
      });
    });
  };
