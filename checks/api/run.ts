// The contracts stage: every contract once, then the availability probes, and the states that the site tells of itself.
import { CONTRACTS } from '../../contracts/index.ts';
import { healthComprehensiveSchema } from '../../contracts/health-comprehensive.ts';
import { healthDbSchema } from '../../contracts/health-db.ts';
import { monitoringDashboardSchema } from '../../contracts/monitoring-dashboard.ts';
import type { KpiId } from '../../kpis.ts';
import type { Answer } from './client.ts';
import { inParallel, type ApiContext } from './context.ts';
import { runContract } from './contracts.ts';
import { jsonOf } from './front-door.ts';
import { PROBES, sample } from './probes.ts';

export { runFrontDoor } from './front-door.ts';
/** Few enough to be no load, enough that a slow endpoint does not hold up the others. */
const WIDTH = 4;

export async function runContracts(context: ApiContext): Promise<void> {
  const answers = new Map<string, Answer>();
  const wanted = CONTRACTS.filter(({ id }) => context.only?.has(id) ?? true);
  await inParallel(wanted, WIDTH, async (contract) => {
    const started = performance.now();
    const {
      outcome,
      failures,
      answers: own,
    } = await runContract(contract, context.target, context.now, context.signal);
    for (const [path, answer] of own) answers.set(path, answer);
    context.sink({
      kind: 'check',
      at: context.now().toISOString(),
      id: contract.id,
      stage: 'contracts',
      outcome,
      durationMs: performance.now() - started,
      failures,
      evidence: [],
      rerun: `npm run gate -- --target ${context.target.origin} --only ${contract.id}`,
    });
  });
  if (context.only) return; // single checks were asked for: their KPIs are not judged
  tellStates(context, answers);
  await inParallel(PROBES, WIDTH, async (one) => {
    for (let round = 0; round < context.rounds; round += 1) await sample(context, 'contracts', one);
  });
  context.log?.(`${wanted.length} contracts, ${PROBES.length * context.rounds} availability probes`);
}

const STATES = { healthy: 1, degraded: 0.5, unhealthy: 0 } as const;

/** Health, database and external APIs as the site tells; what cannot be true is recorded and never judged (kpis.ts). */
function tellStates(context: ApiContext, answers: ReadonlyMap<string, Answer>): void {
  const read = (path: string): unknown => jsonOf(answers.get(path)?.body ?? '');
  const tell = (kpi: KpiId, subject: string, value: number | undefined, note?: string): void =>
    context.sink({
      kind: 'metric',
      at: context.now().toISOString(),
      stage: 'contracts',
      kpi,
      subject,
      samples: value === undefined ? [] : [value],
      ...(note === undefined ? {} : { note }),
    });
  const unreadable = 'the endpoint gave no readable answer';
  const whole = healthComprehensiveSchema.safeParse(read('/api/health/comprehensive')).data;
  const db = healthDbSchema.safeParse(read('/api/health/db')).data;
  const dashboard = monitoringDashboardSchema.safeParse(read('/api/monitoring/dashboard')).data;
  tell('health', '/api/health/comprehensive', whole && STATES[whole.status], whole ? undefined : unreadable);
  tell('database', '/api/health/db', db && Number(db.database.connected), db ? undefined : unreadable);
  tell(
    'database',
    '/api/health/comprehensive',
    whole && Number(whole.checks.database.status === 'healthy'),
    whole ? undefined : unreadable,
  );
  for (const name of ['spotify', 'ticketmaster', 'setlistfm'] as const) {
    tell(
      'external-apis',
      name,
      whole && Number(whole.checks.external_apis[name].status === 'healthy'),
      whole?.checks.external_apis[name].error,
    );
  }
  tell('memory', '/api/health/comprehensive', whole && whole.checks.memory.percentage / 100);
  tell('disk', '/api/health/comprehensive', whole && whole.checks.disk.percentage / 100);
  tell('cache-miss', '/api/monitoring/dashboard', dashboard && 1 - dashboard.infrastructure.cache_hit_rate);
}
