// The availability probes: what must answer 200, each a sample for availability, error rate and response time.
import { artistsSearch } from '../../contracts/artists-search.contract.ts';
import type { Case } from '../../contracts/contract.ts';
import { keepAlive } from '../../contracts/keep-alive.contract.ts';
import { searchSuggestions } from '../../contracts/search-suggestions.contract.ts';
import { search } from '../../contracts/search.contract.ts';
import { trending } from '../../contracts/trending.contract.ts';
import type { Failure, HttpRecord } from '../../reports/result.ts';
import type { Stage } from '../../kpis.ts';
import { DEADLINES_MS, probe, type Answer, type NoAnswer } from './probe-client.ts';
import type { ApiContext } from './api-context.ts';
import { judgeAnswer } from './judge-answer.ts';
import { judgePage, PROBED_PAGES, type Page } from './page-identity.ts';

export type Probe = { endpoint: string; path: string; judge: (answer: Answer | NoAnswer, now: Date) => Failure[] };

export const pageProbe = (page: Page): Probe => ({
  endpoint: `GET ${page.path}`,
  path: page.path,
  judge: (answer) => judgePage(page, answer),
});
export const caseProbe = (expected: Case | undefined): Probe => {
  if (!expected) throw new Error('a probe names a case that its contract does not have');
  return {
    endpoint: `GET ${expected.path.split('?')[0]}`,
    path: expected.path,
    // A wrong header fails the contract. The visitor was served, so the answer counts as available.
    judge: (answer, now) => judgeAnswer(expected, answer, now).failures.filter(({ code }) => code !== 'header'),
  };
};
/** The search box on the home page: it must answer in time. Its contract checks what it finds. */
const asAService = (probe: Probe): Probe => ({
  ...probe,
  judge: (answer, now) => probe.judge(answer, now).filter(({ code }) => code !== 'semantic' && code !== 'contract'),
});
const named = (contract: { cases: readonly Case[] }, name: string): Case | undefined =>
  contract.cases.find((c) => c.name === name);
export const TRENDING_PROBE = caseProbe(named(trending, 'answers a request without parameters'));

export const PROBES: readonly Probe[] = [
  ...PROBED_PAGES.map(pageProbe),
  TRENDING_PROBE,
  caseProbe(named(search, 'finds a known artist')),
  caseProbe(named(artistsSearch, 'finds a known artist')),
  asAService(caseProbe(named(searchSuggestions, 'suggests a known artist and links to it'))),
  caseProbe(named(keepAlive, 'keep-alive answers 200')),
];

export type Sampled = { failures: Failure[]; /** An HTTP status came, whatever it was. */ answered: boolean };

/** Sends one probe, writes its sample, returns its failures. A request that we did not send, or aborted, is no sample of the site. */
export async function sample(context: ApiContext, stage: Stage, { endpoint, path, judge }: Probe): Promise<Sampled> {
  const send = context.send ?? probe;
  const answer = await send({ method: 'GET', url: new URL(path, context.target), signal: context.signal });
  const failures = judge(answer, context.now());
  if (answer.error?.notAsked !== true) context.sink(httpRecord(stage, endpoint, answer, failures, context.now()));
  return { failures, answered: answer.status !== undefined };
}

export function httpRecord(
  stage: Stage,
  endpoint: string,
  answer: Answer | NoAnswer,
  failures: Failure[],
  now: Date,
): HttpRecord {
  const timedOut = answer.error?.code === 'timeout';
  const ms = timedOut ? DEADLINES_MS.firstByte : answer.phases.firstByte;
  const { ownDelay } = answer.phases;
  const status = answer.status ?? 0;
  return {
    kind: 'http',
    at: now.toISOString(),
    stage,
    source: 'probe',
    endpoint,
    requests: 1,
    valid: failures.length === 0 ? 1 : 0,
    serverErrors: status >= 500 ? 1 : 0,
    rateLimited: status === 429 ? 1 : 0,
    timeouts: timedOut ? 1 : 0,
    ttfb:
      ms === undefined
        ? { n: 0, sumMs: 0, p95Ms: 0, maxMs: 0 }
        : { n: 1, sumMs: ms, p95Ms: ms, maxMs: ms, ...(ownDelay === undefined ? {} : { ownDelayMs: ownDelay }) },
    failures: failures.slice(0, 5),
  };
}
