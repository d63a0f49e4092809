// The single samples of the last hours of a simulated history.
import type { Sample } from '../sample.ts';
import {
  daily,
  isGap,
  outageAt,
  SIMULATED_ENDPOINTS,
  USUAL_FAILURES,
  type SimulatedHistory,
} from './simulated-schedule.ts';

export function simulatedSamples(of: SimulatedHistory, fromMs: number, toMs: number, random: () => number): Sample[] {
  const made: Sample[] = [];
  for (let ms = fromMs + 1_250, i = 0; ms <= toMs; ms += 1_250, i += 1) {
    const [endpoint, baseMs] = SIMULATED_ENDPOINTS[i % SIMULATED_ENDPOINTS.length] ?? ['GET /', 100];
    // No probes in the pause between two ticks.
    if (isGap(of, ms) || Math.ceil(ms / 30_000) % 10 === 0) continue;
    const outage = outageAt(of, ms);
    const fails = outage !== undefined ? random() < outage.share : random() < USUAL_FAILURES;
    const name = fails ? (outage?.class ?? 'server-error') : 'valid';
    const hasAnswer = name !== 'network' && name !== 'timeout';
    made.push({
      at: ms,
      endpoint,
      class: name,
      status: hasAnswer ? (name === 'server-error' ? 503 : 200) : null,
      ttfbMs: name === 'network' ? null : baseMs * daily(ms) * (0.7 + 0.9 * random() ** 3) * (outage ? 3 : 1),
      code: name === 'valid' ? null : name,
      message:
        name === 'valid'
          ? null
          : `expected 200, got ${hasAnswer ? '503: {"error":"upstream unavailable"}' : 'no answer'}`,
    });
  }
  return made;
}
