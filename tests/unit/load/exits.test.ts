// The engine's exit codes are k6's, and a run that cannot start sends nothing.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { engine, scriptFile, serve } from './harness.ts';

const ONE = `export default async function () { await http.asyncRequest('GET', __ENV.TARGET_URL); }`;
const CASES: readonly { name: string; source: string; code: number; says: RegExp; requests?: number }[] = [
  {
    name: 'an import that the engine does not have ends with 104 and names it',
    source: `import http from 'k6/http'; import grpc from 'k6/net/grpc'; ${ONE}`,
    code: 104,
    says: /no module "k6\/net\/grpc"/,
  },
  {
    name: 'a Node module is refused with 104, as in k6',
    source: `import http from 'k6/http'; import fs from 'node:fs'; ${ONE}`,
    code: 104,
    says: /no module "node:fs"/,
  },
  {
    name: 'an npm package is refused with 104, as in k6',
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
    name: 'an aggregation that the metric type does not have ends with 104',
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
    says: /run it with k6|use k6 itself/,
  },
  {
    name: 'an exception in the init code ends with 107',
    source: `throw new Error('early'); export default function () {}`,
    code: 107,
    says: /early/,
  },
  {
    name: 'a request in the init code ends with 107',
    source: `import http from 'k6/http'; await http.asyncRequest('GET', __ENV.TARGET_URL); ${ONE}`,
    code: 107,
    says: /init context/,
  },
  {
    name: 'test.abort ends with 108 after what was sent',
    source: `import http from 'k6/http'; import exec from 'k6/execution';
      export const options = { iterations: 50 };
      export default async function () { await http.asyncRequest('GET', __ENV.TARGET_URL); exec.test.abort('enough'); }`,
    code: 108,
    says: /enough/,
    requests: 1,
  },
  {
    name: 'test.fail ends with 110 after the whole run',
    source: `import http from 'k6/http'; import exec from 'k6/execution';
      export const options = { iterations: 3 };
      export default async function () { await http.asyncRequest('GET', __ENV.TARGET_URL); exec.test.fail('not good'); }`,
    code: 110,
    says: /not good/,
    requests: 3,
  },
  {
    name: 'an option that only k6 has ends with 104 and names it',
    source: `import http from 'k6/http'; export const options = {
 httpDebug: 'full' }; ${ONE}`,
    code: 104,
    says: /script\.ts:2: the embedded engine has no option "httpDebug"/,
  },
  {
    name: 'a setup that takes too long ends with 100',
    source: `export const options = { setupTimeout: '200ms' };
      export function setup() { return new Promise((resolve) => setTimeout(resolve, 30_000)); } export default function () {}`,
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

const LONG = `export const options = { vus: 2, duration: '60s' };
export default async function () { console.log('started'); await new Promise((resolve) => setTimeout(resolve, 60_000)); }
export function handleSummary(data) { return { stdout: 'reported ' + Object.keys(data.metrics).length }; }`;

test('Ctrl-C ends long before the minute of its script, reports, and exits 105', async (t) => {
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
  assert.ok(asked < 20_000, `took ${asked} ms`);
});

describe('the engine as a process', { concurrency: 4 }, () => {
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

  test('with --parent-pipe the run ends when its parent process has ended', async (t) => {
    const ended = await engine(t, scriptFile(t, LONG), {}, ['--parent-pipe'], (child) => {
      child.stderr?.once('data', () => child.stdin?.end());
    });
    assert.equal(ended.code, 105, ended.stderr);
  });

  test('a VU that waits for a timer or an asynchronous answer is interrupted at the end of the graceful stop', async (t) => {
    const source = `import http from 'k6/http';
    export const options = { scenarios: { a: { executor: 'constant-vus', vus: 2, duration: '1s', gracefulStop: '0s' } } };
    export default async function () {
      if (__VU === 1) await http.asyncRequest('GET', __ENV.TARGET_URL);
      else setTimeout(() => {}, 20_000);
    }`;
    const url = await serve(t, () => {});
    const ended = await engine(t, scriptFile(t, source), { TARGET_URL: url });
    assert.equal(ended.code, 0, ended.stderr);
    assert.ok(ended.ms < 15_000);
  });

  test('an interrupted iteration does not count as an exception, whatever the script catches', async (t) => {
    const source = `import http from 'k6/http'; import { Counter, Rate } from 'k6/metrics';
    const completed = new Rate('completed'); const caught = new Counter('caught'); const asked = new Counter('asked');
    export const options = { scenarios: { a: { executor: 'constant-vus', vus: 2, duration: '1s', gracefulStop: '0s' } } };
    export default async function () {
      asked.add(1);
      try { await http.asyncRequest('GET', __ENV.TARGET_URL); completed.add(true); }
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

  test('a run that ends while another VU is starting exits 0 without an error', async (t) => {
    const source = `export const options = { scenarios: { a: { executor: 'constant-arrival-rate', rate: 50, duration: '1s', preAllocatedVUs: 1, maxVUs: 4, gracefulStop: '0s' } } };
    export default () => new Promise((resolve) => setTimeout(resolve, 30_000));`;
    const ended = await engine(t, scriptFile(t, source));
    assert.equal(ended.code, 0, ended.stderr);
    assert.equal(ended.stderr, '');
    assert.match(ended.stdout, /dropped_iterations/);
  });

  test('options of the command line replace those of the script', async (t) => {
    const source = `export const options = { scenarios: { a: { executor: 'constant-vus', vus: 1, duration: '1h' } } };
    export default function () {}`;
    const ended = await engine(t, scriptFile(t, source), {}, ['-i', '7', '-u', '2']);
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(ended.stdout, /iterations: count=7 /);
  });

  const REFUSED: readonly [name: string, line: string, says: RegExp][] = [
  ['http.get', "http.get('http://127.0.0.1:1/');", /:4: the embedded engine has no http\.get\. Write: await http\.asyncRequest\('GET', url\)\. Or run it with k6/],
  ['http.batch', 'http.batch([]);', /:4: the embedded engine has no http\.batch\. Write: await Promise\.all/],
  ['a module taken apart', 'const { batch } = http;', /:4: the embedded engine has no module "k6\/http" as a value/],
  ['a computed name', "http['g' + 'et']('x');", /:4: .* only known when it runs/],
  ['sleep', 'sleep(1);', /:4: the embedded engine has no k6\.sleep\. Write: await new Promise/],
  ['randomSeed', 'k6.randomSeed(1);', /:4: the embedded engine has no k6\.randomSeed\. To use it, run it with k6/],
  ['html()', "const r = await http.asyncRequest('GET', 'x'); r.html();", /:4: the embedded engine has no response\.html\(\)/],
  ["k6's global crypto", 'crypto.randomUUID();', /:4: the embedded engine has no global "crypto"/],
  ['for await', 'for await (const x of []) { x; }', /:4: the embedded engine has no "for await"/],
  ['import()', "await import('./x.js');", /:4: the embedded engine has no import\(\)/],
]; // prettier-ignore
  for (const [name, line, says] of REFUSED) {
    test(`${name} is refused before the first request, with its line`, async (t) => {
      let seen = 0;
      const url = await serve(t, (_request, response) => {
        seen++;
        response.end();
      });
      const source = `import http from 'k6/http'; import * as k6 from 'k6'; import { sleep } from 'k6'; import exec from 'k6/execution';
export default async function () {
  await http.asyncRequest('GET', __ENV.TARGET_URL);
  ${line}
}`;
      const ended = await engine(t, scriptFile(t, source), { TARGET_URL: url });
      assert.equal(ended.code, 104, ended.stderr);
      assert.match(ended.stderr, says);
      assert.equal(seen, 0);
    });
  }

  test('an unsupported call that is only found at run time ends the run with 104, not as an exception of an iteration', async (t) => {
    for (const line of [
      'const h = http; h.get(__ENV.NONE);',
      'new Set([1]).union(new Set());',
      'exec.test.options;',
      "await http.asyncRequest('GET', 'http://ann:secret@127.0.0.1:1/');",
      "await http.asyncRequest('POST', __ENV.TARGET_URL, { a: 1 });",
      "await http.asyncRequest('GET', __ENV.TARGET_URL, null, { responseType: 'binary' });",
      "(await http.asyncRequest('GET', __ENV.TARGET_URL)).request;",
      "(await http.asyncRequest('GET', __ENV.TARGET_URL, null, { auth: 'ntlm' }));",
    ]) {
      // prettier-ignore
      const source = `import http from 'k6/http'; import exec from 'k6/execution'; export default async function () { try { ${line} } catch {} }`;
      const ended = await engine(t, scriptFile(t, source), { TARGET_URL: 'http://127.0.0.1:1/' });
      assert.equal(ended.code, 104, `${line} ${ended.stderr}`);
      assert.match(ended.stderr, /the embedded engine has no .* run it with k6/);
    }
  });

  test("a script has k6's globals and none of Node's", async (t) => {
    const source = `export default function () {
    const names = ['URL', 'URLSearchParams', 'fetch', 'Buffer', 'process', 'performance', 'structuredClone', 'queueMicrotask', 'setImmediate', 'AbortController', 'Intl', 'WebAssembly', 'SharedArrayBuffer', 'Atomics', 'WeakRef'];
    console.log('seen:' + names.filter((name) => name in globalThis).join());
    console.log('has:' + ['__ENV', '__VU', '__ITER', 'console', 'open', 'setTimeout', 'clearInterval'].every((name) => name in globalThis));
  }`;
    const { stderr } = await engine(t, scriptFile(t, source));
    assert.match(stderr, /seen:\n/);
    assert.match(stderr, /has:true\n/);
  });

  test('every VU has its own globals and module state', async (t) => {
    const source = `let n = 0; export const options = { scenarios: { a: { executor: 'per-vu-iterations', vus: 3, iterations: 2 } } };
    export default function () { n++; globalThis.m = (globalThis.m ?? 0) + 1; Array.prototype.x = (Array.prototype.x ?? 0) + 1; console.log('at ' + [n, m, [].x].join()); }`;
    const { stderr } = await engine(t, scriptFile(t, source));
    assert.deepEqual(
      stderr.match(/at .*/g)?.toSorted(),
      ['1,1,1', '1,1,1', '1,1,1', '2,2,2', '2,2,2', '2,2,2'].map((x) => `at ${x}`),
    );
  });

  test('two halves of a test together run the same iterations, VUs and arrivals as the whole', async (t) => {
    const source = `import exec from 'k6/execution';
    export const options = { scenarios: {
      shared: { executor: 'shared-iterations', vus: 3, iterations: 7 },
      each: { executor: 'per-vu-iterations', vus: 3, iterations: 2 },
      steady: { executor: 'constant-arrival-rate', rate: 11, duration: '1s', preAllocatedVUs: 3 },
    } };
    export default function () { console.log('ran ' + exec.scenario.name + ' ' + exec.scenario.iterationInTest + ' ' + (exec.scenario.name === 'each' ? exec.vu.idInTest : '')); }`;
    const file = scriptFile(t, source);
    const ran = async (...segment: string[]): Promise<string[]> => {
      const { code, stderr } = await engine(t, file, {}, segment);
      assert.equal(code, 0, stderr);
      return stderr.match(/ran \S+ \d+/g) ?? [];
    };
    const sequence = ['--execution-segment-sequence', '0,1/2,1'];
    const halves = [
      await ran('--execution-segment', '0:1/2', ...sequence),
      await ran('--execution-segment', '1/2:1', ...sequence),
    ];
    const whole = await ran();
    assert.ok(
      halves.every((half) => half.length >= 10),
      JSON.stringify(halves),
    );
    const arrivals = (list: string[]): string[] => list.filter((line) => !line.includes('each')).toSorted();
    assert.deepEqual(arrivals(halves.flat()), arrivals(whole));
    assert.equal(halves.flat().filter((line) => line.includes('each')).length, 6);
  });

  test('a request on a connection that the server closed while idle is repeated for GET, not for POST', async (t) => {
    const seen: string[] = [];
    const url = await serve(t, (request, response) => {
      seen.push(request.method ?? '');
      // Every second request of a connection is not answered: the server has closed it.
      const socket = request.socket as typeof request.socket & { asked?: number };
      socket.asked = (socket.asked ?? 0) + 1;
      if (socket.asked > 1) socket.destroy();
      else response.end('ok');
    });
    const source = `import http from 'k6/http';
    export default async function () {
      for (const method of ['GET', 'GET', 'HEAD', 'OPTIONS', 'POST', 'POST']) {
        const r = await http.asyncRequest(method, __ENV.TARGET_URL);
        console.log('got ' + method + ' ' + r.status + ' ' + r.error_code);
      }
    }`;
    const { stderr } = await engine(t, scriptFile(t, source), { TARGET_URL: url });
    assert.deepEqual(stderr.match(/got .*/g)?.slice(0, 4), [
      'got GET 200 0',
      'got GET 200 0',
      'got HEAD 200 0',
      'got OPTIONS 200 0',
    ]);
    assert.match(stderr, /got POST 0 1000/);
  });

  test('headers over 16 kB are read', async (t) => {
    const url = await serve(t, (_request, response) => {
      response.setHeader('x-long', 'a'.repeat(60_000));
      response.end();
    });
    const source = `import http from 'k6/http'; export default async function () { const r = await http.asyncRequest('GET', __ENV.TARGET_URL); console.log('long ' + r.status + ' ' + r.headers['X-Long'].length); }`;
    assert.match((await engine(t, scriptFile(t, source), { TARGET_URL: url })).stderr, /long 200 60000/);
  });
});
