// One HTTP exchange: what is sent, and what came of it.
import type { Failure } from './http-failures.ts';

export type Hop = {
  method: string;
  origin: string;
  path: string;
  /** Names and values in turn. */
  headers: string[];
  body: string | Uint8Array | null;
  timeoutMs: number;
  keepsBody: boolean;
};
/** Milliseconds, as k6's `res.timings`. */
export type Timings = Record<'duration' | 'blocked' | 'looking_up' | 'connecting' | 'tls_handshaking' | 'sending' | 'waiting' | 'receiving', number>; // prettier-ignore
export const noTimings = (): Timings => ({ duration: 0, blocked: 0, looking_up: 0, connecting: 0, tls_handshaking: 0, sending: 0, waiting: 0, receiving: 0 }); // prettier-ignore
export type Remote = { ip: string; port: number; proto: string; tls: string; cipher: string };
export const NOWHERE: Remote = { ip: '', port: 0, proto: '', tls: '', cipher: '' };
export type HopResult = {
  /** 0 where no answer came. */
  status: number;
  statusText: string;
  headers: Record<string, string | string[]>;
  body: Buffer;
  timings: Timings;
  failure: Failure | undefined;
  remote: Remote;
};
export const failed = (failure: Failure): HopResult => ({ status: 0, statusText: '', headers: {}, body: Buffer.alloc(0), timings: noTimings(), failure, remote: NOWHERE }); // prettier-ignore
