// What the embedded engine has of k6 2.2, in tables: the code decides by them, and docs/load-engine.md is generated from them.
type Names = Readonly<Record<string, readonly string[]>>;

const ask = (method: string, body = ''): string => `await http.asyncRequest('${method}', url${body})`;
const askWithBody = (method: string): string => ask(method, ', body, params');
/** Every module that a script may import: names that are there (true), and what to write instead of others. */
export const MODULES: Readonly<Record<string, Readonly<Record<string, true | string>>>> = {
  k6: {
    check: true,
    fail: true,
    group: true,
    sleep: 'await new Promise((resolve) => setTimeout(resolve, seconds * 1000))',
    randomSeed: '',
  },
  'k6/http': {
    asyncRequest: true,
    expectedStatuses: '',
    setResponseCallback: '',
    url: "{ tags: { name: 'the name of the group of addresses' } }",
    get: ask('GET'),
    head: ask('HEAD'),
    options: askWithBody('OPTIONS'),
    post: askWithBody('POST'),
    put: askWithBody('PUT'),
    patch: askWithBody('PATCH'),
    del: askWithBody('DELETE'),
    request: 'await http.asyncRequest(method, url, body, params)',
    batch: 'await Promise.all(requests.map(([method, url]) => http.asyncRequest(method, url)))',
    cookieJar: "await http.asyncRequest('GET', url, null, { headers: { Cookie: 'name=value' } })",
    CookieJar: '',
    file: '',
  },
  'k6/metrics': { Counter: true, Gauge: true, Rate: true, Trend: true },
  'k6/execution': { instance: true, scenario: true, test: true, vu: true, 'test.options': '' },
  'k6/data': { SharedArray: true },
  'k6/timers': { setTimeout: true, clearTimeout: true, setInterval: true, clearInterval: true },
};
/** Methods of a response that block or need an HTML parser, and what else of it this project does not read. */
export const MISSING_METHODS: readonly string[] = ['html', 'submitForm', 'clickLink'];
export const MISSING_IN_RESPONSE: readonly string[] = ['request', 'ocsp', 'tls_cipher_suite', ...MISSING_METHODS];
/** Parameters of a request that are not there, and what to write instead. */
export const MISSING_PARAMS: Readonly<Record<string, string>> = {
  cookies: "headers: { Cookie: 'name=value' }",
  jar: "headers: { Cookie: 'name=value' }",
  auth: 'headers: { Authorization: ... }',
  throw: 'if (response.error_code > 0) throw new Error(response.error)',
  compression: '',
  responseCallback: '',
};
/** A response's `json` takes no selector here. */
export const SELECT_INSTEAD = 'response.json().key';
/** k6's globals that this engine has not. What neither has (URL, fetch, process) is a ReferenceError in both. */
export const MISSING_GLOBALS: readonly string[] = 'crypto require module exports global TextEncoder TextDecoder'.split(
  ' ',
);
/** Removed from JavaScript's globals: k6's interpreter may not have them. */
export const MISSING_NAMES: readonly string[] =
  'Intl Atomics SharedArrayBuffer WebAssembly WeakRef FinalizationRegistry Iterator Float16Array SuppressedError DisposableStack AsyncDisposableStack'.split(
    ' ',
  );
/** Their use ends the run: k6's interpreter has them in another form than V8, or may not have them. */
export const MISSING_BUILTINS: Names = {
  Array: ['fromAsync'],
  Promise: ['withResolvers', 'try'],
  Object: ['groupBy'],
  Map: ['groupBy'],
  RegExp: ['escape'],
  Error: ['isError', 'captureStackTrace'],
  Math: ['f16round', 'sumPrecise'],
  JSON: ['rawJSON', 'isRawJSON'],
  Uint8Array: ['fromBase64', 'fromHex'],
  'Array.prototype': ['toLocaleString'],
  'Number.prototype': ['toLocaleString'],
  'BigInt.prototype': ['toLocaleString'],
  'String.prototype': ['localeCompare', 'toLocaleLowerCase', 'toLocaleUpperCase', 'isWellFormed', 'toWellFormed'],
  'Date.prototype': ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString'],
  'Set.prototype': ['union', 'intersection', 'difference', 'symmetricDifference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom'], // prettier-ignore
  'ArrayBuffer.prototype': ['resize', 'transfer', 'transferToFixedLength'],
  'Uint8Array.prototype': ['toBase64', 'toHex', 'setFromBase64', 'setFromHex'],
};

