// The front door: the home page shows its heading, trending has its items, sign-in shows its form.
import type { CheckRecord, ErrorCode, Failure } from '../../reports/result.ts';
import type { ApiContext } from './api-context.ts';
import { HOME, SIGN_IN } from './page-identity.ts';
import { pageProbe, sample, TRENDING_PROBE, type Probe, type Sampled } from './availability-probes.ts';
import { tellHealth } from './site-health.ts';

type Row = { id: string; title: string; probe: Probe; reddens: readonly string[] };
/** One row a check. `reddens` are the faults that turn it red, beside the outages of its path. */
export const FRONT_DOOR: readonly Row[] = [
  {
    id: 'front-door.home',
    title: 'The home page shows its heading',
    probe: pageProbe(HOME),
    reddens: [
      'redirect-loop',
      'home-without-heading',
      'noindex-everywhere',
      'h1-missing',
      'nested-10000',
      'pages-utf16',
      'pages-windows-1252',
      'body-50mb',
      'page-download',
      'never-answers',
    ],
  },
  {
    id: 'front-door.trending',
    title: 'The trending API lists at least ten items',
    probe: TRENDING_PROBE,
    reddens: [
      'database-down',
      'trending-unsorted',
      'trending-stale',
      'timestamps-stale',
      'wrong-encoding',
      'api-hangs',
      'api-drips',
      'never-answers',
    ],
  },
  {
    id: 'front-door.sign-in',
    title: 'The sign-in page shows its form',
    probe: pageProbe(SIGN_IN),
    reddens: [
      'sign-in-form-missing',
      'noindex-everywhere',
      'nested-10000',
      'pages-utf16',
      'pages-windows-1252',
      'body-50mb',
      'page-download',
      'never-answers',
    ],
  },
];

export type Door = {
  /** A check failed twice. */
  dead: boolean;
  /** Every check met a wall or a rate limit: the site was not checked. */
  blocked: boolean;
  reason?: string;
};
/** Codes of answers that came from a wall or a rate limit, or that this machine was too slow to read. */
const BLOCKED: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'edge-challenge',
  'rate-limited',
  'own-network',
  'machine',
]);
const isBlocked = (failures: readonly Failure[]): boolean =>
  failures.length > 0 && failures.every(({ code }) => BLOCKED.has(code));

/** An interrupted run says nothing about the site. */
function outcomeOf(was: readonly Failure[], is: readonly Failure[]): CheckRecord['outcome'] {
  if (is.some(({ code }) => code === 'tool')) return 'broken';
  if (isBlocked(is)) return 'inconclusive';
  return is.length > 0 ? 'fail' : was.length > 0 ? 'warn' : 'pass';
}

/**
 * A failure is confirmed by one more probe; both are samples. While that is under way the health endpoints are asked, unless nothing
 * answers at all, so that the run can say why.
 */
export async function runFrontDoor(context: ApiContext): Promise<Door> {
  const wanted = FRONT_DOOR.filter(({ id }) => context.only?.has(id) ?? true);
  const started = performance.now();
  const ask = ({ probe: one }: Row): Promise<Sampled> => sample(context, 'front-door', one);
  const first = await Promise.all(wanted.map(ask));
  const isWell = first.every(({ failures }) => failures.length === 0);
  const mayTell =
    !isWell && first.some(({ answered }) => answered) && !first.every(({ failures }) => isBlocked(failures));
  const [second, health] = await Promise.all([
    Promise.all(
      first.map(async (was, i) => (was.failures.length === 0 || isBlocked(was.failures) ? was : ask(wanted[i] as Row))),
    ),
    mayTell ? tellHealth(context, 'front-door') : undefined,
  ]);
  for (const [i, door] of wanted.entries()) {
    const [was, is] = [first[i]?.failures ?? [], second[i]?.failures ?? []];
    const outcome = outcomeOf(was, is);
    context.sink({
      kind: 'check',
      at: context.now().toISOString(),
      id: door.id,
      stage: 'front-door',
      outcome,
      durationMs: performance.now() - started,
      failures: is.length > 0 ? is : was,
      evidence: [],
      rerun: `npm run gate -- --target ${context.target.origin} --only ${door.id}`,
    });
  }
  const failed = second.flatMap((one, i) =>
    outcomeOf(first[i]?.failures ?? [], one.failures) === 'fail' ? one.failures : [],
  );
  const reason = (failed[0] ?? second.flatMap(({ failures }) => failures)[0])?.message;
  return {
    dead: failed.length > 0,
    blocked: failed.length === 0 && second.every(({ failures }) => isBlocked(failures)) && wanted.length > 0,
    ...(reason === undefined ? {} : { reason: failed.length > 0 && health ? `${reason}; ${health}` : reason }),
  };
}
