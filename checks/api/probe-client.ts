// The probe client: one request on a fresh connection, as a visitor has it, with its phases timed apart and a deadline for each.
import { Client, type Dispatcher } from 'undici';
import type { ErrorCode } from '../../reports/result.ts';
import { PhaseTimeout, timedConnector, type Opening, type Phase } from './connect.ts';

export const USER_AGENT = 'MySetlist-Synthetic/0.1';
/** Longer than the runbook's 5 s alert line, so that a slow answer is measured and not only cut off. */
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
export type Phases = { dns?: number; connect?: number; tls?: number; firstByte?: number; download?: number };
export type Request = {
  method: string;
  url: URL;
  headers?: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
  /** Milliseconds; DEADLINES_MS where it is not given. */
  deadlines?: Partial<Deadlines>;
  /** How many redirects to follow; none where it is not given. */
  redirects?: number;
  /** A connection to use again; without it each request opens its own. */
  connection?: Connection;
  /** A certificate to trust besides the usual ones, PEM. */
  ca?: string;
};
export type Answer = {
  /** What was asked. */
  url?: URL;
  status: number;
  headers: Record<string, string>;
  /** Each Set-Cookie line apart: joined, a comma in a date would look like the next cookie. */
  setCookies?: readonly string[];
  /** Decoded as a browser decodes it. */
  body: string;
  /** The encoding that it was decoded with, by the WHATWG's names; UTF-8 where it is not given. */
  encoding?: string;
  phases: Phases;
  /** Of the connection's other end, where there is TLS. */
  certificate?: { expires: Date };
  error?: undefined;
};
export type NoAnswer = {
  error: { code: ErrorCode; message: string; /** Where a deadline passed. */ phase?: Phase };
  phases: Phases;
  status?: number;
};

/** One kept-alive connection to one origin. Close it. */
export class Connection {
  opening: Opening = { phases: {}, phase: 'connect' };
  readonly client: Client;

  constructor(origin: URL, deadlines: Partial<Deadlines> = {}, ca?: string) {
    this.client = new Client(origin.origin, {
      // Our own deadlines stand: undici's timers are coarse.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: timedConnector(() => this.opening, { ...DEADLINES_MS, ...deadlines }, ca),
    });
  }

  close(): Promise<void> {
    return this.client.destroy();
  }
}

/** Never rejects. Redirects are followed as far as `redirects` allows; the last answer counts, with its own phases. */
export async function probe(request: Request): Promise<Answer | NoAnswer> {
  const seen = new Set<string>();
  let { url } = request;
  for (let left = request.redirects ?? 0; ; left -= 1) {
    seen.add(url.href);
    const answer = await ask({ ...request, url });
    const location = answer.error ? undefined : answer.headers['location'];
    if (!request.redirects || answer.error || answer.status < 300 || answer.status > 399 || !location) return answer;
    if (!URL.canParse(location, url)) return answer;
    url = new URL(location, url);
    if (seen.has(url.href) || left === 0) {
      const message = seen.has(url.href)
        ? `redirects lead back to ${url.href}`
        : `more than ${request.redirects} redirects`;
      return { error: { code: 'redirect-loop', message }, phases: answer.phases, status: answer.status };
    }
  }
}

async function ask(request: Request): Promise<Answer | NoAnswer> {
  const deadlines = { ...DEADLINES_MS, ...request.deadlines };
  const connection = request.connection ?? new Connection(request.url, deadlines, request.ca);
  const opening: Opening = { phases: {}, phase: 'connect' };
  connection.opening = opening;
  try {
    return await dispatch(request, deadlines, connection.client, opening);
  } finally {
    if (request.connection === undefined) await connection.close();
  }
}

