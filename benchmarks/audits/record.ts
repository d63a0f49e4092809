// node benchmarks/audits/record.ts SCENARIO COUNT: adds runs to the bank. On a machine that does nothing else; a run takes 5 s.
// A scenario without a hog is recorded alone: it waits until others are quiet, and a run that they came into is not kept.
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { othersShare, ticks } from '../../checks/audits/cpu.ts';
import { Chrome } from '../../checks/audits/chrome.ts';
import { audit } from '../../checks/audits/lighthouse.ts';
import { lookAround, MOST_OTHERS } from '../../checks/audits/machine.ts';
import { startStandIn } from '../../stand-in/server.ts';
import { BANK, COLUMNS, isScenario, rowOf, SCENARIOS } from './bank.ts';
import { browserPath } from './browser.ts';
import { startHog } from './hog.ts';

const RUN_DEADLINE_MS = 60_000;
const [scenario = '', count = ''] = process.argv.slice(2);
if (!isScenario(scenario) || !/^\d+$/.test(count)) {
  console.error(`usage: record.ts ${Object.keys(SCENARIOS).join('|')} COUNT`);
  process.exit(4);
}
const { faults, hog } = SCENARIOS[scenario];
const site = await startStandIn({ faults });
const url = new URL('/', site.url);
const chrome = new Chrome(browserPath());
const endHog = hog ? startHog() : undefined;
process.once('exit', () => endHog?.());
process.once('SIGTERM', () => process.exit(1));
if (!existsSync(BANK)) writeFileSync(BANK, `${COLUMNS.join('\t')}\n`);
let dropped = 0;
for (let run = 0; run < Number(count); run += 1) {
  if (!hog) await quiet();
  const { result, machine } = await lookAround(() =>
    chrome.within(RUN_DEADLINE_MS, 'a run', async (running) => {
      const page = await running.newPage();
      try {
        return await audit(page, url, 'mobile', ['performance']);
      } finally {
        await page.close();
      }
    }),
  );
  if (!hog && (machine.others ?? 0) > MOST_OTHERS) {
    dropped += 1;
    continue;
  }
  const row = rowOf({ scenario, figures: result.figures, machine });
  appendFileSync(BANK, `${row}\n`);
  console.log(row);
}
console.log(`${count} runs, ${dropped} of them not kept: others were busy`);
await chrome.close();
await site.close();
process.exit();

/** Returns when others used little of the processor for a second, or after half a minute. */
async function quiet(): Promise<void> {
  for (let look = 0; look < 30; look += 1) {
    const before = ticks();
    await pause(1_000);
    if ((othersShare(before, ticks()) ?? 0) < MOST_OTHERS / 2) return;
  }
}
