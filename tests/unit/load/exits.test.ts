// The engine's exit codes are k6's, and a run that cannot start sends nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engine, scriptFile, serve } from './harness.ts';

const ONE = `export default function () { http.get(__ENV.TARGET_URL); }`;
const CASES: readonly { name: string; source: string; code: number; says: RegExp; requests?: number }[] = [
  {
    name: 'an import that the engine has not ends with 104 and names it',
    source: `import http from 'k6/http'; import grpc from 'k6/net/grpc'; ${ONE}`,
    code: 104,
    says: /no module "k6\/net\/grpc"/,
  },
  {
    name: 'a Node module is as unknown as in k6',
    source: `import http from 'k6/http'; import fs from 'node:fs'; ${ONE}`,
    code: 104,
    says: /no module "node:fs"/,
  },
  {
    name: 'an npm package is as unknown as in k6',
    source: `import http from 'k6/http'; import { z } from 'zod'; ${ONE}`,
    code: 104,
    says: /no module "zod"/,
  },
  {
    name: 'a threshold that does not parse ends with 104',
    source: `import http from 'k6/http'; export const options = { thresholds: { http_reqs: ['count<<1'] } }; ${ONE}`,
    code: 104,
    says: /count<<1/,
  },
  {
    name: 'a threshold on a metric that does not exist ends with 104',
    source: `import http from 'k6/http'; export const options = { thresholds: { nothing: ['count<1'] } }; ${ONE}`,
    code: 104,
    says: /no metric name "nothing" found/,
  },
  {
    name: 'an aggregation that the metric type has not ends with 104',
    source: `import http from 'k6/http'; export const options = { thresholds: { http_reqs: ['p(95)<1'] } }; ${ONE}`,
    code: 104,
    says: /counter has no p\(95\)/,
  },
  {
    name: 'a scenario whose function is not exported ends with 104',
    source: `import http from 'k6/http'; export const options = { scenarios: { a: { executor: 'shared-iterations', exec: 'b' } } }; ${ONE}`,
    code: 104,
    says: /function 'b'/,
  },
  {
    name: 'more VUs than the machine holds end with 104 and the advice to use k6',
    source: `import http from 'k6/http'; export const options = { vus: 100000, duration: '1s' }; ${ONE}`,
    code: 104,
    says: /use k6 itself/,
  },
  {
    name: 'an exception in the init code ends with 107',
    source: `throw new Error('early'); export default function () {}`,
    code: 107,
    says: /early/,
  },
  {
    name: 'a request in the init code ends with 107',
    source: `import http from 'k6/http'; http.get(__ENV.TARGET_URL); ${ONE}`,
    code: 107,
    says: /init context/,
  },
  {
    name: 'test.abort ends with 108 after what was sent',
    source: `import http from 'k6/http'; import exec from 'k6/execution';
      export const options = { iterations: 50 };
      export default function () { http.get(__ENV.TARGET_URL); exec.test.abort('enough'); }`,
    code: 108,
    says: /enough/,
    requests: 1,
  },
  {
    name: 'test.fail ends with 110 after the whole run',
    source: `import http from 'k6/http'; import exec from 'k6/execution';
      export const options = { iterations: 3 };
      export default function () { http.get(__ENV.TARGET_URL); exec.test.fail('not good'); }`,
    code: 110,
    says: /not good/,
    requests: 3,
  },
  {
    name: 'an option that only k6 has ends with 104 and names it',
    source: `import http from 'k6/http'; export const options = { rps: 5 }; ${ONE}`,
    code: 104,
    says: /no option "rps"/,
  },
  {
    name: 'a setup that takes too long ends with 100',
    source: `import { sleep } from 'k6'; export const options = { setupTimeout: '200ms' };
      export function setup() { sleep(30); } export default function () {}`,
    code: 100,
    says: /setup\(\)/,
  },
  {
    name: 'an exception in teardown ends with 107',
    source: `export function teardown() { throw new Error('late'); } export default function () {}`,
    code: 107,
    says: /late/,
  },
];

for (const { name, source, code, says, requests = 0 } of CASES) {
  test(name, async (t) => {
    let seen = 0;
    const url = await serve(t, (_request, response) => {
      seen++;
      response.end();
    });
    const ended = await engine(t, scriptFile(t, source), { TARGET_URL: url });
    assert.equal(ended.code, code, ended.stderr);
    assert.match(ended.stderr, says);
    assert.equal(seen, requests);
  });
}

