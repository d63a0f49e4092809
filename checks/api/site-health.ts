// What the health endpoints report when the front door fails: in one line, and as figures.
import { healthComprehensiveSchema } from '../../contracts/health-comprehensive.contract.ts';
import { healthDbSchema } from '../../contracts/health-db.contract.ts';
import { healthSchema } from '../../contracts/health.contract.ts';
import type { Stage } from '../../kpis.ts';
import type { ApiContext } from './api-context.ts';
import { probe, type Answer } from './probe-client.ts';
import { tellStates } from './site-states.ts';
import { jsonOf } from './strict-json.ts';

const PATHS = ['/api/health/db', '/api/health/comprehensive', '/api/health'] as const;

/** Asks all three at once, records the states, and returns a summary. Never rejects. */
export async function tellHealth(context: ApiContext, stage: Stage): Promise<string> {
  const send = context.send ?? probe;
  const answers = new Map<string, Answer>();
  await Promise.all(
    PATHS.map(async (path) => {
      const answer = await send({ method: 'GET', url: new URL(path, context.target), signal: context.signal });
      if (!answer.error) answers.set(path, answer);
    }),
  );
  tellStates(context, answers, stage, 'readable only');
  return healthInWords(answers);
}

export function healthInWords(answers: ReadonlyMap<string, Answer>): string {
  const read = (path: string): unknown => jsonOf(answers.get(path)?.body ?? '');
  const db = healthDbSchema.safeParse(read('/api/health/db')).data?.database;
  const whole = healthComprehensiveSchema.safeParse(read('/api/health/comprehensive')).data;
  const basic = healthSchema.safeParse(read('/api/health')).data?.services;
  const checked = whole?.checks.database;
  const lost =
    (db?.connected === false && (db.error?.message ?? 'no reason given')) ||
    (checked?.status === 'unhealthy' && (checked.error ?? 'no reason given')) ||
    (basic?.database.healthy === false && basic.database.message);
  if (lost) return `database unreachable: ${lost}`;
  const down = Object.entries(whole?.checks.external_apis ?? {}).filter(([, { status }]) => status !== 'healthy');
  if (down.length > 0) return `the database is reachable; down: ${down.map(([name]) => name).join(', ')}`;
  if (basic?.auth.healthy === false) return `the database is reachable; sign-in is not: ${basic.auth.message}`;
  if (db ?? whole ?? basic) return 'health is fine: the database is reachable and no dependency is reported down';
  const seen = PATHS.map((path) => `${path} ${answers.get(path)?.status ?? 'no answer'}`);
  return `the health endpoints say nothing (${seen.join(', ')})`;
}
