// Judges one answer against one case: status and content type first, then the body.
import type { BodyJudge, Case, Earlier } from '../../contracts/contract.ts';
import type { ErrorCode, Failure } from '../../reports/result.ts';
import type { Answer, NoAnswer } from './probe-client.ts';
import { readPage } from '../html/read-page.ts';
import { wallBefore } from './edge-wall.ts';
import { differingSiteTime } from './site-clock.ts';
import { softFailure } from './soft-failure.ts';
import { readJson } from './strict-json.ts';
import { fileOf, validatorOf } from '../drift/published-schemas.ts';

/** `body`: parsed, set only if status, content type and shape are right. `parsed`: the same, whatever its shape. */
export type Judgement = { failures: Failure[]; warnings: Failure[]; absent: boolean; body?: unknown; parsed?: unknown };
const JSON_TYPE = /^application\/json\b/i;
const SHOWN = 200;
const MOST_FAILURES = 5;

/** All failures of `answer`; empty if it meets the case. */
export function judgeAnswer(
  expected: Case,
  answer: Answer | NoAnswer,
  now: Date,
  earlier: Earlier = new Map(),
): Judgement {
  const where = `${expected.method} ${expected.path}`;
  const fail = (code: ErrorCode, text: string): Judgement => ({
    failures: [{ code, message: cut(`${where}: ${text}`) }],
    warnings: [],
    absent: false,
  });
  if (answer.error) return fail(answer.error.code, answer.error.message);
  if (!expected.status.includes(answer.status)) {
    const { code, text } = unexpected(answer);
    return { ...fail(code, `${text}, expected ${expected.status.join(' or ')}`), absent: answer.status === 404 };
  }
  const failures: Failure[] = headerFailures(expected, answer).map((text) => ({
    code: 'header',
    message: cut(`${where}: ${text}`),
  }));
  const warnings: Failure[] = [];
  const strays = strayRedirect(expected, answer);
  if (strays) failures.push({ code: 'unexpected-status', message: cut(`${where}: ${strays}`) });
  const type = answer.headers['content-type'] ?? 'none';
  const wrongType = (wanted: RegExp, words: string): Judgement | undefined => {
    if (wanted.test(type)) return undefined;
    const wall = wallBefore(answer);
    if (wall !== undefined) return fail('edge-challenge', wall);
    return fail('content-type', `content type is ${type}, expected ${words}; it begins ${shown(answer.body)}`);
  };
  if (expected.text && expected.contentType) {
    const wrong = wrongType(expected.contentType, expected.contentType.source);
    if (wrong) return wrong;
  }
  if (expected.text && !expected.text.test(answer.body))
    return fail('semantic', `the body is not ${expected.text.source}; it begins ${shown(answer.body)}`);
  if (expected.document) {
    const wrong = wrongType(/^text\/html\b/i, 'text/html');
    if (wrong) return wrong;
    const reading = readPage(answer.body);
    const first = reading.headings.filter(({ level }) => level === 1).length;
    if (reading.problem === undefined && reading.lang === '')
      failures.push({ code: 'semantic', message: `${where}: the document states no language (<html lang>)` });
    if (first > 1)
      warnings.push({ code: 'semantic', message: `${where}: ${first} first-level headings, expected one` });
  }
  if (expected.sitemapLists) {
    const wrong = wrongType(expected.contentType ?? /\bxml\b/i, 'XML');
    if (wrong) return wrong;
    const paths = new Set(
      readPage(answer.body)
        .locations.map((loc) => URL.parse(loc)?.pathname)
        .filter((pathname) => pathname !== undefined),
    );
    const missing = expected.sitemapLists.filter((path) => !paths.has(path));
    if (missing.length > 0)
      return fail('semantic', `the sitemap lists ${paths.size} addresses and not ${missing.join(', ')}`);
  }
  if (expected.json) {
    const wrong = wrongType(expected.contentType ?? JSON_TYPE, 'application/json');
    if (wrong) return wrong;
    const parsed = readJson(answer.body);
    if (parsed.problem !== undefined) return fail(parsed.code, `${parsed.problem}; it begins ${shown(answer.body)}`);
    const clock = differingSiteTime(answer, now);
    const ours = expected.json(parsed.value, now, earlier);
    const theirs = clock && ours.meaning.length > 0 ? expected.json(parsed.value, clock.at, earlier) : ours;
    // By the site's own clock its times are right: then our clock is wrong, and the failure says so.
    const { shape, meaning } = theirs.meaning.length < ours.meaning.length ? theirs : ours;
    if (clock && meaning !== ours.meaning) warnings.push({ code: 'machine', message: `${where}: ${clock.text}` });
    if (!ajvAgrees(expected.json.schema, parsed.value, shape.length === 0))
      return fail('tool', 'zod and the published schema disagree about the body: run npm run generate');
    for (const text of shape.slice(0, MOST_FAILURES))
      failures.push({ code: 'contract', message: cut(`${where}: ${text}`) });
    for (const { level, message } of meaning.slice(0, MOST_FAILURES))
      (level === 'warn' ? warnings : failures).push({ code: 'semantic', message: cut(`${where}: ${message}`) });
    const soft = softFailure(parsed.value);
    if (answer.status === 200 && soft) failures.push({ code: 'semantic', message: cut(`${where}: ${soft} in a 200`) });
    const read = { failures, warnings, absent: false, parsed: parsed.value };
    return shape.length === 0 ? { ...read, body: parsed.value } : read;
  }
  return { failures, warnings, absent: false };
}

