// The whole proof over HTTP, in both markup dialects, and many runs on a healthy site: nothing missed, nothing red by mistake.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Workplace } from '../commands/process.ts';

const place = new Workplace();
after(() => place.remove());
/** 0.5 % is the bound on the rate of false alarms that 0 of them show. `.github/workflows/proof.yml` makes 3,000 once a week. */
const HEALTHY_RUNS = 600;

for (const markup of ['plain', 'react'])
  test(`every fault reddens exactly the checks over HTTP that declare it, in ${markup} markup`, async () => {
    const { code, stdout } = await place.run('prove', ['--http', '--markup', markup]);
    assert.match(stdout, /^\d{3} proved, 0 differ, /m, stdout);
    assert.equal(code, 0);
  });

test(`no false alarm in ${HEALTHY_RUNS} runs on a healthy site with ordinary life`, async () => {
  const { code, stdout } = await place.run('prove', ['--healthy', String(HEALTHY_RUNS)]);
  const [, open] =
    new RegExp(`^0 breaches in ${HEALTHY_RUNS} healthy runs .* (\\d+) inconclusive, 0 broken`, 'm').exec(stdout) ?? [];
  assert.ok(open !== undefined, stdout);
  // An endpoint that fails twice by chance is not decided within the site's limit: one run in 900.
  assert.ok(Number(open) <= HEALTHY_RUNS / 100, stdout);
  assert.equal(code, open === '0' ? 0 : 2);
});

test('--out without figures to keep is refused with what to do', async () => {
  const { code, stderr } = await place.run('prove', ['--out', 'figures.json']);
  assert.equal(code, 4);
  assert.match(stderr, /--out stores the figures of --http, of --healthy N/);
});