function dispatch(
  request: Request,
  deadlines: Deadlines,
  client: Client,
  opening: Opening,
): Promise<Answer | NoAnswer> {
  const timing: { firstByte?: number; download?: number } = {};
  const phases = (): Phases => ({ ...opening.phases, ...timing });
  const chunks: Buffer[] = [];
  let size = 0;
  let sent = 0;
  let first = 0;
  let status: number | undefined;
  let headers: Record<string, string> = {};
  let stopper: Dispatcher.DispatchController | undefined;
  let late: Error | undefined;
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const finish = (answer: Answer | NoAnswer): void => {
      clearTimeout(timer);
      clearTimeout(whole);
      request.signal?.removeEventListener('abort', stopped);
      resolve(answer);
    };
    const fail = (error: Error): void => {
      const told = classify(late ?? error, { gotStatus: status !== undefined, phase: opening.phase });
      finish({ error: told, phases: phases(), ...(status === undefined ? {} : { status }) });
    };
    /** Ends the request, also one that has no connection yet. */
    const stop = (error: Error): void => {
      late ??= error;
      if (stopper) stopper.abort(error);
      fail(error);
    };
    const stopped = (): void => stop(new DOMException('the run was stopped', 'AbortError'));
    const enter = (phase: Phase, ms: number): void => {
      opening.phase = phase;
      clearTimeout(timer);
      timer = setTimeout(() => stop(new PhaseTimeout(phase)), ms);
    };
    const whole = setTimeout(() => stop(new PhaseTimeout('whole')), deadlines.whole);
    if (request.signal?.aborted) return stopped();
    request.signal?.addEventListener('abort', stopped, { once: true });
    client.dispatch(
      {
        origin: request.url.origin,
        method: request.method as Dispatcher.HttpMethod,
        path: `${request.url.pathname}${request.url.search}`,
        headers: { 'user-agent': USER_AGENT, accept: '*/*', ...request.headers },
        ...(request.body === undefined ? {} : { body: request.body }),
      },
      {
        onRequestStart: (controller) => {
          stopper = controller;
          if (late) return controller.abort(late);
          sent = performance.now();
          enter('first byte', deadlines.firstByte);
        },
        onResponseStart: (_controller, statusCode, given) => {
          first = performance.now();
          timing.firstByte = first - sent;
          status = statusCode;
          headers = flat(given);
          enter('download', deadlines.download);
        },
        onResponseData: (controller, chunk) => {
          size += chunk.length;
          if (size <= BODY_CAP_BYTES) return void chunks.push(chunk);
          timing.download = performance.now() - first;
          const message = `the body is larger than ${BODY_CAP_BYTES} bytes`;
          finish({ error: { code: 'body-too-large', message }, phases: phases(), ...(status ? { status } : {}) });
          controller.abort(new Error(message));
        },
        onResponseEnd: () => {
          timing.download = performance.now() - first;
          const body = Buffer.concat(chunks).toString('utf8');
          const certificate = opening.certificate ? { certificate: opening.certificate } : {};
          finish({ url: request.url, status: status ?? 0, headers, body, phases: phases(), ...certificate });
        },
        onResponseError: (_controller, error) => fail(error),
      },
    );
  });
}

const flat = (given: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );

/** A stable code from whatever the stack threw. */
function classify(error: unknown, seen: { gotStatus: boolean; phase: Phase }): NoAnswer['error'] {
  if (error instanceof PhaseTimeout) return { code: 'timeout', message: error.message, phase: error.phase };
  const { code = '', message, name } = error as NodeJS.ErrnoException;
  if (/ENOTFOUND|EAI_AGAIN|ENODATA/.test(code))
    return { code: 'dns', message: `the host name does not resolve (${code})` };
  if (/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/.test(code))
    return { code: 'refused', message: `nothing listens (${code})` };
  if (/TIMEOUT|ETIMEDOUT/.test(code))
    return { code: 'timeout', message: `deadline passed while ${seen.phase} (${code})`, phase: seen.phase };
  if (name === 'AbortError') return { code: 'tool', message: 'the run was stopped' };
  const certificate = CERTIFICATE.find(([pattern]) => pattern.test(code));
  if (certificate) return { code: certificate[1], message: `TLS: ${message} (${code})` };
  if (seen.gotStatus) return { code: 'truncated', message: `the body broke off (${code || message})` };
  return { code: 'reset', message: `the connection broke off while ${seen.phase} (${code || message})` };
}

/** Node's codes of a certificate that is no good, first match wins. */
const CERTIFICATE: readonly (readonly [RegExp, ErrorCode])[] = [
  [/CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/, 'tls-expired'],
  [/ERR_TLS_CERT_ALTNAME_INVALID/, 'tls-wrong-host'],
  [/SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|CERT_UNTRUSTED|CERT_REJECTED/, 'tls-untrusted'],
  [/CERT|TLS|SSL/, 'tls'],
];
