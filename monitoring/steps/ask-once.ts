// Sends one probe and classifies the result: the site's answer, or why there is none.
import type { Probe } from '../../checks/api/availability-probes.ts';
import { DEADLINES_MS, type Answer, type NoAnswer } from '../../checks/api/probe-client.ts';
import type { Send } from '../../checks/api/rate-limited-sender.ts';
import { redactText } from '../../common/redact-text.ts';
import { TICK_RULES } from '../../judging.ts';
import { classOf, mayBeOwnNetwork, timeOf, type Sample } from '../sample.ts';
import type { OwnNetwork } from './own-network.ts';

export type Asking = {
  target: URL;
  send: Send;
  ownNetwork: OwnNetwork;
  signal: AbortSignal;
};

/** Never rejects: an error of the tool becomes a sample of that class. */
export async function askOnce(asking: Asking, probe: Probe): Promise<Sample> {
  const at = Date.now();
  try {
    return await ask(asking, probe, at);
  } catch (error) {
    const message =
      `the probe broke: ${error instanceof Error ? error.message : String(error)}`.split('\n', 1)[0] ?? '';
    return { at, endpoint: probe.endpoint, class: 'tool', status: null, ttfbMs: null, code: 'tool', message };
  }
}

const SHOWN = 200;
/** The text of a failing answer. */
function seenOf(answer: Answer | NoAnswer): Pick<Sample, 'bodyLine' | 'requestId'> {
  if (answer.error !== undefined) return {};
  const line = answer.body.trimStart().split('\n', 1)[0]?.trim().slice(0, SHOWN) ?? '';
  const id = answer.headers['x-vercel-id'] ?? answer.headers['x-request-id'];
  return {
    ...(line === '' ? {} : { bodyLine: redactText(line, []) }),
    ...(id === undefined ? {} : { requestId: id.slice(0, SHOWN) }),
  };
}

/** Our own stop is never recorded as a failure of the site. */
async function ask(
  { target, send, ownNetwork, signal }: Asking,
  { endpoint, path, judge }: Probe,
  at: number,
): Promise<Sample> {
  const started = performance.now();
  const slow = setTimeout(() => ownNetwork.observe(), TICK_RULES.controlAfterMs);
  const answer = await send({ method: 'GET', url: new URL(path, target), signal }).finally(() => clearTimeout(slow));
  const status = answer.status ?? null;
  const ourStop = { at, endpoint, class: 'own-abort', status, ttfbMs: null, code: 'tool', message: 'stopped' } as const;
  if (answer.error && signal.aborted) return ourStop;
  const [first] = judge(answer, new Date());
  const timedOut = answer.error?.code === 'timeout';
  const code = first?.code ?? null;
  const sample: Sample = {
    at,
    endpoint,
    class: classOf(code, status),
    status,
    ttfbMs: timeOf(timedOut ? DEADLINES_MS.firstByte : answer.phases.firstByte, answer.phases.ownDelay),
    code,
    message: first?.message.split('\n', 1)[0] ?? null,
    ...(code === null ? {} : seenOf(answer)),
  };
  if (!mayBeOwnNetwork(sample)) return sample;
  const isOurs = await ownNetwork.wasDown(started);
  if (signal.aborted) return ourStop;
  if (!isOurs) return sample;
  const message = `no control address answers either; ${sample.message ?? ''}`;
  return { ...sample, class: 'own-network', code: 'own-network', ttfbMs: null, message };
}
