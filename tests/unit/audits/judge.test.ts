import assert from 'node:assert/strict';
import test from 'node:test';
import { judgeFigures, middle } from '../../../checks/audits/judge.ts';
import { unfit } from '../../../checks/audits/machine.ts';

const good = {
  lcp: 1000,
  cls: 0,
  fcp: 800,
  tbt: 50,
  'lighthouse-performance': 1,
  'lighthouse-accessibility': 1,
  'lighthouse-best-practices': 1,
  'lighthouse-seo': 1,
};
const failing = (runs: Parameters<typeof judgeFigures>[0], machine?: string): string[] =>
  judgeFigures(runs, machine, '/').flatMap(({ kpi, failure }) => (failure ? [kpi] : []));

test('a page within its budgets has no failure', () => assert.deepEqual(failing([good]), []));
test('a figure at its limit holds, one over it fails', () => {
  assert.deepEqual(failing([{ ...good, tbt: 200 }]), []);
  assert.deepEqual(failing([{ ...good, tbt: 200.1 }]), ['tbt']);
});
test('the median of the runs decides, not the best and not the worst', () => {
  assert.deepEqual(failing([{ tbt: 10 }, { tbt: 20 }, { tbt: 9000 }]), []);
  assert.deepEqual(failing([{ tbt: 10 }, { tbt: 900 }, { tbt: 9000 }]), ['tbt']);
});
test('on an unfit machine a missed timing is void, a layout shift still fails', () => {
  const judged = judgeFigures([{ ...good, tbt: 900, cls: 0.5 }], 'busy', '/');
  assert.deepEqual(
    judged.find((row) => row.kpi === 'tbt'),
    { kpi: 'tbt', samples: [], note: '900 found, but busy' },
  );
  assert.deepEqual(failing([{ ...good, tbt: 900, cls: 0.5 }], 'busy'), ['cls']);
});
test('on an unfit machine a timing that holds its limit still holds', () => {
  assert.deepEqual(judgeFigures([good], 'busy', '/').find((row) => row.kpi === 'tbt')?.samples, [50]);
});
test('no run gives no samples for any figure', () => {
  assert.ok(
    judgeFigures([], undefined, '/').every(({ samples, failure }) => samples.length === 0 && failure === undefined),
  );
});
test('the middle of nothing is undefined, of an even number the mean of two', () => {
  assert.equal(middle([]), undefined);
  assert.equal(middle([3]), 3);
  assert.equal(middle([4, 1, 3, 2]), 2.5);
});
test('a slow or busy machine is unfit, an idle one is not', () => {
  assert.equal(unfit([900], [0, 0.1]), undefined);
  assert.match(unfit([100, 900], [0]) ?? '', /benchmarkIndex 100/);
  assert.match(unfit([900], [0.05, 0.8]) ?? '', /80 %/);
});
