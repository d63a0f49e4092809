// The front door: the home page shows its heading, trending has its items, sign-in shows its form.
import { healthDbSchema } from '../../contracts/health-db.contract.ts';
import type { Failure } from '../../reports/result.ts';
import { probe } from './probe-client.ts';
import type { ApiContext } from './api-context.ts';
import { HOME, SIGN_IN } from './page-identity.ts';
import { pageProbe, sample, TRENDING_PROBE, type Probe } from './availability-probes.ts';

/** One row a check. `reddens` are the faults that turn it red, beside the outages of its path. */
export const FRONT_DOOR: readonly { id: string; title: string; probe: Probe; reddens: readonly string[] }[] = [
  {
    id: 'front-door.home',
    title: 'The home page shows its heading',
    probe: pageProbe(HOME),
    reddens: ['redirect-loop', 'home-without-heading', 'noindex-everywhere'],
  },
  {
    id: 'front-door.trending',
    title: 'The trending API lists at least ten items',
    probe: TRENDING_PROBE,
    reddens: ['database-down', 'trending-unsorted', 'trending-stale', 'timestamps-stale', 'wrong-encoding'],
  },
  {
    id: 'front-door.sign-in',
    title: 'The sign-in page shows its form',
    probe: pageProbe(SIGN_IN),
    reddens: ['sign-in-form-missing', 'noindex-everywhere'],
  },
];

/** A failure is confirmed by one more probe; both are samples. Dead: a check failed twice. */
export async function runFrontDoor(context: ApiContext): Promise<{ dead: boolean; reason?: string }> {
  const wanted = FRONT_DOOR.filter(({ id }) => context.only?.has(id) ?? true);
  const reasons: string[] = [];
  await Promise.all(
    wanted.map(async (door) => {
      const started = performance.now();
      const first = await sample(context, 'front-door', door.probe);
      const failures: Failure[] = first.length === 0 ? [] : await sample(context, 'front-door', door.probe);
      if (failures[0]) reasons.push(failures[0].message);
      context.sink({
        kind: 'check',
        at: context.now().toISOString(),
        id: door.id,
        stage: 'front-door',
        outcome: failures.length > 0 ? 'fail' : first.length > 0 ? 'warn' : 'pass',
        durationMs: performance.now() - started,
        failures: failures.length > 0 ? failures : first,
        evidence: [],
        rerun: `npm run gate -- --target ${context.target.origin} --only ${door.id}`,
      });
    }),
  );
  if (reasons.length > 0) await nameTheDatabase(context);
  return reasons.length > 0 ? { dead: true, reason: reasons[0] ?? '' } : { dead: false };
}

/** Where the door is dead, the one read that names the most likely cause. */
async function nameTheDatabase(context: ApiContext): Promise<void> {
  const send = context.send ?? probe;
  const answer = await send({ method: 'GET', url: new URL('/api/health/db', context.target), signal: context.signal });
  if (answer.error || !/json/.test(answer.headers['content-type'] ?? '')) return;
  const parsed = healthDbSchema.safeParse(jsonOf(answer.body));
  if (!parsed.success) return;
  const { database } = parsed.data;
  context.sink({
    kind: 'metric',
    at: context.now().toISOString(),
    stage: 'front-door',
    kpi: 'database',
    subject: '/api/health/db',
    samples: [database.connected ? 1 : 0],
    ...(database.error ? { note: database.error.message } : {}),
  });
}

export const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
