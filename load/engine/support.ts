// What the embedded engine has of k6 2.2, in tables: they decide, and docs/load-engine.md is generated from them.
/** `true`, or why not: an async line to write instead, or '' where there is none. */
export type Support = true | string;
type Api = Readonly<Record<string, Support>>;

const ask = (method: string, body = ''): string => `await http.asyncRequest('${method}', url${body})`;
const wait = 'await new Promise((resolve) => setTimeout(resolve, seconds * 1000))';
const CONSTANTS = 'SSL_3_0 TLS_1_0 TLS_1_1 TLS_1_2 TLS_1_3 OCSP_STATUS_GOOD OCSP_STATUS_REVOKED OCSP_STATUS_SERVER_FAILED OCSP_STATUS_UNKNOWN OCSP_REASON_UNSPECIFIED OCSP_REASON_KEY_COMPROMISE OCSP_REASON_CA_COMPROMISE OCSP_REASON_AFFILIATION_CHANGED OCSP_REASON_SUPERSEDED OCSP_REASON_CESSATION_OF_OPERATION OCSP_REASON_CERTIFICATE_HOLD OCSP_REASON_REMOVE_FROM_CRL OCSP_REASON_PRIVILEGE_WITHDRAWN OCSP_REASON_AA_COMPROMISE'; // prettier-ignore
/** Every module that a script may import, with k6's names. */
export const MODULES: Readonly<Record<string, Api>> = {
  k6: { check: true, fail: true, group: true, sleep: wait, randomSeed: '' },
  'k6/http': {
    asyncRequest: true, cookieJar: true, CookieJar: true, expectedStatuses: true, setResponseCallback: true, url: true, file: '', FileData: '',
    get: ask('GET'), head: ask('HEAD'), options: ask('OPTIONS', ', body, params'), post: ask('POST', ', body, params'),
    put: ask('PUT', ', body, params'), patch: ask('PATCH', ', body, params'), del: ask('DELETE', ', body, params'),
    request: 'await http.asyncRequest(method, url, body, params)',
    batch: 'await Promise.all(requests.map(([method, url, body, params]) => http.asyncRequest(method, url, body, params)))',
    ...Object.fromEntries(CONSTANTS.split(' ').map((name) => [name, ''])),
  }, // prettier-ignore
  'k6/metrics': { Counter: true, Gauge: true, Rate: true, Trend: true },
  'k6/execution': { instance: true, scenario: true, test: true, vu: true },
  'k6/data': { SharedArray: true },
  'k6/timers': { setTimeout: true, clearTimeout: true, setInterval: true, clearInterval: true },
};
/** Methods of a response that block or need an HTML parser; and a property of `exec.test`. */
export const MISSING_METHODS: Api = { html: '', submitForm: '', clickLink: '' };
export const MISSING_MEMBERS: Readonly<Record<string, Api>> = { test: { options: '' } };
/** k6's globals that this engine has not. What neither has (URL, fetch, process) is a ReferenceError in both. */
export const MISSING_GLOBALS = ['crypto', 'require', 'module', 'exports', 'global', 'TextEncoder', 'TextDecoder'];
/** Of JavaScript itself: k6's interpreter has these in another form than V8, or V8 has them and k6 may not. */
export const MISSING_BUILTINS: Readonly<Record<string, readonly string[]>> = {
  globalThis: ['Intl', 'Atomics', 'SharedArrayBuffer', 'WebAssembly', 'WeakRef', 'FinalizationRegistry', 'Iterator', 'Float16Array', 'SuppressedError', 'DisposableStack', 'AsyncDisposableStack'],
  Array: ['fromAsync'], Promise: ['withResolvers', 'try'], Object: ['groupBy'], Map: ['groupBy'], RegExp: ['escape'], Error: ['isError', 'captureStackTrace'],
  Math: ['f16round', 'sumPrecise'], JSON: ['rawJSON', 'isRawJSON'], Uint8Array: ['fromBase64', 'fromHex'],
  'Array.prototype': ['toLocaleString'], 'Number.prototype': ['toLocaleString'], 'BigInt.prototype': ['toLocaleString'],
  'String.prototype': ['localeCompare', 'toLocaleLowerCase', 'toLocaleUpperCase', 'isWellFormed', 'toWellFormed'],
  'Date.prototype': ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString'],
  'Set.prototype': ['union', 'intersection', 'difference', 'symmetricDifference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom'],
  'ArrayBuffer.prototype': ['resize', 'transfer', 'transferToFixedLength'], 'Uint8Array.prototype': ['toBase64', 'toHex', 'setFromBase64', 'setFromHex'],
}; // prettier-ignore

export type Kind = 'int' | 'bool' | 'text' | 'duration' | 'list' | 'map' | 'json';
type Option = { kind: Kind; flag?: string; env?: string; missing?: true };
const row = (kind: Kind, flag = '', env = '', missing = false): Option => ({ kind, ...(flag && { flag }), ...(env && { env: `K6_${env}` }), ...(missing && { missing: true as const }) }); // prettier-ignore

