// The evidence of an incident, from the history: the newest failing answer of each endpoint, or the check that failed.
import { PROBES } from '../../checks/api/availability-probes.ts';
import { shellQuoted } from '../../common/shell-quoted.ts';
import type { Incident } from '../incidents/incident.ts';
import { isAboutSite, type Sample } from '../sample.ts';
import type { CheckReading, LastAnswer, WindowSource } from '../window-source.ts';
import type { Evidence } from './notice.ts';

export type EvidenceSource = Pick<WindowSource, 'samples' | 'checks'> & {
  /** First body line and request id of the newest failing answer of each endpoint. Absent in a source that does not store them. */
  lastAnswers?(fromMs: number, toMs: number): Promise<LastAnswer[]>;
};
/** How far back an answer is evidence of an outage. */
const LOOK_BACK_MS = 900_000;
const MOST = 3;
/** Topics that are judged by a browser check or the gate, and the ids of those checks. */
const CHECK_OF: Readonly<Record<string, RegExp>> = {
  authentication: /^sign-in$/,
  voting: /^vote$/,
  search: /^search$/,
  'front-page': /^front-page$/,
  security: /^security\./,
};
/** The path that reproduces a failure, for topics without a failing probe. */
const PATHS: Readonly<Record<string, string>> = {
  authentication: '/auth/sign-in',
  voting: '/trending',
  search: '/api/search?q=taylor',
  'front-page': '/',
  database: '/api/health/db',
  'external-apis': '/api/health/comprehensive',
  'rate-limit': '/api/health/comprehensive',
  deployment: '/api/health',
  certificate: '/',
  security: '/',
};

/** Newest first, at most three. `atMs`: the time of the change. */
export async function evidenceOf(source: EvidenceSource, i: Incident, atMs: number): Promise<Evidence[]> {
  const fromMs = Math.max(i.startedMs - 1, atMs - LOOK_BACK_MS);
  const pattern = CHECK_OF[i.topic];
  if (pattern !== undefined) {
    const checks = await source.checks(i.startedMs - LOOK_BACK_MS, atMs);
    return newest(
      checks.filter(({ id, outcome }) => pattern.test(id) && outcome === 'fail'),
      ({ id }) => id,
    ).map(ofCheck);
  }
  const samples = (await source.samples(fromMs, atMs)).filter((s) => isAboutSite(s.class) && s.class !== 'valid');
  const answers = new Map((await source.lastAnswers?.(fromMs, atMs + LOOK_BACK_MS))?.map((one) => [one.endpoint, one]));
  return newest(samples, ({ endpoint }) => endpoint).map((sample) => ofSample(sample, answers.get(sample.endpoint)));
}

/** The newest of each, newest first. */
function newest<T extends { at: number }>(of: readonly T[], keyOf: (one: T) => string): T[] {
  const byKey = new Map<string, T>();
  for (const one of of) if ((byKey.get(keyOf(one))?.at ?? -Infinity) <= one.at) byKey.set(keyOf(one), one);
  return [...byKey.values()].sort((a, b) => b.at - a.at).slice(0, MOST);
}

const ofSample = ({ at, endpoint, status, code, message }: Sample, answer?: LastAnswer): Evidence => ({
  what: endpoint,
  at: new Date(at).toISOString(),
  status,
  code,
  // The probe's own message repeats the endpoint.
  message: message?.replace(/^[A-Z]+ \S+: /, '') ?? null,
  bodyLine: answer?.bodyLine ?? null,
  requestId: answer?.requestId ?? null,
});
const ofCheck = ({ at, id, message }: CheckReading): Evidence => ({
  what: id.startsWith('security.') ? id : `${id} in a browser`,
  at: new Date(at).toISOString(),
  status: null,
  code: 'check failed',
  message: message?.split('\n', 1)[0] ?? null,
  bodyLine: null,
  requestId: null,
});

/** Topics of times: a status alone would not show them. */
const SLOW: ReadonlySet<string> = new Set(['response-time', 'degradation']);

/** The request that reproduces it; null if there is none. `hasBypass`: the site requires the bypass header. */
export function curlOf(
  target: string,
  topic: string,
  evidence: readonly Pick<Evidence, 'what'>[],
  hasBypass: boolean,
): string | null {
  const endpoint = evidence.find(({ what }) => /^GET \//.test(what))?.what;
  const path =
    endpoint === undefined
      ? PATHS[topic]
      : (PROBES.find((probe) => probe.endpoint === endpoint)?.path ?? endpoint.slice(4));
  if (path === undefined && topic === 'coverage') return null;
  const timing = SLOW.has(topic) ? ` -w ${shellQuoted('\\nfirst byte after %{time_starttransfer} s\\n')}` : '';
  const bypass = hasBypass ? ' -H "x-vercel-protection-bypass: $VERCEL_AUTOMATION_BYPASS_SECRET"' : '';
  return `curl -i${bypass}${timing} ${shellQuoted(`${target}${path ?? '/'}`)}`;
}
