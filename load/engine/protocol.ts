// What the main thread and a VU's worker thread say to each other. Both sides are of the same run: nothing is validated.
import type { ExitCode } from './codes.ts';
import type { Contains, Tags } from './metrics.ts';
import type { MetricType } from './sinks.ts';

/** One HTTP exchange; redirects, cookies and response objects are the worker's business. */
export type HopRequest = {
  method: string;
  /** `https://host:port`, and path with query: split once, by the worker. */
  origin: string;
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array | null;
  timeoutMs: number;
  responseType: 'text' | 'binary' | 'none';
  tags: Tags;
  /** Statuses that count as expected, as ranges; null leaves http_req_failed out. */
  expected: readonly (readonly [from: number, to: number])[] | null;
  /** The generator was so late: whoever arrived at the due time has waited as much longer. */
  lateMs?: number;
};

/** Milliseconds, as k6's `res.timings`. */
export type Timings = {
  blocked: number;
  connecting: number;
  tls_handshaking: number;
  sending: number;
  waiting: number;
  receiving: number;
  duration: number;
};

export type HopResult = {
  /** 0 where no answer came. */
  status: number;
  statusText: string;
  headers: Record<string, string>;
  setCookies: string[];
  body: string | ArrayBuffer | null;
  timings: Timings;
  error: string;
  errorCode: number;
  remoteIp: string;
  remotePort: number;
  /** `tls1.3`; empty without TLS. */
  tlsVersion: string;
};

/** `at` in epoch milliseconds. */
export type Sample = [metric: string, value: number, tags: Tags, at: number];

/** `k6/data`: JSON texts one behind the other, and where each ends. Shared memory. */
export type SharedArrays = Record<string, { text: Uint8Array; ends: Uint32Array }>;

export type IterationContext = {
  scenario: string;
  executor: string;
  exec: string;
  env: Readonly<Record<string, string>>;
  tags: Tags;
  /** Epoch milliseconds. */
  startTime: number;
  durationMs: number;
  iterationInTest: number;
  iterationInVu: number;
  /** Iterations of the whole scenario where its executor counts them; else undefined. */
  iterations: number | undefined;
  iterationInScenarioOfVu: number;
  /** So long after it was due, where that is worth telling. */
  lateMs: number;
};

export type Call = 'setup' | 'teardown' | 'handleSummary';

export type ToWorker =
  | { t: 'iterate'; context: IterationContext }
  | { t: 'call'; call: Call; argument: unknown }
  | { t: 'data'; json: string | undefined }
  | { t: 'interrupt' }
  | { t: 'answer'; id: number; results: HopResult[] };

export type DeclaredMetric = { name: string; type: MetricType; contains: Contains };

export type ToParent =
  | {
      t: 'ready';
      options: Record<string, unknown>;
      exports: string[];
      metrics: DeclaredMetric[];
      /** Every file that was loaded, types stripped; only the first worker sends it. */
      sources: Record<string, string> | undefined;
      arrays: SharedArrays | undefined;
    }
  | { t: 'failed'; exitCode: ExitCode; message: string }
  | { t: 'request'; id: number; sync: boolean; requests: HopRequest[]; samples: Sample[] }
  | {
      t: 'done';
      durationMs: number;
      /** An exception's text; the iteration counts all the same, as in k6. */
      error: string | undefined;
      interrupted: boolean;
      samples: Sample[];
      /** What setup or handleSummary returned. */
      value: unknown;
    }
  | { t: 'log'; level: string; text: string }
  | { t: 'abort'; message: string; fail: boolean };

/** Layout of the shared Int32Array of one VU. `answers` counts wakings: it is what a thread waits on. */
export const CONTROL = { answers: 0, interrupt: 1, kind: 2, length: 3, idle: 4, slots: 5 } as const;
/** What lies in the mailbox; `port`: the message was too long for it and is at the port. */
export const KIND = { none: 0, answer: 1, command: 2, port: 3 } as const;
/** Layout of the shared Int32Array of the run (k6/execution's `instance`). */
export const COUNTS = { completed: 0, interrupted: 1, vusActive: 2, vusInitialized: 3, length: 4 } as const;

export type WorkerData = {
  entry: string;
  script: string;
  engineUrl: string;
  modules: Readonly<Record<string, string>>;
  sources: Readonly<Record<string, string>> | undefined;
  /** Undefined in the first worker, which makes them. */
  arrays: SharedArrays | undefined;
  /** What the command line says instead of the script. */
  optionsOver: Readonly<Record<string, unknown>>;
  vu: number;
  env: Readonly<Record<string, string>>;
  control: SharedArrayBuffer;
  mailbox: SharedArrayBuffer;
  counts: SharedArrayBuffer;
  /** Epoch milliseconds of the run's start. */
  startedAt: number;
};