/** k6's options: how each is read, its flag and its variable; `missing`: this engine ends where it is set. */
export const OPTIONS: Readonly<Record<string, Option>> = {
  vus: row('int', 'vus', 'VUS'),
  duration: row('duration', 'duration', 'DURATION'),
  iterations: row('int', 'iterations', 'ITERATIONS'),
  stages: row('json', 'stage', 'STAGES'),
  scenarios: row('json'),
  thresholds: row('json', '', 'THRESHOLDS'),
  executionSegment: row('text', 'execution-segment', 'EXECUTION_SEGMENT'),
  executionSegmentSequence: row('text', 'execution-segment-sequence', 'EXECUTION_SEGMENT_SEQUENCE'),
  noSetup: row('bool', 'no-setup', 'NO_SETUP'),
  noTeardown: row('bool', 'no-teardown', 'NO_TEARDOWN'),
  setupTimeout: row('duration', '', 'SETUP_TIMEOUT'),
  teardownTimeout: row('duration', '', 'TEARDOWN_TIMEOUT'),
  handleSummaryTimeout: row('duration'),
  rps: row('int', 'rps', 'RPS', true),
  dns: row('json', 'dns', 'DNS', true),
  hosts: row('json', '', 'HOSTS', true),
  blacklistIPs: row('list', 'blacklist-ip', 'BLACKLIST_IPS', true),
  blockHostnames: row('list', 'block-hostnames', 'BLOCK_HOSTNAMES', true),
  localIPs: row('text', 'local-ips', 'LOCAL_IPS', true),
  maxRedirects: row('int', 'max-redirects', 'MAX_REDIRECTS'),
  userAgent: row('text', 'user-agent', 'USER_AGENT'),
  batch: row('int', 'batch', 'BATCH'),
  batchPerHost: row('int', 'batch-per-host', 'BATCH_PER_HOST'),
  insecureSkipTLSVerify: row('bool', 'insecure-skip-tls-verify', 'INSECURE_SKIP_TLS_VERIFY'),
  noConnectionReuse: row('bool', 'no-connection-reuse', 'NO_CONNECTION_REUSE'),
  noVUConnectionReuse: row('bool', 'no-vu-connection-reuse', 'NO_VU_CONNECTION_REUSE'),
  noCookiesReset: row('bool', '', 'NO_COOKIES_RESET'),
  throw: row('bool', 'throw', 'THROW'),
  minIterationDuration: row('duration', 'min-iteration-duration', 'MIN_ITERATION_DURATION', true),
  discardResponseBodies: row('bool', 'discard-response-bodies', 'DISCARD_RESPONSE_BODIES'),
  summaryTrendStats: row('list', 'summary-trend-stats', 'SUMMARY_TREND_STATS'),
  summaryTimeUnit: row('text', 'summary-time-unit', 'SUMMARY_TIME_UNIT'),
  systemTags: row('list', 'system-tags', 'SYSTEM_TAGS'),
  tags: row('map', 'tag', 'TAGS'),
  consoleOutput: row('text', 'console-output', 'CONSOLE_OUTPUT', true),
  linger: row('bool', 'linger', 'LINGER', true),
  paused: row('bool', 'paused', 'PAUSED', true),
  httpDebug: row('text', 'http-debug', 'HTTP_DEBUG', true),
  tlsAuth: row('json', '', 'TLS_AUTH', true),
  tlsVersion: row('json', '', 'TLS_VERSION', true),
  tlsCipherSuites: row('json', '', 'TLS_CIPHER_SUITES', true),
  cloud: row('json'), ext: row('json'), noUsageReport: row('bool', 'no-usage-report', 'NO_USAGE_REPORT'),
}; // prettier-ignore

/** Flags that are no option; `missing` ends the run where it is used. */
export const FLAGS: Readonly<Record<string, Option>> = {
  env: row('map'), out: row('text', '', 'OUT', true), config: row('text', '', 'CONFIG', true),
  'no-thresholds': row('bool', '', 'NO_THRESHOLDS'), 'include-system-env-vars': row('bool', '', 'INCLUDE_SYSTEM_ENV_VARS'),
  'compatibility-mode': row('text', '', 'COMPATIBILITY_MODE', true), 'summary-mode': row('text', '', 'SUMMARY_MODE', true),
  'log-output': row('text', '', 'LOG_OUTPUT', true), 'log-format': row('text', '', 'LOG_FORMAT', true),
  verbose: row('bool'), quiet: row('bool'), 'no-color': row('bool'), address: row('text', '', 'ADDRESS'),
  'summary-export': row('text', '', 'SUMMARY_EXPORT', true), 'traces-output': row('text', '', 'TRACES_OUTPUT', true),
  type: row('text', '', 'TYPE', true), 'secret-source': row('text', '', 'SECRET_SOURCE', true), 'profiling-enabled': row('bool', '', '', true),
  report: row('text'), 'parent-pipe': row('bool'),
}; // prettier-ignore
export const SHORT: Readonly<Record<string, string>> = { u: 'vus', d: 'duration', i: 'iterations', s: 'stage', e: 'env', o: 'out', c: 'config', v: 'verbose', q: 'quiet', a: 'address', w: 'throw', l: 'linger', p: 'paused', t: 'type' }; // prettier-ignore

/** Fields of a scenario, by executor; every scenario has the common ones. */
const COMMON = ['executor', 'exec', 'startTime', 'gracefulStop', 'env', 'tags', 'options'];
const iterations = ['vus', 'iterations', 'maxDuration'];
const arrival = ['preAllocatedVUs', 'maxVUs', 'timeUnit'];
export const EXECUTORS: Readonly<Record<string, readonly string[]>> = {
  'shared-iterations': [...COMMON, ...iterations],
  'per-vu-iterations': [...COMMON, ...iterations],
  'constant-vus': [...COMMON, 'vus', 'duration'],
  'ramping-vus': [...COMMON, 'startVUs', 'stages', 'gracefulRampDown'],
  'constant-arrival-rate': [...COMMON, ...arrival, 'rate', 'duration'],
  'ramping-arrival-rate': [...COMMON, ...arrival, 'startRate', 'stages'],
};
