// node benchmarks/audits/record.ts SCENARIO COUNT: adds runs to the bank. On a machine that does nothing else; a run takes 5 s.
// Every run is kept: one that others came into tells by its column `others` that it was not recorded alone.
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { Chrome } from '../../checks/audits/chrome.ts';
import { audit } from '../../checks/audits/lighthouse.ts';
import { measureMachine } from '../../checks/audits/idle-machine.ts';
import { startStandIn } from '../../stand-in/server.ts';
import { BANK, COLUMNS, isScenario, rowOf, SCENARIOS } from './bank.ts';
import { browserPath } from './browser.ts';
import { startHog } from '../hog.ts';

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
for (let run = 0; run < Number(count); run += 1) {
  const { result, machine } = await measureMachine(() =>
    chrome.within(RUN_DEADLINE_MS, 'a run', async (running) => {
      const page = await running.newPage();
      try {
        return await audit(page, url, 'mobile', ['performance']);
      } finally {
        await page.close();
      }
    }),
  );
  const row = rowOf({ scenario, figures: result.figures, machine });
  appendFileSync(BANK, `${row}\n`);
  console.log(row);
}
await chrome.close();
await site.close();
process.exit();
