// The measured process of benchmarks/contracts.ts: node contracts-work.ts URL. Prints its figures as one line of JSON.
import { probe } from '../checks/api/probe-client.ts';
import { runContract } from '../checks/api/run-contract.ts';
import type { Send } from '../checks/api/rate-limited-sender.ts';
import { runSecurity } from '../checks/security/security-stage.ts';
import { CONTRACTS } from '../contracts/contract-list.ts';
import type { Figure } from './benchmark.ts';

const CHECKS = 10_000;
const target = new URL(process.argv[2] ?? '');
const now = (): Date => new Date();
let checks = 0;
const wrong: string[] = [];

/** A check is one answer asked for and judged: a case of a contract, or a question of a security check. */
const send: Send = (request) => {
  checks += 1;
  return probe(request);
};

/** All contracts and security checks once. */
async function pass(): Promise<void> {
  for (const contract of CONTRACTS) {
    const { outcome } = await runContract(contract, target, now, undefined, send);
    if (outcome !== 'pass') wrong.push(`${contract.id} ${outcome}`);
  }
  const signal = new AbortController().signal;
  await runSecurity({
    target,
    rounds: 0,
    signal,
    now,
    send,
    sink: (record) => {
      if (record.kind === 'check' && record.outcome !== 'pass') wrong.push(`${record.id} ${record.outcome}`);
    },
  });
}

const started = performance.now();
await pass();
const firstMs = performance.now() - started;
console.log(`# one pass: ${checks} checks (cases of contracts and questions of security checks)`);
const cpu = process.cpuUsage();
checks = 0;
let most = 0;
while (checks < CHECKS) {
  await pass();
  most = Math.max(most, process.memoryUsage.rss());
}
const { user, system } = process.cpuUsage(cpu);
if (wrong.length > 0) throw new Error(`not green: ${[...new Set(wrong)].join(', ')}`);
const figures: Figure[] = [
  {
    what: 'all contracts and security checks once, from cold',
    value: Math.round(firstMs),
    unit: 'ms',
    goal: '<= 3000',
  },
  {
    what: `CPU a check over ${checks} checks`,
    value: Number(((user + system) / 1_000 / checks).toFixed(3)),
    unit: 'ms',
    goal: '<= 1',
  },
  { what: 'memory at most (RSS)', value: Math.round(most / 1e6), unit: 'MB', goal: '<= 130' },
];
console.log(JSON.stringify(figures));
process.exit();