test('a script that is not there ends with 255', async (t) => {
  const ended = await engine(t, '/nowhere/script.ts');
  assert.equal(ended.code, 255);
});

const LONG = `import { sleep } from 'k6'; export const options = { vus: 2, duration: '60s' };
  export default function () { console.log('started'); sleep(60); }
  export function handleSummary(data) { return { stdout: 'reported ' + Object.keys(data.metrics).length }; }`;

test('Ctrl-C ends within a second, reports, and exits 105', async (t) => {
  let asked = 0;
  const ended = await engine(t, scriptFile(t, LONG), {}, [], (child) => {
    child.stderr?.once('data', () => {
      asked = performance.now();
      child.kill('SIGINT');
    });
    child.once('close', () => (asked = performance.now() - asked));
  });
  assert.equal(ended.code, 105, ended.stderr);
  assert.match(ended.stdout, /reported \d+/);
  assert.ok(asked < 1_000, `took ${asked} ms`);
});

test('with --parent-pipe the run ends when whoever started it is gone', async (t) => {
  const ended = await engine(t, scriptFile(t, LONG), {}, ['--parent-pipe'], (child) => {
    child.stderr?.once('data', () => child.stdin?.end());
  });
  assert.equal(ended.code, 105, ended.stderr);
});

test('a VU that waits for a timer or an asynchronous answer is interrupted without losing its thread', async (t) => {
  const source = `import http from 'k6/http';
    export const options = { scenarios: { a: { executor: 'constant-vus', vus: 2, duration: '200ms', gracefulStop: '0s' } } };
    export default async function () {
      if (__VU === 1) await http.asyncRequest('GET', __ENV.TARGET_URL);
      else setTimeout(() => {}, 20_000);
    }`;
  const url = await serve(t, () => {});
  const ended = await engine(t, scriptFile(t, source), { TARGET_URL: url });
  assert.equal(ended.code, 0, ended.stderr);
  assert.ok(ended.ms < 15_000);
});

test('an iteration that is interrupted is no exception of the script, whatever the script catches', async (t) => {
  const source = `import http from 'k6/http'; import { Counter, Rate } from 'k6/metrics';
    const completed = new Rate('completed'); const caught = new Counter('caught'); const asked = new Counter('asked');
    export const options = { scenarios: { a: { executor: 'constant-vus', vus: 2, duration: '300ms', gracefulStop: '0s' } } };
    export default function () {
      asked.add(1);
      try { http.get(__ENV.TARGET_URL); completed.add(true); }
      catch (error) { caught.add(1); completed.add(false); if (__VU === 1) throw new Error('of its own'); }
    }
    export function handleSummary({ metrics }) {
      return { stdout: Object.keys(metrics).filter((name) => ['asked', 'caught', 'completed', 'iterations'].includes(name)).join() };
    }`;
  const url = await serve(t, () => {});
  const ended = await engine(t, scriptFile(t, source), { TARGET_URL: url });
  assert.equal(ended.code, 0, ended.stderr);
  assert.equal(ended.stdout.trim(), 'asked');
  assert.doesNotMatch(ended.stderr, /of its own/);
});

test('a run that ends while a further VU is starting ends as if nothing had been', async (t) => {
  const source = `import { sleep } from 'k6';
    export const options = { scenarios: { a: { executor: 'constant-arrival-rate', rate: 50, duration: '60ms', preAllocatedVUs: 1, maxVUs: 4, gracefulStop: '0s' } } };
    export default function () { sleep(30); }`;
  const ended = await engine(t, scriptFile(t, source));
  assert.equal(ended.code, 0, ended.stderr);
  assert.equal(ended.stderr, '');
  assert.match(ended.stdout, /dropped_iterations/);
});

test('options of the command line stand in the place of the script', async (t) => {
  const source = `export const options = { scenarios: { a: { executor: 'constant-vus', vus: 1, duration: '1h' } } };
    export default function () {}`;
  const ended = await engine(t, scriptFile(t, source), {}, ['-i', '7', '-u', '2']);
  assert.equal(ended.code, 0, ended.stderr);
  assert.match(ended.stdout, /iterations: count=7 /);
});

test('a script that never comes back is ended with its thread', async (t) => {
  const source = `export const options = { scenarios: { a: { executor: 'constant-vus', vus: 1, duration: '300ms', gracefulStop: '0s' } } };
    export default function () { for (;;); }`;
  const ended = await engine(t, scriptFile(t, source));
  assert.equal(ended.code, 0, ended.stderr);
  assert.ok(ended.ms < 10_000);
});
