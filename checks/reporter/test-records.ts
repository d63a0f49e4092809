// Turns what Playwright says of a test into the record that the verdict reads. Pure.
import { relative, isAbsolute } from 'node:path';
import { withoutTerminalCodes } from '../../common/terminal-text.ts';
import { ERROR_CODES, type CheckRecord, type ErrorCode, type Failure } from '../../reports/result.ts';
import { joinRuns } from '../api/second-run.ts';
import { declaration } from '../index.ts';
import { redactText } from '../../common/redact-text.ts';
import { COULD_NOT_PREPARE, isPreparation } from '../visitor/preparation.ts';
import { isHopeless } from './confirmation.ts';
import { decisive } from './decisive-fact.ts';

/** The part of Playwright's TestCase and TestResult that a record is made of. */
export type Outcome = {
  id: string;
  variant: string;
  status: 'passed' | 'failed' | 'timedOut' | 'skipped' | 'interrupted' | 'not-run';
  durationMs: number;
  errors: readonly string[];
  skipReason: string | undefined;
  /** `CHECK: WHY` where the failure is another check's. */
  cannotBlame?: string | undefined;
  /** What makes a passed test a warning. */
  warnings?: readonly string[];
  /** Requests of the site's own that failed while the test ran, `GET /api/search HTTP 500`. */
  failedRequests?: readonly string[];
  /** Milliseconds that this machine kept the test from running. */ ownDelayMs?: number | undefined;
  /** Requests that the suite answered in the site's place. */
  ownAnswers?: readonly string[];
  attachments: readonly string[];
  /** The run before this one, which failed. */
  before?: Outcome | undefined;
};
export type Context = {
  at: Date;
  /** The run's folder: evidence is named relative to it. */
  resultsDir: string;
  secrets: readonly string[];
  /** Signed-in checks are waived: their absence is wanted. */
  noAccount: boolean;
  /** Undefined for a stand-in of our own, which is gone when somebody reruns. */
  target: string | undefined;
};

const LONGEST_MESSAGE = 1_500;

