// The probe client: one request on a fresh connection, as a visitor has it, with its phases timed apart and a deadline for each.
import { lookup } from 'node:dns';
import { buildConnector, Client } from 'undici';
import type { ErrorCode } from '../../reports/result.ts';

export const USER_AGENT = 'MySetlist-Synthetic/0.1';
/** Longer than the runbook's 5 s alert line, so that a slow answer is measured and not only cut off. */
export const DEADLINES_MS = { connect: 4_000, firstByte: 10_000, download: 10_000, whole: 15_000 } as const;
export type Deadlines = Record<keyof typeof DEADLINES_MS, number>;
export const BODY_CAP_BYTES = 2_000_000;

/** Milliseconds; a phase that was not reached is undefined. `firstByte` is the KPI: request sent to first byte. */
export type Phases = { dns?: number; connect?: number; firstByte?: number; download?: number };
export type Request = {
  method: string;
  url: URL;
  headers?: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
  /** Milliseconds; DEADLINES_MS where it is not given. */
  deadlines?: Partial<Deadlines>;
};
export type Answer = {
  /** What was asked. */
  url?: URL;
  status: number;
  headers: Record<string, string>;
  body: string;
  phases: Phases;
  error?: undefined;
};
export type NoAnswer = { error: { code: ErrorCode; message: string }; phases: Phases; status?: number };

/** Never rejects; redirects are not followed. */
export async function probe(request: Request): Promise<Answer | NoAnswer> {
  const phases: Phases = {};
  const deadlines = { ...DEADLINES_MS, ...request.deadlines };
  const started = performance.now();
  let connected: number | undefined;
  let status: number | undefined;
  const connect = buildConnector({
    timeout: deadlines.connect,
    lookup: (hostname, options, callback) =>
      lookup(hostname, options, (error, address, family) => {
        phases.dns = performance.now() - started;
        callback(error, address as string, family);
      }),
  });
  const client = new Client(request.url.origin, {
    headersTimeout: deadlines.firstByte,
    bodyTimeout: deadlines.download,
    connect: (options, callback) =>
      connect(options, (...result) => {
        connected = performance.now();
        phases.connect = connected - started - (phases.dns ?? 0);
        callback(...result);
      }),
  });
  const whole = AbortSignal.timeout(deadlines.whole);
  try {
    const answer = await client.request({
      method: request.method,
      path: `${request.url.pathname}${request.url.search}`,
      headers: { 'user-agent': USER_AGENT, accept: '*/*', ...request.headers },
      ...(request.body === undefined ? {} : { body: request.body }),
      signal: request.signal ? AbortSignal.any([whole, request.signal]) : whole,
    });
    const first = performance.now();
    phases.firstByte = first - (connected ?? started);
    status = answer.statusCode;
    const body = await readCapped(answer.body);
    phases.download = performance.now() - first;
    if (body === undefined)
      return {
        error: { code: 'body-too-large', message: `the body is larger than ${BODY_CAP_BYTES} bytes` },
        phases,
        status,
      };
    const headers = Object.fromEntries(
      Object.entries(answer.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : (value ?? ''),
      ]),
    );
    return { url: request.url, status, headers, body, phases };
  } catch (error) {
    return {
      error: classify(error, { gotStatus: status !== undefined, connected: connected !== undefined }),
      phases,
      ...(status === undefined ? {} : { status }),
    };
  } finally {
    await client.destroy();
  }
}

async function readCapped(body: AsyncIterable<Buffer>): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > BODY_CAP_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A stable code from whatever the stack threw. */
function classify(
  error: unknown,
  seen: { gotStatus: boolean; connected: boolean },
): { code: ErrorCode; message: string } {
  const { code = '', message, name } = error as NodeJS.ErrnoException;
  const phase = seen.gotStatus ? 'download' : seen.connected ? 'first byte' : 'connecting';
  if (/ENOTFOUND|EAI_AGAIN|ENODATA/.test(code))
    return { code: 'dns', message: `the host name does not resolve (${code})` };
  if (/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/.test(code))
    return { code: 'refused', message: `nothing listens (${code})` };
  if (/TIMEOUT|ETIMEDOUT/.test(code) || name === 'TimeoutError')
    return { code: 'timeout', message: `deadline passed while ${phase}` };
  if (name === 'AbortError') return { code: 'tool', message: 'the run was stopped' };
  if (/CERT|TLS|SSL|SELF_SIGNED|ALTNAME|UNABLE_TO/.test(code))
    return { code: 'tls', message: `TLS: ${message} (${code})` };
  if (seen.gotStatus) return { code: 'truncated', message: `the body broke off (${code || message})` };
  return { code: 'reset', message: `the connection broke off while ${phase} (${code || message})` };
}