export type Kind = 'int' | 'bool' | 'text' | 'duration' | 'list' | 'map' | 'json';
/** k6's options by their kind: those that are there, and those that end the run where they are set. */
const BY_KIND: readonly [kind: Kind, has: string, lacks: string][] = [
  ['int', 'vus iterations maxRedirects batch batchPerHost', 'rps'],
  ['bool', 'noSetup noTeardown noCookiesReset noUsageReport', 'noConnectionReuse noVUConnectionReuse throw'],
  ['bool', 'insecureSkipTLSVerify discardResponseBodies', 'linger paused'],
  ['duration', 'duration setupTimeout teardownTimeout handleSummaryTimeout', 'minIterationDuration'],
  ['text', 'userAgent summaryTimeUnit executionSegment executionSegmentSequence', 'localIPs consoleOutput httpDebug'],
  ['list', 'summaryTrendStats', 'systemTags blacklistIPs blockHostnames'],
  ['map', 'tags', ''],
  ['json', 'stages scenarios thresholds cloud ext', 'dns hosts tlsAuth tlsVersion tlsCipherSuites'],
];
/** Options without a flag, and without a variable; flags that are not their option's name. */
const NO_FLAG =
  'scenarios stages thresholds hosts setupTimeout teardownTimeout handleSummaryTimeout noCookiesReset tlsAuth tlsVersion tlsCipherSuites cloud ext';
const NO_VARIABLE = 'scenarios stages handleSummaryTimeout cloud ext';
const FLAG_NAMES: Readonly<Record<string, string>> = { tags: 'tag', blacklistIPs: 'blacklist-ip' };

export type Option = { kind: Kind; missing: boolean; flag?: string; variable?: string };
const words = (name: string): string[] => name.match(/[A-Z]+s(?![a-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? [];
function optionOf(name: string, kind: Kind, missing: boolean): Option {
  const flag = FLAG_NAMES[name] ?? words(name).join('-').toLowerCase();
  return {
    kind,
    missing,
    ...(!NO_FLAG.split(' ').includes(name) && { flag }),
    ...(!NO_VARIABLE.split(' ').includes(name) && { variable: `K6_${words(name).join('_').toUpperCase()}` }),
  };
}
export const OPTIONS: Readonly<Record<string, Option>> = Object.fromEntries(
  BY_KIND.flatMap(([kind, has, lacks]) => [
    ...has.split(' ').map((name) => [name, optionOf(name, kind, false)] as const),
    ...(lacks === '' ? [] : lacks.split(' ')).map((name) => [name, optionOf(name, kind, true)] as const),
  ]),
);

/** Flags that are no option; `report` and `parent-pipe` are the suite's own. Used, those of the second list end the run, */
export const FLAGS: Readonly<Record<string, Kind>> = { env: 'map', address: 'text', report: 'text', verbose: 'bool', quiet: 'bool', 'no-color': 'bool', 'no-thresholds': 'bool', 'include-system-env-vars': 'bool', 'parent-pipe': 'bool' }; // prettier-ignore
/** and so do their variables (K6_OUT). */
export const MISSING_FLAGS: readonly string[] =
  'out config stage stages compatibility-mode summary-mode summary-export log-output log-format traces-output type secret-source profiling-enabled'.split(
    ' ',
  );
export const SHORT: Readonly<Record<string, string>> = { u: 'vus', d: 'duration', i: 'iterations', s: 'stage', e: 'env', o: 'out', c: 'config', v: 'verbose', q: 'quiet', a: 'address', w: 'throw', l: 'linger', p: 'paused', t: 'type' }; // prettier-ignore

const COMMON = 'executor exec startTime gracefulStop env tags options'.split(' ');
const ARRIVALS = 'preAllocatedVUs maxVUs timeUnit'.split(' ');
/** Fields of a scenario, by executor. */
export const EXECUTORS: Names = {
  'shared-iterations': [...COMMON, 'vus', 'iterations', 'maxDuration'],
  'per-vu-iterations': [...COMMON, 'vus', 'iterations', 'maxDuration'],
  'constant-vus': [...COMMON, 'vus', 'duration'],
  'ramping-vus': [...COMMON, 'startVUs', 'stages', 'gracefulRampDown'],
  'constant-arrival-rate': [...COMMON, ...ARRIVALS, 'rate', 'duration'],
  'ramping-arrival-rate': [...COMMON, ...ARRIVALS, 'startRate', 'stages'],
};
/** How each number and time is read: `length` is a time of at least a second; a default, without which it must be given; the least. */
export type HowRead = readonly [
  kind: 'time' | 'length' | 'whole',
  without?: string | number | undefined,
  least?: number,
];
export const FIELDS = {
  startTime: ['time', '0s'],
  gracefulStop: ['time', '30s'],
  vus: ['whole', 1, 1],
  iterations: ['whole', 1, 1],
  maxDuration: ['length', '10m'],
  duration: ['length'],
  startVUs: ['whole', 1, 0],
  gracefulRampDown: ['time', '30s'],
  preAllocatedVUs: ['whole', undefined, 0],
  maxVUs: ['whole', 1, 1],
  timeUnit: ['time', '1s'],
  rate: ['whole', undefined, 1],
  startRate: ['whole', 0, 0],
} satisfies Readonly<Record<string, HowRead>>;