/** Failures of a redirect: it must lead to the expected path on the same host. */
function strayRedirect({ redirectsTo }: Case, { status, headers, url }: Answer): string | undefined {
  if (redirectsTo === undefined || status < 300 || status > 399) return undefined;
  const location = headers['location'] ?? 'nowhere';
  const wanted = url && new URL(redirectsTo, url);
  const found = url && URL.parse(location, url);
  return found && wanted && found.host === wanted.host && found.pathname === wanted.pathname
    ? undefined
    : `redirects to ${location}, expected ${redirectsTo} on this host`;
}

/** Code and words for a status that no case allows. */
export function unexpected(answer: Answer): { code: ErrorCode; text: string } {
  const { status, headers, body, url } = answer;
  const text = `status ${status}`;
  const wall = wallBefore(answer);
  if (wall !== undefined) return { code: 'edge-challenge', text: `${text}, ${wall}` };
  if (status === 429)
    return { code: 'rate-limited', text: `${text}, retry after ${headers['retry-after'] ?? 'unknown'}` };
  if (status >= 500) return { code: 'server-error', text: `${text} (${headers['content-type'] ?? 'no content type'})` };
  if (status >= 400) return { code: 'client-error', text };
  if (status === 200 && /html/i.test(headers['content-type'] ?? '')) {
    const { noindex, refresh } = readPage(body);
    // How soft failures look (mysetlist-app.md 3.1).
    if (noindex) return { code: 'soft-404', text: `${text} with the not-found screen` };
    if (refresh !== undefined)
      return { code: 'soft-redirect', text: `${text} with a refresh tag to ${refresh || 'nowhere'}` };
  }
  if (status < 300) return { code: 'unexpected-status', text };
  const location = headers['location'] ?? 'nowhere';
  const loops = url !== undefined && URL.parse(location, url)?.href === url.href;
  return { code: loops ? 'redirect-loop' : 'unexpected-status', text: `${text} to ${loops ? 'itself' : location}` };
}

/** Others judge by the published schema. If it disagrees with our own schema, one of the two is wrong. */
function ajvAgrees(schema: BodyJudge['schema'], value: unknown, zodSays: boolean): boolean {
  const file = fileOf(schema);
  return file === undefined || validatorOf(file)(value) === zodSays;
}

const headerFailures = (expected: Case, answer: Answer): string[] =>
  Object.entries(expected.responseHeaders ?? {}).flatMap(([name, pattern]) => {
    const value = answer.headers[name];
    // Each cookie is a separate line. One of them must match.
    if (name === 'set-cookie' && pattern !== null && answer.setCookies?.some((line) => pattern.test(line))) return [];
    if (pattern === null) return value === undefined ? [] : [`header ${name} is there: ${value}`];
    return pattern.test(value ?? '')
      ? []
      : [`header ${name} is ${value === undefined ? 'missing' : `"${value}"`}, expected ${pattern.source}`];
  });

const shown = (text: string): string => JSON.stringify(text.slice(0, 60));
const cut = (text: string): string => (text.length > SHOWN + 100 ? `${text.slice(0, SHOWN + 100)}...` : text);
