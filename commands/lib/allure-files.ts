// Allure's results in a run's folder: merges the results of Playwright's reporter with every other check of the run.
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CHECKS } from '../../checks/index.ts';
import { makeFolder } from '../../common/make-folder.ts';
import type { AllureAttachment, AllureResult } from '../../reports/allure/allure-format.ts';
import { allureMetrics } from '../../reports/allure/allure-kpis.ts';
import { allureResults, evidenceKey, type Played } from '../../reports/allure/allure-results.ts';
import type { Verdict } from '../../reports/verdict/verdict-format.ts';

export const ALLURE_RESULTS = 'allure-results';
const RESULT = '-result.json';

/** Evidence files for the report. Larger files are named, not copied. */
const SHOWN: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.json': 'application/json',
  '.txt': 'text/plain',
  '.md': 'text/markdown',
  '.html': 'text/html',
};
const MOST_BYTES = 1_000_000;

/**
 * Writes the results of every stage into `to`. Journeys and their attachments are read from the run's own `allure-results`,
 * which can be the same folder: writing them again does not change them.
 */
export function writeAllureResults(
  dir: string,
  verdict: Verdict,
  runbook: string | undefined,
  to = path.join(dir, ALLURE_RESULTS),
): void {
  const from = path.join(dir, ALLURE_RESULTS);
  const names = existsSync(from) ? readdirSync(from) : [];
  const results = names.filter((name) => name.endsWith(RESULT));
  const played = results
    .map((name) => JSON.parse(readFileSync(path.join(from, name), 'utf8')) as AllureResult)
    .filter(({ labels }) => labels.some(({ name, value }) => name === 'framework' && value === 'playwright'));
  makeFolder(to);
  if (path.resolve(to) === path.resolve(from)) for (const name of results) rmSync(path.join(from, name));
  else
    for (const name of names.filter((one) => !one.endsWith('.json') || one.includes('-attachment')))
      copyFileSync(path.join(from, name), path.join(to, name));
  const sources = new Map(CHECKS.map(({ id, runbook: source }) => [id, source]));
  const made = allureResults(verdict, {
    played: played satisfies Played[],
    sourceOf: (id) => sources.get(id),
    runbook,
    evidence: copyEvidence(dir, verdict, to),
  });
  for (const one of made) writeFileSync(path.join(to, `${one.uuid}${RESULT}`), JSON.stringify(one));
  const at = made[0]?.start ?? 0;
  const metrics = Object.entries(allureMetrics(verdict)).map(([key, value]) => ({
    id: key,
    key,
    value,
    start: at,
    stop: at,
  }));
  writeFileSync(path.join(to, 'performance.json'), JSON.stringify(metrics));
  const stated = {
    target: verdict.target,
    profile: verdict.profile ?? 'unknown',
    run: verdict.runId,
    verdict: verdict.verdict,
    commit: verdict.commit,
  };
  const lines = Object.entries(stated).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  writeFileSync(path.join(to, 'environment.properties'), `${lines.join('\n')}\n`);
}

/** Evidence files of failed checks outside the browser stages. */
function copyEvidence(dir: string, verdict: Verdict, to: string): Map<string, AllureAttachment> {
  const copied = new Map<string, AllureAttachment>();
  const rows = verdict.checks.filter(({ stage, verdict: word }) => stage !== 'journeys' && word !== 'pass');
  for (const { id, variants } of rows)
    for (const file of new Set(variants.flatMap(({ evidence }) => evidence))) {
      const type = SHOWN[path.extname(file)];
      const at = path.resolve(dir, file);
      if (type === undefined || !at.startsWith(path.resolve(dir) + path.sep) || !existsSync(at)) continue;
      if (statSync(at).size > MOST_BYTES) continue;
      // In Allure a file belongs to one result only.
      const source = `${`${id}-${file}`.replaceAll(/[^\w.-]/g, '-').replace(/\.\w+$/, '')}-attachment${path.extname(file)}`;
      copyFileSync(at, path.join(to, source));
      copied.set(evidenceKey(id, file), { name: path.basename(file), type, source });
    }
  return copied;
}
