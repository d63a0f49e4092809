// The states that the site reports, as figures: 1 healthy, 0.5 degraded, 0 failed.
import { healthComprehensiveSchema } from '../../contracts/health-comprehensive.contract.ts';
import { healthDbSchema } from '../../contracts/health-db.contract.ts';
import { monitoringDashboardSchema } from '../../contracts/monitoring-dashboard.contract.ts';
import type { KpiId, Stage } from '../../kpis.ts';
import type { Answer } from './probe-client.ts';
import type { ApiContext } from './api-context.ts';
import { jsonOf } from './strict-json.ts';

const STATES = { healthy: 1, degraded: 0.5, unhealthy: 0 } as const;

/** Health, database and external APIs as the site reports them. Impossible values are recorded and never judged (kpis.ts). */
export function tellStates(
  context: ApiContext,
  answers: ReadonlyMap<string, Answer>,
  stage: Stage = 'contracts',
  which: 'all' | 'readable only' = 'all',
): void {
  const read = (path: string): unknown => jsonOf(answers.get(path)?.body ?? '');
  const tell = (kpi: KpiId, subject: string, value: number | undefined, note?: string): void => {
    if (value === undefined && which === 'readable only') return;
    context.sink({
      kind: 'metric',
      at: context.now().toISOString(),
      stage,
      kpi,
      subject,
      samples: value === undefined ? [] : [value],
      ...(note === undefined ? {} : { note }),
    });
  };
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
