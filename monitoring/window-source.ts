// What alert rules, the status page and the error budget read from the history: sums over a window.
import type { Sample, SampleClass } from './sample.ts';

/** Sums over `from < at <= to` of one endpoint, or of all (`*`). Mergeable: the sum of two adjacent windows is the window of both. */
export type WindowSum = {
  fromMs: number;
  toMs: number;
  /** Samples about the site. */
  n: number;
  valid: number;
  /** Samples by class, also those that are not about the site; a class without samples is absent. */
  classes: Partial<Record<SampleClass, number>>;
  /** Times to first byte in ms: how many, their sum and the largest. */
  ttfb: { n: number; sumMs: number; maxMs: number };
  /** Share, 0..1, of the window's slots (WINDOW_RULES.slotMs) with at least one sample about the site. */
  coverage: number;
  /** The same for samples of any class. */
  watched: number;
};

/** A state that the site reports of a dependency, `database`, `spotify`: 1 healthy, 0.5 degraded, 0 failed. */
export type StateReading = { at: number; kpi: string; subject: string; value: number };

/** The stored outcome of a browser journey (`sign-in`, `search`, `vote`, `front-page`) or of a gate's check. */
export type CheckReading = {
  at: number;
  id: string;
  outcome: 'pass' | 'fail' | 'warn' | 'inconclusive' | 'broken' | 'skipped';
  message: string | null;
};

/** A deployment when it was first seen, by the health endpoints or by a gate, or when it became live again. */
export type Deployment = {
  at: number;
  commit: string | null;
  address: string | null;
  verdict: string | null;
  /** When the verdict was given, ms since 1970; null or absent without one. */
  verdictAt?: number | null;
  /** An older deployment that is live again: a rollback. */
  isReturn?: true;
};

/** A failing answer: the first line of its body, and the request id in the host's log. */
export type LastAnswer = { at: number; endpoint: string; bodyLine: string | null; requestId: string | null };

/** Reads of one target's history. All bounds are `from < at <= to` in ms since 1970; lists are oldest first. */
export interface WindowSource {
  endpoints(fromMs: number, toMs: number): Promise<string[]>;
  sum(endpoint: string, fromMs: number, toMs: number): Promise<WindowSum>;
  /** The newest `limit` samples of an endpoint, oldest first, within the retention of raw samples (48 h). */
  latest(endpoint: string, limit: number, toMs: number): Promise<Sample[]>;
  /** All samples of a window, within the retention of raw samples. The rules read their short windows from them, in one query. */
  samples(fromMs: number, toMs: number): Promise<Sample[]>;
  /** Deployments that were first seen, or became live again, in a window. The newest is live. */
  deployments(fromMs: number, toMs: number): Promise<Deployment[]>;
  states(fromMs: number, toMs: number): Promise<StateReading[]>;
  checks(fromMs: number, toMs: number): Promise<CheckReading[]>;
  /** Times of samples about the site that a gate or nightly sent, not the schedule. Within the retention of raw samples. */
  gateSamples(fromMs: number, toMs: number): Promise<number[]>;
}
