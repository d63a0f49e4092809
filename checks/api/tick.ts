// The monitor's probing: at a steady rate (open model: a slow answer does not slow the rate), within the quotas behind the site.
import { setTimeout as pause } from 'node:timers/promises';
import { CONTRACTS } from '../../contracts/index.ts';
import type { ApiContext } from './api-context.ts';
import { runContract } from './run-contract.ts';
import { PROBES, sample, type Probe } from './availability-probes.ts';
import { tellStates } from './site-states.ts';

/** 216 probes in 270 s: a 5-minute window then holds the 200 samples that 99.5 % needs (mysetlist-app.md 7). */
const EVERY_MS = 1_250;
/** artists/search calls Spotify and Ticketmaster each time: one a minute is 29 % of Ticketmaster's 5,000 a day (kpis.ts). */
const COSTLY_EVERY_MS = 60_000;
const COSTLY = 'GET /api/artists/search';

/** Probes for `forMs`, and reads the states once, at the start. Returns the number of probes sent. */
export async function runTick(context: ApiContext, forMs: number): Promise<number> {
  const states = readStates(context);
  const cheap = PROBES.filter((probe) => probe.endpoint !== COSTLY);
  const costly = PROBES.filter((probe) => probe.endpoint === COSTLY);
  const inFlight = new Set<Promise<unknown>>();
  const started = performance.now();
  const count = Math.max(1, Math.floor(forMs / EVERY_MS));
  let nextCostly = 0;
  for (let i = 0; i < count && !context.signal.aborted; i += 1) {
    const due = i * EVERY_MS;
    await pause(Math.max(0, started + due - performance.now()), undefined, { signal: context.signal }).catch(
      () => undefined,
    );
    const isCostly = due >= nextCostly;
    if (isCostly) nextCostly += COSTLY_EVERY_MS;
    const probe: Probe | undefined = isCostly ? costly[0] : cheap[i % cheap.length];
    if (!probe) continue;
    const sent: Promise<unknown> = sample(context, 'contracts', probe).finally(() => inFlight.delete(sent));
    inFlight.add(sent);
  }
  await Promise.all([...inFlight, states]);
  return count;
}

async function readStates(context: ApiContext): Promise<void> {
  const wanted = CONTRACTS.filter(({ id }) => id === 'contract.health-comprehensive' || id === 'contract.health-db');
  const answers = await Promise.all(
    wanted.map((contract) => runContract(contract, context.target, context.now, context.signal)),
  );
  tellStates(context, new Map(answers.flatMap((one) => [...one.answers])));
}
