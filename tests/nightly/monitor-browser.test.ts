// The monitor's journeys when their browser dies or hangs: the round ends in time, the site is not blamed, no process is left, and the next
// round works. In real time, with a browser command of the test's own.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { findBrowser } from '../../checks/browser/find-browser.ts';
import { openIncidentStore } from '../../monitoring/incidents/incident-store.ts';
import { openHistory } from '../../monitoring/history/store.ts';
import { startStandIn } from '../../stand-in/server.ts';
import { ended, startWebhook, Workplace } from '../commands/process.ts';

const place = new Workplace();
after(() => place.remove());
/** Longer than ROUND_MS of the rule, so that two rounds are two. */
const EVERY_S = 65;
/** The deadline of a round, and the grace of its end. */
const LONGEST_ROUND_MS = 155_000;

/** Processes of the test's own browser command, by their id. */
const browsers = (command: string): string[] =>
  readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`OWN_BROWSER=${command}`);
    } catch {
      return false; // it has ended
    }
  });

test(
  'a browser that dies, then hangs, then works: P2 of the monitor, never the site',
  { timeout: 480_000 },
  async (t) => {
    const real = findBrowser();
    if (real === undefined) return t.skip('no browser');
    const mode = path.join(place.results, 'mode');
    const command = path.join(place.results, 'browser');
    const run = `OWN_BROWSER=${command} exec "${real.path}" "$@"`;
    writeFileSync(
      command,
      `#!/bin/sh
export OWN_BROWSER=${command}
case "$(cat ${mode})" in
  dies) "${real.path}" "$@" & pid=$!; sleep 0.4; kill -9 $(pgrep -P $pid) $pid; wait $pid;;
  hangs) exec sleep 600;;
  *) ${run};;
esac
`,
    );
    chmodSync(command, 0o755);
    writeFileSync(mode, 'dies');
    const site = await startStandIn();
    const hook = await startWebhook();
    const file = path.join(place.results, 'browser.db');
    const child = place.start(
      'monitor',
      ['--target', site.url, '--watch', '--journeys', 'smoke', '--journeys-every', `${EVERY_S}s`, '--history', file],
      { BROWSER_PATH: command, ALERT_WEBHOOK_URL: hook.url },
    );
    const end = ended(child);
    t.after(() => child.kill('SIGKILL'));
    assert.ok(child.stdout);
    const lines = createInterface({ input: child.stdout });
    const rounds: string[] = [];
    let began = performance.now();
    for (const next of ['hangs', 'works', undefined]) {
      let line = '';
      while (!line.startsWith('journeys: ')) [line] = (await once(lines, 'line')) as [string];
      const tookMs = performance.now() - began;
      rounds.push(line);
      t.diagnostic(`${line} (${Math.round(tookMs / 1_000)} s)`);
      assert.ok(tookMs < LONGEST_ROUND_MS + (rounds.length > 1 ? EVERY_S * 1_000 : 0), `${tookMs} ms`);
      assert.deepEqual(browsers(command), [], 'no browser is left after a round');
      if (next !== undefined) writeFileSync(mode, next);
      began = performance.now();
    }
    // The round is judged before the next line of a minute.
    await once(lines, 'line', { signal: AbortSignal.timeout(90_000) });
    child.kill('SIGTERM');
    const { code } = await end;
    hook.close();
    await site.close();
    assert.ok(code === 0 || code === 2, `exit ${code}`);
    const broken = /^journeys: front-page broken, sign-in skipped, search broken, vote skipped$/;
    assert.match(rounds[0] ?? '', broken);
    assert.match(rounds[1] ?? '', broken);
    assert.equal(rounds[2], 'journeys: front-page pass, sign-in skipped, search pass, vote skipped');
    const history = await openHistory({ location: file, target: site.url });
    const incidents = await openIncidentStore(history.db, history.target).list('all');
    await history.close();
    assert.deepEqual(
      incidents.map(({ topic, severity, state }) => [topic, severity, state]),
      [['coverage', 'P2', 'resolved']],
    );
    assert.match(incidents[0]?.lines[0] ?? '', /^coverage\.journeys journeys: no journey ran in 2 rounds: /);
    assert.deepEqual(
      hook.told.filter((line) => !/^P2 \w+( after [^:]+)?: /.test(line)),
      [],
    );
    assert.match(hook.told[0] ?? '', /^P2 opened: The monitor measures too little/);
  },
);
