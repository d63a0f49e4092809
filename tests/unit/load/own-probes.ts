// Scripts after k6's API pages, with what those pages say they do. Where k6 could not be asked, the page decides.
import type { Probe } from './conformance.ts';

const HEAD = `import http from 'k6/http'; import { check, group, fail } from 'k6'; import exec from 'k6/execution';
import { Counter, Gauge, Rate, Trend } from 'k6/metrics'; import { SharedArray } from 'k6/data';
const B = 'http://127.0.0.1:18080'; const out = (x) => console.log('OUT ' + JSON.stringify(x));
const ask = (m, u, b, p) => http.asyncRequest(m, B + u, b, p); const pause = (ms) => new Promise((r) => setTimeout(r, ms));
const T = async (f) => { try { return await f(); } catch (e) { return 'ERR ' + String(e.message ?? e); } };
`;
type More = Partial<Omit<Probe, 'k6' | 'id'>> & { exit?: number; anyOrder?: boolean; body?: boolean };
/** `script` is the body of the default function, or with \`body: false\` the whole of the script. */
function page(
  id: string,
  script: string,
  printed: readonly unknown[],
  { exit = 0, anyOrder, body = true, ...rest }: More = {},
): Probe {
  const source = body ? `${HEAD}export default async function () { ${script} }` : `${HEAD}${script}`;
  return {
    id,
    source,
    ...rest,
    k6: { exit, printed: printed.map((line) => JSON.stringify(line)), ...(anyOrder ? { anyOrder } : {}) },
  };
}
const whole = (id: string, script: string, printed: readonly unknown[], more: More = {}): Probe =>
  page(id, script, printed, { ...more, body: false });
const VUS2 = 'export const options = { scenarios: { a: { executor: "per-vu-iterations", vus: 2, iterations: 2 } } };';

