// The monitor's probing: at a steady rate, within the quotas of the services behind the site, failures confirmed at once.
import { PROBES, type Probe } from '../../checks/api/availability-probes.ts';
import { FRONT_DOOR } from '../../checks/api/front-door-stage.ts';
import { TICK_RULES } from '../../judging.ts';
import { isAboutSite, type Sample } from '../sample.ts';
import { askOnce, type Asking } from './ask-once.ts';
import { openModel } from './open-model.ts';

export type ProbeLoop = Asking & {
  /** Infinity until the signal. */
  forMs: number;
  everyMs?: number;
  probes?: readonly Probe[];
  onSample: (sample: Sample) => void;
  /** How late a probe of the schedule was started, ms. */
  onStart?: (lateMs: number) => void;
};

const COSTLY = 'GET /api/artists/search';

/** Probes until the time is over, and waits for the last answers. Returns how many probes the schedule started. */
export async function probeLoop(loop: ProbeLoop): Promise<{ started: number; missed: number }> {
  const { everyMs = TICK_RULES.probeEveryMs, probes = PROBES, signal } = loop;
  const cheap = probes.filter(({ endpoint }) => endpoint !== COSTLY);
  const costly = probes.find(({ endpoint }) => endpoint === COSTLY);
  const inFlight = new Set<Promise<unknown>>();
  const confirmation = new Confirmation(loop);
  let nextCostlyMs = 0;
  let turn = 0;
  const launch = (probe: Probe): Promise<void> => {
    const sent: Promise<void> = askOnce(loop, probe)
      .then((sample) => {
        loop.onSample(sample);
        const confirming = confirmation.after(sample, probe, launch);
        if (!confirming) return;
        const rounds: Promise<void> = confirming.finally(() => inFlight.delete(rounds));
        inFlight.add(rounds);
      })
      .finally(() => inFlight.delete(sent));
    inFlight.add(sent);
    return sent;
  };
  const done = await openModel({ everyMs, forMs: loop.forMs, signal }, (i, lateMs) => {
    loop.onStart?.(lateMs);
    const dueMs = i * everyMs;
    if (costly && dueMs >= nextCostlyMs) {
      nextCostlyMs = dueMs + TICK_RULES.costlyEveryMs;
      void launch(costly);
      return;
    }
    const probe = cheap[turn++ % cheap.length];
    if (probe) void launch(probe);
  });
  while (inFlight.size > 0) await Promise.all(inFlight);
  return done;
}

/** Confirms the first failure of an endpoint by rounds of probes. An endpoint that continues to fail is not confirmed again. */
class Confirmation {
  readonly #loop: ProbeLoop;
  readonly #known = new Set<string>();
  #running = false;
  #begun: number[] = [];

  constructor(loop: ProbeLoop) {
    this.#loop = loop;
  }

  /** The confirming rounds, where a sample makes them necessary. */
  after(sample: Sample, probe: Probe, launch: (probe: Probe) => Promise<void>): Promise<void> | undefined {
    if (!isAboutSite(sample.class)) return undefined;
    if (sample.class === 'valid') {
      this.#known.delete(sample.endpoint);
      return undefined;
    }
    const now = performance.now();
    this.#begun = this.#begun.filter((ms) => ms > now - 60_000);
    if (this.#running || this.#known.has(sample.endpoint) || this.#loop.signal.aborted) return undefined;
    if (this.#begun.length >= TICK_RULES.confirmationsPerMinute) return undefined;
    this.#begun.push(now);
    this.#running = true;
    return this.#confirm(probe, launch).finally(() => (this.#running = false));
  }

  async #confirm(failed: Probe, launch: (probe: Probe) => Promise<void>): Promise<void> {
    // Repeated probes would use up the quotas of the services behind the site.
    const again = failed.endpoint === COSTLY ? [] : [failed];
    const round = [...again, ...FRONT_DOOR.map(({ probe }) => probe).filter((p) => p.endpoint !== failed.endpoint)];
    for (const { endpoint } of round) this.#known.add(endpoint);
    this.#known.add(failed.endpoint);
    const { signal } = this.#loop;
    await openModel(
      {
        everyMs: TICK_RULES.confirmEveryMs,
        forMs: TICK_RULES.confirmEveryMs * TICK_RULES.confirmRounds,
        signal,
      },
      () => round.slice(0, FRONT_DOOR.length).forEach((probe) => void launch(probe)),
    );
  }
}
