// A server whose delays are known: started by load-truth as a process of its own. Prints its port, then answers
//   GET /?mode=steady|uniform|bimodal|stall   after a delay drawn from a seeded sequence
//   GET /log                           what it did since the last look, milliseconds from request to answer, and forgets it
import { setTimeout as wait } from 'node:timers/promises';
import { seededRandom } from '../../common/seeded-random.ts';
import { startBareServer } from '../bare-server.ts';

const random = seededRandom(7);
const BASE_MS = 5;
const STALL = { afterMs: 4_000, forMs: 2_000 };
let log: number[] = [];
let first = 0;

function delay(mode: string | null): number {
  if (mode === 'steady') return 2;
  if (mode === 'uniform') return 20 + random() * 60;
  if (mode === 'bimodal') return random() < 0.9 ? 15 : 200;
  first ||= performance.now();
  const since = performance.now() - first;
  const stalled = since >= STALL.afterMs && since < STALL.afterMs + STALL.forMs;
  return stalled ? STALL.afterMs + STALL.forMs - since + BASE_MS : BASE_MS;
}

const port = await startBareServer(async (url, took) => {
  if (url.pathname === '/log') {
    const body = JSON.stringify(log);
    [log, first] = [[], 0];
    return { body };
  }
  await wait(delay(url.searchParams.get('mode')));
  log.push(took());
  return { body: '{}' };
});
console.log(port);
process.on('SIGTERM', () => process.exit(0));
