// The runbook's rollback: `vercel alias set DEPLOYMENT HOST`, by Vercel's API. Runs only in the environment that a person guards.
import { addSummary, annotate } from './runner-files.ts';
import { vercel } from './web-api.ts';

const env = process.env;
const target = env['TARGET'] ?? '';
const deployment = env['DEPLOYMENT'] ?? '';
const mistakes = [
  ...(env['VERCEL_TOKEN'] ? [] : ['the secret VERCEL_TOKEN is not set in the environment that guards the rollback']),
  ...(URL.canParse(target) ? [] : [`TARGET "${target}" is not an address`]),
  ...(URL.canParse(deployment) ? [] : [`DEPLOYMENT "${deployment}" is not an address`]),
];
if (mistakes.length > 0) {
  for (const mistake of mistakes) annotate('error', 'rollback', `nothing was changed: ${mistake}`);
  process.exit(4);
}
try {
  const api = vercel();
  const team = env['VERCEL_TEAM'] ? `?teamId=${encodeURIComponent(env['VERCEL_TEAM'])}` : '';
  const alias = new URL(target).host;
  const found = (await api('GET', `/v13/deployments/${new URL(deployment).host}${team}`)) as {
    id: string;
    readyState?: string;
  };
  if (found.readyState !== 'READY')
    throw new Error(`${deployment} is ${found.readyState ?? 'in no known state'}, not READY`);
  await api('POST', `/v2/deployments/${found.id}/aliases${team}`, { alias });
  annotate('warning', 'rolled back', `${alias} now serves ${deployment}`);
  addSummary(`### Rolled back\n\n${alias} now serves ${deployment}. The next step verifies it.`);
} catch (error) {
  annotate(
    'error',
    'rollback',
    `${target} was not rolled back: ${error instanceof Error ? error.message : String(error)}`,
  );
  process.exit(3);
}