export const OWN_PROBES: readonly Probe[] = [
  // k6/http: asyncRequest, Params, Response
  page('page-get', 'const r = await ask("GET", "/get?a=1"); out([r.status, r.json().args.a, r.url]);', [[200, '1', 'http://127.0.0.1:18080/get?a=1']]),
  page('page-post-json', 'const r = await ask("POST", "/post", JSON.stringify({ n: 1 }), { headers: { "Content-Type": "application/json" } }); out([r.json().json, r.json().headers["Content-Type"]]);', [[{ n: 1 }, 'application/json']]),
  page('page-post-form', 'out((await ask("POST", "/post", { name: "Bert", list: ["x", "y"] })).json().form);', [{ name: 'Bert', list: ['x', 'y'] }]),
  page('page-put-patch-delete', 'for (const m of ["PUT", "PATCH", "DELETE"]) out((await ask(m, "/anything", "b")).json().method);', ['PUT', 'PATCH', 'DELETE']),
  page('page-head', 'const r = await ask("HEAD", "/get"); out([r.status, r.body]);', [[200, '']]),
  page('page-options', 'out((await ask("OPTIONS", "/anything")).json().method);', ['OPTIONS']),
  page('page-promise-all', 'const all = await Promise.all(["1", "2", "3"].map((i) => ask("GET", "/get?i=" + i))); out(all.map((r) => r.json().args.i));', [['1', '2', '3']]),
  page('page-promise-race', 'const r = await Promise.race([ask("GET", "/delay/0.3"), ask("GET", "/get?fast")]); out(r.url.includes("fast"));', [true]),
  page('page-promise-all-settled', 'const s = await Promise.allSettled([ask("GET", "/status/500"), http.asyncRequest("GET", "http://127.0.0.1:1/", null, { throw: true })]); out(s.map((x) => x.status));', [['fulfilled', 'rejected']]),
  page('page-param-headers', 'out((await ask("GET", "/echo", null, { headers: { "X-MyHeader": "k6test" } })).json().headers["X-Myheader"]);', ['k6test']),
  page('page-param-cookies', 'out((await ask("GET", "/cookies", null, { cookies: { my_cookie: "hello" } })).json().cookies);', [{ my_cookie: 'hello' }]),
  page('page-cookie-replace', 'http.cookieJar().set(B, "k", "jar"); out((await ask("GET", "/echo", null, { cookies: { k: { value: "own", replace: true } } })).json().headers.Cookie); out((await ask("GET", "/echo", null, { cookies: { k: "own" } })).json().headers.Cookie);', ['k=own', 'k=own; k=jar']),
  page('page-param-redirects', 'const r = await ask("GET", "/redirect/1", null, { redirects: 0 }); out([r.status, r.headers.Location]);', [[302, '/get']]),
  page('page-param-timeout', 'const r = await ask("GET", "/delay/1", null, { timeout: "50ms" }); out([r.status, r.error_code, r.error]);', [[0, 1050, 'request timeout']]),
  page('page-param-response-type', 'const r = await ask("GET", "/bytes/4", null, { responseType: "binary" }); out([...new Uint8Array(r.body)]);', [[255, 255, 255, 255]]),
  page('page-param-response-none', 'out((await ask("GET", "/get", null, { responseType: "none" })).body);', [null]),
  page('page-param-compression', 'const r = await ask("POST", "/post", "hello", { compression: "gzip" }); out([r.json().data, r.json().headers["Content-Encoding"]]);', [['hello', 'gzip']]),
  page('page-param-auth-basic', 'out((await http.asyncRequest("GET", "http://ann:secret@127.0.0.1:18080/basic-auth/ann/secret")).json());', [{ authenticated: true, user: 'ann' }]),
  page('page-res-headers-canonical', 'const r = await ask("GET", "/get"); out([r.headers["Content-Type"], r.headers["content-type"] === undefined]);', [['application/json', true]]),
  page('page-res-timings', 'const t = (await ask("GET", "/delay/0.05")).timings; out([t.waiting >= 49, Math.abs(t.duration - t.sending - t.waiting - t.receiving) < 0.5]);', [[true, true]]),
  page('page-res-error-codes', 'for (const s of [404, 500, 503]) out((await ask("GET", "/status/" + s)).error_code);', [1404, 1500, 1503]),
  page('page-res-refused', 'const r = await http.asyncRequest("GET", "http://127.0.0.1:1/"); out([r.status, r.error_code]);', [[0, 1212]]),
  page('page-res-json-selector', 'const r = await ask("GET", "/json"); out([r.json("a.b.1"), r.json("users.#.n"), r.json("users.#(n==\\"Bo\\").age"), r.json("nothing")]);', [[2, ['Al', 'Bo', 'Cy'], 30, null]]),
  page('page-res-json-path', 'const r = await ask("GET", "/json"); out([r.json("a.b.1"), r.json("users.1.age"), r.json("dot\\\\.key"), r.json("nothing"), r.json("users.9.n")]);', [[2, 30, 5, null, null]]),
  page('page-res-cookies', 'const r = await ask("GET", "/setraw?c=" + encodeURIComponent("a=1; Path=/; HttpOnly")); const c = r.cookies.a[0]; out([c.name, c.value, c.path, c.http_only, c.secure]);', [['a', '1', '/', true, false]]),
  page('page-url-template', 'const id = 7; const r = await http.asyncRequest("GET", http.url`${"http://127.0.0.1:18080/echo"}/${id}`); out([r.url, r.status]);', [['http://127.0.0.1:18080/echo/7', 200]]),
  page('page-file', 'const r = await ask("POST", "/post", { field: "v", file: http.file("content", "f.txt", "text/plain") }); out([/name="field"\\r\\n\\r\\nv/.test(r.json().data), /filename="f.txt"\\r\\nContent-Type: text\\/plain\\r\\n\\r\\ncontent/.test(r.json().data)]);', [[true, true]]),
  // As recorded in redirect-methods, redirect-headers, tls and responseType, without what is refused there.
  page('page-redirect-methods', 'for (const c of [301, 302, 303, 307, 308]) for (const m of ["POST", "PUT", "DELETE", "GET"]) { const j = (await ask(m, "/redirect-to?status_code=" + c + "&url=/echo", "body=1", { headers: { "X-K": "1", "Content-Type": "text/x" } })).json(); out([c, m, j.method, j.data, j.headers["X-K"], j.headers["Content-Type"]]); }', [301, 302, 303, 307, 308].flatMap((c) => ['POST', 'PUT', 'DELETE', 'GET'].map((m) => (c < 307 ? [c, m, 'GET', '', '1', null] : [c, m, m, 'body=1', '1', 'text/x'])))),
  page('page-redirect-headers', 'let r = await ask("GET", "/cross?to=" + encodeURIComponent("http://127.0.0.1:18081/echo/x"), null, { headers: { Authorization: "Bearer x", Cookie: "a=b", "X-Z": "1" } }); let h = r.json().headers; out([h.Authorization, h.Cookie, h["X-Z"], h.Referer]); h = (await ask("GET", "/redirect-to?url=/echo/2", null, { headers: { Authorization: "Bearer x", Cookie: "a=b" } })).json().headers; out([h.Authorization, h.Cookie, h.Referer]);', [['Bearer x', null, '1', 'http://127.0.0.1:18080/cross?to=http%3A%2F%2F127.0.0.1%3A18081%2Fecho%2Fx'], ['Bearer x', null, 'http://127.0.0.1:18080/redirect-to?url=/echo/2']]),
  whole('page-tls', 'export const options = { insecureSkipTLSVerify: true }; export default async function () { for (const port of [18443, 18444, 18445]) { const r = await http.asyncRequest("GET", "https://127.0.0.1:" + port + "/get"); out([r.status, r.proto, r.tls_version, r.json().httpVersion]); } }', [[200, 'HTTP/2.0', 'tls1.3', '2.0'], [200, 'HTTP/1.1', 'tls1.3', '1.1'], [200, 'HTTP/1.1', 'tls1.2', '1.1']]),
  page('page-res-bodies', 'out(await T(async () => (await ask("GET", "/get", null, { responseType: "foo" })).status)); for (const p of ["/204", "/empty", "/latin1", "/304"]) { const r = await ask("GET", p); out([r.status, r.body]); } const r = await ask("GET", "/gzip", null, { responseType: "none" }); out([r.body, await T(async () => r.json())]);', [0, [204, null], [200, ''], [200, 'caf\ufffd'], [304, null], [null, "ERR the body is null so we can't transform it to JSON - this likely was because of a request error getting the response"]]),
  // k6/http: CookieJar
  page('page-jar-set-and-get', 'const jar = http.cookieJar(); jar.set(B, "my", "hello", { domain: "127.0.0.1", path: "/", max_age: 600 }); out(jar.cookiesForURL(B + "/any").my);', [['hello']]),
  page('page-jar-clear', 'const jar = http.cookieJar(); jar.set(B, "a", "1"); jar.clear(B); out(jar.cookiesForURL(B));', [{}]),
  page('page-jar-delete', 'const jar = http.cookieJar(); jar.set(B, "a", "1"); jar.set(B, "b", "2"); jar.delete(B, "a"); out(jar.cookiesForURL(B));', [{ b: ['2'] }]),
  page('page-jar-own', 'const jar = new http.CookieJar(); jar.set(B, "own", "1"); out([(await ask("GET", "/cookies", null, { jar })).json().cookies, (await ask("GET", "/cookies")).json().cookies]);', [[{ own: '1' }, {}]]),
  page('page-jar-path', 'const jar = http.cookieJar(); jar.set(B, "p", "1", { path: "/deep" }); out([jar.cookiesForURL(B + "/deep/x"), jar.cookiesForURL(B + "/deeper")]);', [[{ p: ['1'] }, {}]]),
  // k6: check, group, fail
  page('page-check', 'const r = await ask("GET", "/get"); out(check(r, { "is status 200": (x) => x.status === 200, "body is there": (x) => x.body.length > 0 }));', [true]),
  page('page-check-fails', 'out([check(1, { "never": () => false }), check(1, { truthy: 1, falsy: 0 })]);', [[false, false]]),
  page('page-group', 'out(group("visit", () => group("inner", () => exec.vu.tags.group)));', ['::visit::inner']),
  page('page-fail', 'out("before"); fail("no more"); out("after");', ['before']),
  // k6/metrics
  whole('page-counter', 'const c = new Counter("my_counter"); export const options = { thresholds: { my_counter: ["count==3"] } }; export default function () { c.add(1); c.add(2); }', []),
  whole('page-gauge', 'const g = new Gauge("my_gauge"); export const options = { thresholds: { my_gauge: ["value==5"] } }; export default function () { g.add(1); g.add(5); }', []),
  whole('page-rate', 'const r = new Rate("my_rate"); export const options = { thresholds: { my_rate: ["rate==0.5"] } }; export default function () { r.add(true); r.add(false); r.add(1); r.add(0); }', []),
  whole('page-trend', 'const t = new Trend("my_trend"); export const options = { thresholds: { my_trend: ["avg==2", "min==1", "max==3", "med==2", "p(90)<3"] } }; export default function () { for (const v of [1, 2, 3]) t.add(v); }', []),
  whole('page-metric-tags', 'const c = new Counter("tagged"); export const options = { thresholds: { "tagged{kind:a}": ["count==1"], "tagged{kind:b}": ["count==2"] } }; export default function () { c.add(1, { kind: "a" }); c.add(2, { kind: "b" }); }', []),
  // thresholds
  whole('page-threshold-crossed', 'export const options = { thresholds: { http_req_failed: ["rate<0.5"] } }; export default async function () { await ask("GET", "/status/500"); }', [], { exit: 99 }),
  whole('page-threshold-several', 'export const options = { thresholds: { http_reqs: ["count==1", "count==2"] } }; export default async function () { await ask("GET", "/get"); }', [], { exit: 99 }),
  whole('page-threshold-group', 'export const options = { thresholds: { "group_duration{group:::own}": ["avg<200"] } }; export default function () { group("own", () => {}); }', []),
  // k6/execution
  whole('page-exec-scenario', 'export const options = { scenarios: { mine: { executor: "shared-iterations", vus: 1, iterations: 2 } } }; export default function () { const { name, executor, iterationInTest } = exec.scenario; out([name, executor, iterationInTest]); }', [['mine', 'shared-iterations', 0], ['mine', 'shared-iterations', 1]]),
  whole('page-exec-vu', `${VUS2} export default function () { out([exec.vu.idInTest === __VU, exec.vu.iterationInInstance === __ITER, exec.vu.iterationInScenario]); }`, [[true, true, 0], [true, true, 0], [true, true, 1], [true, true, 1]], { anyOrder: true }),
  whole('page-exec-instance', `${VUS2} export default function () { out([exec.instance.vusInitialized, exec.instance.vusActive]); }`, [[2, 2], [2, 2], [2, 2], [2, 2]]),
  whole('page-exec-abort', 'export const options = { iterations: 5 }; export default function () { exec.test.abort("enough"); }', [], { exit: 108 }),
  page('page-exec-tags', 'exec.vu.metrics.tags.containerGroup = "main"; out(exec.vu.metrics.tags.containerGroup);', ['main']),
  // k6/data, open, modules, environment
  whole('page-shared-array', 'const data = new SharedArray("users", () => JSON.parse(open("./users.json"))); export default function () { out([data.length, data[1].name, data.map((u) => u.name)]); }', [[2, 'b', ['a', 'b']]], { files: { 'users.json': '[{"name":"a"},{"name":"b"}]' } }),
  whole('page-shared-array-copies', 'const data = new SharedArray("c", () => [{ a: 1 }, { a: 2 }]); export default function () { out([data[0] === data[0], Array.isArray(data), Object.keys(data), [...data].length, JSON.stringify(data), 1 in data, data[2] === undefined, data.filter((x) => x.a > 1)]); }', [[false, true, ['0', '1'], 2, '[{"a":1},{"a":2}]', true, true, [{ a: 2 }]]]),
  whole('page-shared-array-immutable', 'const data = new SharedArray("i", () => [1]); export default async function () { out([await T(() => { data[0] = 2; }), await T(() => { data.push(2); }), await T(() => { data.name = 2; })]); }', [['ERR SharedArray is immutable', 'ERR SharedArray is immutable', 'ERR Cannot set property "name" on a dynamic array']]),
  whole('page-shared-array-frozen', 'const data = new SharedArray("x", () => [{ a: 1 }]); export default async function () { out(await T(() => { data[0].a = 2; return data[0].a; })); }', ["ERR Cannot assign to read only property 'a' of object '#<Object>'"]),
  whole('page-open-binary', 'const bytes = open("./b.txt", "b"); export default function () { out([bytes instanceof ArrayBuffer, bytes.byteLength]); }', [[true, 3]], { files: { 'b.txt': 'abc' } }),
  whole('page-open-of-a-module', 'import { text } from "./sub-module.js"; export default function () { out(text); }', ['there'], { files: { 'sub-module.js': 'export const text = open("./t.txt");', 't.txt': 'there' } }),
  page('page-env', 'out([__ENV.MY_HOSTNAME, __ENV.NONE === undefined]);', [['test.example', true]], { flags: ['-e', 'MY_HOSTNAME=test.example'] }),
  whole('page-typescript', 'type User = { name: string }; const user: User = { name: "a" }; export default (): void => out(user.name);', ['a'], { file: 's.ts' }),
  // life cycle, executors
  whole('page-life-cycle', 'export async function setup() { return { status: (await ask("GET", "/get")).status }; } export default function (data) { out(data); } export function teardown(data) { out([data.status]); }', [{ status: 200 }, [200]]),
  whole('page-handle-summary', 'export default async function () { await ask("GET", "/get"); } export function handleSummary(data) { return { stdout: "OUT " + JSON.stringify([data.metrics.http_reqs.values.count, data.metrics.http_reqs.type]) + "\\n" }; }', [[1, 'counter']]),
  whole('page-per-vu', `${VUS2} export default function () { out(exec.scenario.name); }`, ['a', 'a', 'a', 'a']),
  whole('page-scenarios', 'export const options = { scenarios: { one: { executor: "shared-iterations", exec: "first", env: { WHO: "1" } }, two: { executor: "shared-iterations", exec: "second", env: { WHO: "2" }, startTime: "300ms" } } }; export const first = () => out(["first", __ENV.WHO]); export const second = () => out(["second", __ENV.WHO]);', [['first', '1'], ['second', '2']]),
  whole('page-ramping-vus', 'export const options = { scenarios: { r: { executor: "ramping-vus", startVUs: 0, stages: [{ duration: "500ms", target: 2 }, { duration: "500ms", target: 0 }], gracefulRampDown: "0s" } } }; let once = false; export default async function () { if (!once) out(__VU); once = true; await pause(100); }', [1, 2], { anyOrder: true }),
  whole('page-constant-arrival', 'export const options = { scenarios: { c: { executor: "constant-arrival-rate", rate: 4, timeUnit: "1s", duration: "1s", preAllocatedVUs: 2 } } }; export default function () { out(exec.scenario.iterationInTest); }', [0, 1, 2, 3, 4]),
  whole('page-graceful-stop', 'export const options = { scenarios: { c: { executor: "constant-vus", vus: 1, duration: "1s", gracefulStop: "0s" } } }; export default async function () { out("began"); await pause(5_000); out("ended"); }', ['began']),
  page('page-set-interval', 'let n = 0; const id = setInterval(() => { out(++n); if (n === 3) clearInterval(id); }, 10);', [1, 2, 3]),
  page('page-set-timeout-order', 'setTimeout(() => out("later"), 20); await pause(1); out("first");', ['first', 'later']),
]; // prettier-ignore
