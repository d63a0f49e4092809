// One request and its answer over an open connection, with a deadline for each phase.
import type { Dispatcher } from 'undici';
import { isUnansweredByUs, startDeadline, startDelayMeter, type DelayMeter } from '../../common/own-delay.ts';
import type { ErrorCode } from '../../reports/result.ts';
import { ACCEPT_ENCODING, decodeCodings, textOf } from './body-bytes.ts';
import { PhaseTimeout, type Opening, type Phase } from './connect.ts';
import type { Connection } from './probe-connection.ts';
import { classify } from './probe-errors.ts';
import {
  BODY_CAP_BYTES,
  USER_AGENT,
  type Answer,
  type Deadlines,
  type NoAnswer,
  type Phases,
  type Request,
} from './probe-request.ts';
import { proxyAuthorization } from './proxy-setting.ts';

/** How a request ends when the other side gave up waiting for us. */
const NO_ANSWER: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['dns', 'refused', 'reset', 'timeout', 'truncated']);
const couldNotRun = ({ soFar, slept }: DelayMeter, message: string): NoAnswer['error'] => {
  const ms = Math.round(soFar() + slept());
  return { code: 'machine', message: `this machine could not run for ${ms} ms meanwhile: ${message}`, notAsked: true };
};

/** Never rejects. */
export function dispatch(
  request: Request,
  deadlines: Deadlines,
  { client, proxy }: Connection,
  opening: Opening,
): Promise<Answer | NoAnswer> {
  const timing: { firstByte?: number; download?: number; ownDelay?: number } = {};
  const phases = (): Phases => ({ ...opening.phases, ...timing });
  const chunks: Buffer[] = [];
  let size = 0;
  let sent = 0;
  let first = 0;
  let before = { delay: 0, sleep: 0 };
  let status: number | undefined;
  let headers: Record<string, string> = {};
  let setCookies: readonly string[] = [];
  const cap = request.mostBytes ?? BODY_CAP_BYTES;
  let stopper: Dispatcher.DispatchController | undefined;
  let late: Error | undefined;
  const started = performance.now();
  return new Promise((resolve) => {
    const meter = startDelayMeter();
    let cancel: (() => void) | undefined;
    const finish = (answer: Answer | NoAnswer): void => {
      meter.end();
      cancel?.();
      cancelWhole();
      request.signal?.removeEventListener('abort', stopped);
      resolve(answer);
    };
    const fail = (error: Error): void => {
      const seen = classify(late ?? error, { gotStatus: status !== undefined, phase: opening.phase });
      const isOurs =
        NO_ANSWER.has(seen.code) && isUnansweredByUs(meter, performance.now() - started, seen.code === 'timeout');
      const told = isOurs ? couldNotRun(meter, seen.message) : seen;
      finish({ error: told, phases: phases(), ...(status === undefined ? {} : { status }) });
    };
    /** Aborts the request, also before it has a connection. */
    const stop = (error: Error): void => {
      late ??= error;
      if (stopper) stopper.abort(error);
      fail(error);
    };
    const stopped = (): void => stop(new DOMException('the run was stopped', 'AbortError'));
    const enter = (phase: Phase, ms: number): void => {
      opening.phase = phase;
      cancel?.();
      cancel = startDeadline(ms, (outcome) => stop(new PhaseTimeout(phase, outcome)));
    };
    const cancelWhole = startDeadline(deadlines.whole, (outcome) => stop(new PhaseTimeout('whole', outcome)));
    if (request.signal?.aborted) return stopped();
    request.signal?.addEventListener('abort', stopped, { once: true });
    client.dispatch(
      {
        origin: request.url.origin,
        method: request.method as Dispatcher.HttpMethod,
        path: targetOf(request.url, proxy),
        headers: headersOf(request, proxy),
        ...(request.body === undefined ? {} : { body: request.body }),
      },
      {
        onRequestStart: (controller) => {
          stopper = controller;
          if (late) return controller.abort(late);
          sent = performance.now();
          before = { delay: meter.soFar(), sleep: meter.slept() };
          enter('first byte', deadlines.firstByte);
        },
        onResponseStart: (_controller, statusCode, given) => {
          first = performance.now();
          timing.firstByte = first - sent;
          // What a machine that slept measured is no time at all.
          const delay = meter.slept() > before.sleep ? Infinity : meter.soFar() - before.delay;
          const ownDelay = Math.min(delay, timing.firstByte);
          if (ownDelay > 0) timing.ownDelay = ownDelay;
          status = statusCode;
          headers = flat(given);
          setCookies = [given['set-cookie'] ?? []].flat();
          enter('download', deadlines.download);
        },
        onResponseData: (controller, chunk) => {
          size += chunk.length;
          if (size <= cap) return void chunks.push(chunk);
          timing.download = performance.now() - first;
          const message = `the body is larger than ${cap} bytes`;
          finish({ error: { code: 'body-too-large', message }, phases: phases(), ...(status ? { status } : {}) });
          controller.abort(new Error(message));
        },
        onResponseEnd: () => {
          timing.download = performance.now() - first;
          const decoded = decodeCodings(Buffer.concat(chunks), headers['content-encoding'], cap);
          if (decoded.problem)
            return finish({ error: decoded.problem, phases: phases(), ...(status === undefined ? {} : { status }) });
          const { text: body, encoding } = textOf(decoded.bytes, headers['content-type']);
          const certificates = opening.certificates ? { certificates: opening.certificates } : {};
          const told = { url: request.url, status: status ?? 0, headers, setCookies, body, encoding };
          finish({ ...told, phases: phases(), ...certificates });
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

/** A proxy is asked for the whole address; through its tunnel, and without one, the path alone. */
const isAskedWhole = (url: URL, proxy: URL | undefined): boolean => proxy !== undefined && url.protocol === 'http:';
const targetOf = (url: URL, proxy: URL | undefined): string =>
  `${isAskedWhole(url, proxy) ? url.origin : ''}${url.pathname}${url.search}`;

function headersOf({ url, headers, firstParty }: Request, proxy: URL | undefined): Record<string, string> {
  const authorization = proxy && isAskedWhole(url, proxy) ? proxyAuthorization(proxy) : undefined;
  return {
    'user-agent': USER_AGENT,
    accept: '*/*',
    'accept-encoding': ACCEPT_ENCODING,
    ...(firstParty?.origin === url.origin ? firstParty.headers : {}),
    ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }),
    ...headers,
  };
}
