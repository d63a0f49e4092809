// Every check and KPI over HTTP turns red, or warns, in a few runs that code chooses from what the checks declare. The whole is `npm run
// prove -- --http`.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inParallel } from '../../../common/in-parallel.ts';
import { before, describe, test } from 'node:test';
import { AT_A_TIME, judgeOverHttp, verdictOverHttp } from '../../../commands/lib/prove-over-http.ts';
import { coveringRuns, HTTP_IDS, httpRunsOf, idsWithoutFault, type HttpRun } from '../../../proof/http-runs.ts';
import { rowText } from '../../../proof/proof-matrix.ts';
import { warnedIds } from '../../../proof/proof-runs.ts';
import { proofSubjects } from '../../../proof/proof-subjects.ts';
import { KNOWN_IDS, REACTIONS, SUBJECTS, type Reaction } from '../../../proof/reactions.ts';
import { KPIS } from '../../../kpis.ts';
import { failingIds, type Verdict } from '../../../reports/verdict/verdict-format.ts';

const RUNS = coveringRuns(REACTIONS.flatMap(httpRunsOf));
/** Of all runs together, ms: one of them waits 26 s for slow answers. */
const DEADLINE_MS = 120_000;

const reaction = (fault: string, noticedBy: string[], warnedBy: string[] = []): Reaction => ({
  fault,
  noticedBy,
  warnedBy,
});
const run = (fault: string, ...shows: string[]): HttpRun => ({ fault, stages: ['contracts'], shows });

test('every check and KPI has a fault, but for the KPIs that the site cannot show', () => {
  const notObservable = KPIS.filter((kpi) => kpi.notObservable !== undefined).map(({ id }) => id);
  assert.deepEqual(idsWithoutFault([...KNOWN_IDS], SUBJECTS), notObservable);
});

test('a check without a fault, and an id that is no subject, are named', () => {
  const subjects = [
    { id: 'a', reddens: ['x'], warns: [] },
    { id: 'b', reddens: [], warns: ['x'] },
    { id: 'c', reddens: [], warns: [] },
  ];
  assert.deepEqual(idsWithoutFault(['a', 'b', 'c', 'd'], subjects), ['c', 'd']);
});

test('a fault that kills the front door is shown stage by stage, every other one in one run', () => {
  assert.deepEqual(httpRunsOf(reaction('x', ['front-door.home', 'contract.search', 'availability', 'journey.a'])), [
    { fault: 'x', stages: ['front-door'], shows: ['front-door.home'] },
    { fault: 'x', stages: ['contracts'], shows: ['contract.search', 'availability'] },
  ]);
  assert.deepEqual(httpRunsOf(reaction('y', ['contract.search'], ['health'])), [
    { fault: 'y', stages: ['front-door', 'contracts', 'security'], shows: ['contract.search', 'health'] },
  ]);
  assert.deepEqual(httpRunsOf(reaction('z', ['journey.a'])), []);
});

test('the run with the most ids comes first, and a slow one only if no other run has the id', () => {
  const runs = [run('one', 'a'), run('both', 'a', 'b'), run('slow', 'b', 'c'), run('c', 'c')];
  const wanted = new Set(['a', 'b', 'c']);
  const chosen = (seconds?: (one: HttpRun) => number): string[] =>
    coveringRuns(runs, wanted, seconds).map(({ fault }) => fault);
  assert.deepEqual(chosen(), ['both', 'slow']);
  assert.deepEqual(
    chosen(({ fault }) => (fault === 'slow' ? 10 : 1)),
    ['both', 'c'],
  );
});

describe('on the stand-in', () => {
  const verdicts = new Map<HttpRun, Verdict>();

  before(
    async () => {
      const root = mkdtempSync(path.join(tmpdir(), 'http-subset-'));
      const stop = new AbortController();
      const lifetime = { signal: stop.signal, reason: () => undefined };
      try {
        await inParallel(RUNS, AT_A_TIME, async (one, i) => {
          const markup = i % 2 === 0 ? 'plain' : 'react';
          const site = { markup, stages: one.stages } as const;
          verdicts.set(one, await verdictOverHttp([one.fault], path.join(root, String(i)), lifetime, site));
        });
      } finally {
        stop.abort();
        rmSync(root, { recursive: true, force: true });
      }
    },
    { timeout: DEADLINE_MS },
  );

  for (const one of RUNS)
    test(`${one.fault} in ${one.stages.join(', ')}: exactly the declared checks turn red`, () => {
      const verdict = verdicts.get(one);
      assert.ok(verdict, 'the run left no verdict');
      const [subject] = proofSubjects([one.fault]);
      assert.ok(subject);
      const row = judgeOverHttp(subject, verdict, one.stages);
      assert.ok(row.proved, rowText(row));
      const seen = new Set([...failingIds(verdict), ...warnedIds(verdict)]);
      assert.deepEqual(
        one.shows.filter((id) => !seen.has(id)),
        [],
        'declared, and neither red nor a warning',
      );
    });

  test('no check and no KPI is left that none of these runs has seen fail', () => {
    const seen = new Set([...verdicts.values()].flatMap((verdict) => [...failingIds(verdict), ...warnedIds(verdict)]));
    assert.deepEqual(
      [...HTTP_IDS].filter((id) => !seen.has(id)),
      [],
    );
  });
});
