// The request of a probe, its answer, and its deadlines.
import type { ErrorCode } from '../../reports/result.ts';
import type { Certificate } from './certificate-chain.ts';
import type { Phase } from './connect.ts';
import type { Connection } from './probe-connection.ts';

export const USER_AGENT = 'MySetlist-Synthetic/0.1';
/** Longer than the runbook's 5 s alert line, so that slow answers are measured, not aborted. */
export const DEADLINES_MS = {
  dns: 3_000,
  connect: 4_000,
  tls: 4_000,
  firstByte: 10_000,
  download: 10_000,
  whole: 15_000,
} as const;
export type Deadlines = Record<keyof typeof DEADLINES_MS, number>;
export const BODY_CAP_BYTES = 2_000_000;

/** Milliseconds; a phase that was not reached, or not needed, is undefined. `firstByte` is the KPI: request sent to first byte. */
export type Phases = {
  dns?: number;
  connect?: number;
  tls?: number;
  firstByte?: number;
  download?: number;
  /** The part of `firstByte` in which this process could not run; undefined if there is none. */
  ownDelay?: number;
};
export type Request = {
  method: string;
  url: URL;
  headers?: Record<string, string>;
  /** Headers for one origin only, also after a redirect. They let us through a wall and are secrets. */
  firstParty?: { origin: string; headers: Readonly<Record<string, string>> };
  body?: string;
  signal?: AbortSignal;
  /** Milliseconds; absent: DEADLINES_MS. */
  deadlines?: Partial<Deadlines>;
  /** How many redirects to follow; absent: none. */
  redirects?: number;
  /** A connection to use again; without it each request opens its own. */
  connection?: Connection;
  /** A certificate to trust besides the usual ones, PEM. */
  ca?: string;
  /** Bytes of a body that are read, and that may come out of it; BODY_CAP_BYTES where it is not given. */
  mostBytes?: number;
};
export type Answer = {
  /** What was asked. */
  url?: URL;
  status: number;
  headers: Record<string, string>;
  /** One entry for each Set-Cookie line: joined, a comma in a date would look like the next cookie. */
  setCookies?: readonly string[];
  /** Decoded as a browser decodes it. */
  body: string;
  /** The encoding that it was decoded with, by the WHATWG's names; UTF-8 where it is not given. */
  encoding?: string;
  phases: Phases;
  /** Of the connection's other end, where there is TLS: the site's own first, then those that it is signed with. */
  certificates?: readonly Certificate[];
  error?: undefined;
};
export type NoAnswer = {
  error: {
    code: ErrorCode;
    message: string;
    /** Where a deadline passed. */
    phase?: Phase;
    /** Nothing was sent, we aborted it, or this process could not run while it waited: no sample of the site. */
    notAsked?: true;
    /** The host accepted no protocol that we offered: it supports only HTTP/2. */
    http2Only?: true;
  };
  phases: Phases;
  status?: number;
};
/** Chrome reads no more of an answer's headers. */
export const MOST_HEADER_BYTES = 262_144;
