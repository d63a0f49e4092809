// Holds one answer against one case: status and content type before the body is ever parsed.
import type { Case } from '../../contracts/contract.ts';
import type { ErrorCode, Failure } from '../../reports/result.ts';
import type { Answer, NoAnswer } from './client.ts';
import { readJson } from './json.ts';

export type Judgement = { failures: Failure[]; warnings: Failure[]; absent: boolean };
const SHOWN = 200;
const MOST_FAILURES = 5;

/** All that is wrong with `answer`; empty lists where it keeps its promise. */
export function judgeAnswer(expected: Case, answer: Answer | NoAnswer, now: Date): Judgement {
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
  if (expected.text && !expected.text.test(answer.body))
    return fail('semantic', `the body is not ${expected.text.source}; it begins ${shown(answer.body)}`);
  if (expected.json) {
    const type = answer.headers['content-type'] ?? 'none';
    if (!/^application\/json\b/i.test(type))
      return fail(
        'content-type',
        `content type is ${type}, expected application/json; it begins ${shown(answer.body)}`,
      );
    const parsed = readJson(answer.body);
    if (parsed.problem !== undefined) return fail(parsed.code, `${parsed.problem}; it begins ${shown(answer.body)}`);
    const { shape, meaning } = expected.json(parsed.value, now);
    for (const text of shape.slice(0, MOST_FAILURES))
      failures.push({ code: 'contract', message: cut(`${where}: ${text}`) });
    for (const { level, message } of meaning.slice(0, MOST_FAILURES))
      (level === 'warn' ? warnings : failures).push({ code: 'semantic', message: cut(`${where}: ${message}`) });
    const soft = softFailure(parsed.value);
    if (answer.status === 200 && soft) failures.push({ code: 'semantic', message: cut(`${where}: ${soft} in a 200`) });
  }
  return { failures, warnings, absent: false };
}

/** Code and words for a status that no case allows. */
export function unexpected({ status, headers, body, url }: Answer): { code: ErrorCode; text: string } {
  const text = `status ${status}`;
  if (
    headers['cf-mitigated'] ||
    headers['x-vercel-mitigated'] ||
    /challenge-platform|Vercel Security Checkpoint/.test(body)
  )
    return { code: 'edge-challenge', text: `${text}, an edge challenge page` };
  if (status === 429)
    return { code: 'rate-limited', text: `${text}, retry after ${headers['retry-after'] ?? 'unknown'}` };
  if (status >= 500) return { code: 'server-error', text: `${text} (${headers['content-type'] ?? 'no content type'})` };
  if (status >= 400) return { code: 'client-error', text };
  if (status < 300) return { code: 'unexpected-status', text };
  const location = headers['location'] ?? 'nowhere';
  const loops = url !== undefined && URL.canParse(location, url) && new URL(location, url).href === url.href;
  return { code: loops ? 'redirect-loop' : 'unexpected-status', text: `${text} to ${loops ? 'itself' : location}` };
}

const headerFailures = (expected: Case, answer: Answer): string[] =>
  Object.entries(expected.responseHeaders ?? {}).flatMap(([name, pattern]) => {
    const value = answer.headers[name];
    if (pattern === null) return value === undefined ? [] : [`header ${name} is there: ${value}`];
    return pattern.test(value ?? '')
      ? []
      : [`header ${name} is ${value === undefined ? 'missing' : `"${value}"`}, expected ${pattern.source}`];
  });

/** What the site says when it gives up politely (mysetlist-app.md 2.4, 2.5). */
const softFailure = (value: unknown): string | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  const record = value as Record<string, unknown>;
  if (record['fallback'] === true) return 'fallback: true';
  if (record['source'] === 'mock') return 'source: "mock"';
  return typeof record['error'] === 'string' ? `an error ("${record['error']}")` : undefined;
};

const shown = (text: string): string => JSON.stringify(text.slice(0, 60));
const cut = (text: string): string => (text.length > SHOWN + 100 ? `${text.slice(0, SHOWN + 100)}...` : text);