/** Playwright has no error codes; these are the prefixes of Chromium and of its own launcher, first match wins. */
const CODES: readonly (readonly [RegExp, ErrorCode])[] = [
  // Making an empty page, and what is made once for a worker, never wait for the site: the site's part of it has deadlines of its own.
  [/^Test timeout of \d+ms exceeded while setting up "(browser|context|page|impatientPage|request)"/, 'tool'],
  [/^Fixture "\w+" timeout of/, 'tool'],
  [/browserType\.launch|browser has been closed|browser has disconnected|Executable doesn't exist/, 'tool'],
  [/is not valid JSON|Unexpected end of JSON/, 'not-json'],
  [/^(TypeError|ReferenceError|SyntaxError)\b/, 'tool'],
  [/net::ERR_INTERNET_DISCONNECTED|net::ERR_NETWORK_CHANGED|ENETUNREACH/, 'own-network'],
  [/net::ERR_NAME_NOT_RESOLVED|ENOTFOUND|EAI_AGAIN/, 'dns'],
  [/net::ERR_CONNECTION_REFUSED|ECONNREFUSED/, 'refused'],
  [/net::ERR_CONNECTION_(RESET|CLOSED)|net::ERR_EMPTY_RESPONSE|ECONNRESET|socket hang up/, 'reset'],
  [/net::ERR_(CERT|SSL)/, 'tls'],
  [/net::ERR_TOO_MANY_REDIRECTS/, 'redirect-loop'],
  [/^Test timeout of|page\.goto: Timeout/, 'timeout'],
];

const CLOSED = /Target page, context or browser has been closed/;

export function codeOf(message: string): ErrorCode {
  const text = message.replace(/^Error: /, '');
  if (isPreparation(text)) return 'no-data';
  return CODES.find(([pattern]) => pattern.test(text))?.[1] ?? 'assertion';
}

/** A contract or a security check as a test (outcome-of-stage-check.ts): each line of its error is a finding with its own code. */
function findingsOf(error: string): Failure[] {
  return plain(error)
    .split('\n')
    .map((line): Failure => {
      const [, named, message = line] = /^([a-z\d-]+): (.*)$/.exec(line) ?? [];
      const code = ERROR_CODES.find((one) => one === named);
      return code === undefined ? { code: codeOf(line), message: line } : { code, message };
    });
}

/** The record of one test on one project. What is not an explicit pass is never green. */
export function toRecord(outcome: Outcome, context: Context): CheckRecord {
  if (outcome.before !== undefined) return joined(outcome.before, outcome, context);
  const { stage, profiles } = declaration(outcome.id);
  const failures = failuresOf(outcome, context.secrets);
  return {
    kind: 'check',
    at: context.at.toISOString(),
    id: outcome.id,
    stage,
    variant: outcome.variant,
    outcome: verdictOf(outcome, failures, context.noAccount),
    durationMs: outcome.durationMs,
    ...(outcome.ownDelayMs === undefined ? {} : { ownDelayMs: Math.round(outcome.ownDelayMs) }),
    failures,
    evidence: outcome.attachments
      .map((path) => relative(context.resultsDir, path))
      .filter((path) => !path.startsWith('..') && !isAbsolute(path)),
    rerun: [
      ...(context.target === undefined ? [] : [`TARGET_URL=${context.target}`]),
      ...(profiles.includes('gate') ? [] : ['ALL_CHECKS=1']),
      `npx playwright test --project=${outcome.variant} --grep "@${outcome.id}" --trace=on`,
    ].join(' '),
  };
}

/** The record of two runs of a test, with the evidence of both. */
function joined(first: Outcome, { before: _, ...last }: Outcome, context: Context): CheckRecord {
  if (isHopeless(last.errors)) return toRecord(first, context);
  const [earlier, later] = [toRecord(first, context), toRecord(last, context)];
  return { ...joinRuns(earlier, later), evidence: [...earlier.evidence, ...later.evidence] };
}

function verdictOf(outcome: Outcome, failures: readonly Failure[], noAccount: boolean): CheckRecord['outcome'] {
  switch (outcome.status) {
    case 'passed':
      if (outcome.warnings?.length) return 'warn';
      return failures.length === 0 ? 'pass' : 'fail';
    case 'failed':
    case 'timedOut':
      if (outcome.cannotBlame !== undefined || failures.every(({ message }) => isPreparation(message)))
        return 'inconclusive';
      if (failures.some((f) => f.code === 'tool')) return 'broken';
      return failures.some((f) => f.code === 'own-network') ? 'inconclusive' : 'fail';
    case 'skipped':
      return noAccount && failures[0]?.code === 'no-account' ? 'skipped' : 'inconclusive';
    case 'interrupted':
    case 'not-run':
      return 'inconclusive';
  }
}

/**
 * What a person has to read: without colours, and without the log of an assertion's tries, which the report holds. What an action
 * waited for stands in its log alone.
 */
function plain(error: string): string {
  const text = withoutTerminalCodes(error).replace(/^(Preparation)?Error: /, '');
  return (/^expect(\.soft)?\(/m.test(text) ? text.replace(/\n+Call log:\n[^]*?(?=\n\n|$)/, '') : text).trim();
}

function failuresOf(outcome: Outcome, secrets: readonly string[]): Failure[] {
  if (outcome.status === 'passed' && outcome.errors.length === 0)
    return (outcome.warnings ?? []).map((message) => ({ code: 'assertion', message }));
  if (outcome.status === 'skipped') {
    const reason = outcome.skipReason ?? 'skipped without a reason';
    return [{ code: reason.startsWith('no-account') ? 'no-account' : 'no-data', message: reason }];
  }
  if (outcome.errors.length > 0) {
    if (/^(contract|security)\./.test(outcome.id))
      return outcome.errors.flatMap(findingsOf).map(({ code, message }) => ({
        code,
        message: redactText(message, secrets).slice(0, LONGEST_MESSAGE),
      }));
    const failures = outcome.errors.map((error): Failure => {
      const message = plain(error);
      const decided = isPreparation(message) ? message : decisive(message, outcome);
      const told = redactText(decided, secrets).slice(0, LONGEST_MESSAGE);
      return { code: codeOf(message), message: told };
    });
    if (outcome.cannotBlame !== undefined)
      failures.unshift({ code: 'no-data', message: `${COULD_NOT_PREPARE}: see ${outcome.cannotBlame}` });
    // At its deadline a test's browser is closed under the step that waited: no trouble of ours, and no second one.
    const late = failures.some(({ code }) => code === 'timeout');
    return late ? failures.filter(({ message }) => !CLOSED.test(message)) : failures;
  }
  const failed = outcome.status === 'failed' || outcome.status === 'timedOut';
  return [{ code: failed ? 'assertion' : 'no-data', message: `the test ended as "${outcome.status}"` }];
}
