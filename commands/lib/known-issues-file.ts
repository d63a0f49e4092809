// The file of known issues: validated before anything is sent, and copied to the run's folder so that the run can be judged again.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isLoopback } from '../../common/loopback.ts';
import { KPIS } from '../../kpis.ts';
import { USAGE_EXIT } from '../../reports/verdict/exit-codes.ts';
import {
  dayAfter,
  knownIssuesFile,
  LONGEST_DAYS,
  NEVER_EXCUSED_KPIS,
  type KnownIssue,
  type KnownIssuesFile,
} from '../../reports/verdict/known-issues.ts';
import { didYouMean } from './did-you-mean.ts';
import { ROOT } from './run-folder.ts';
import { complain } from './say.ts';

export const DEFAULT_FILE = path.join(ROOT, 'known-issues.json');
/** In the run's folder. */
const RUN_COPY = 'known-issues.json';

/** The file that a run uses: the given one, otherwise the repository's own, but not for a site on this machine. */
export const fileFor = (asked: string | undefined, target: URL): string | undefined =>
  asked ?? (existsSync(DEFAULT_FILE) && !isLoopback(target) ? DEFAULT_FILE : undefined);

/** An entry without an owner (from a baseline without --owner) counts as missing for the next baseline. */
const isOwned = (entry: unknown): boolean => (entry as { owner?: unknown } | null)?.owner !== '';

/** The entries of `file`, or its errors. `onlyOwned` leaves out those without an owner. */
export function readKnownIssues(
  file: string,
  now: Date,
  checks: readonly string[],
  onlyOwned = false,
): { issues: KnownIssue[]; mistakes: string[] } {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { issues: [], mistakes: [`cannot read ${file}: ${code ?? message}`] };
  }
  const given = json as { issues?: unknown[] };
  if (onlyOwned && Array.isArray(given?.issues)) given.issues = given.issues.filter(isOwned);
  const parsed = knownIssuesFile.safeParse(json);
  if (!parsed.success)
    return {
      issues: [],
      mistakes: parsed.error.issues.map((one) => `${file}: ${one.path.join('.') || 'the file'}: ${one.message}`),
    };
  const known = [...checks, ...KPIS.map(({ id }) => id)];
  const last = dayAfter(now, LONGEST_DAYS);
  const mistakes = parsed.data.issues.flatMap(({ check, expires, fingerprint }) => [
    ...(known.includes(check) ? [] : [`${fingerprint}: there is no check ${check}${didYouMean(check, known)}`]),
    ...((NEVER_EXCUSED_KPIS as readonly string[]).includes(check)
      ? [`${fingerprint}: ${check} cannot be a known issue`]
      : []),
    ...(expires > last
      ? [`${fingerprint}: expires ${expires}; the last day allowed is ${last}, ${LONGEST_DAYS} days from now`]
      : []),
  ]);
  return { issues: parsed.data.issues, mistakes: mistakes.map((one) => `${file}: ${one}`) };
}

/** As readKnownIssues; prints the errors and ends the command with exit code 4. */
export function knownIssuesOrExit(
  command: string,
  file: string | undefined,
  checks: readonly string[],
  onlyOwned = false,
): readonly KnownIssue[] {
  if (file === undefined) return [];
  const { issues, mistakes } = readKnownIssues(file, new Date(), checks, onlyOwned);
  if (mistakes.length === 0) return issues;
  complain(`${command}: the known issues cannot be used. Nothing was sent.`);
  for (const mistake of mistakes) complain(`  - ${mistake}`);
  process.exit(USAGE_EXIT);
}

/** Stores the entries used for the verdict in the run's folder. */
export const keepForRun = (dir: string, target: URL, issues: readonly KnownIssue[]): void =>
  writeKnownIssues(path.join(dir, RUN_COPY), { schema: 1, target: target.origin, issues: [...issues] });

export const writeKnownIssues = (file: string, content: KnownIssuesFile): void =>
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);

/** The entries used for a run's verdict; empty if it had none. */
export function issuesOfRun(dir: string): readonly KnownIssue[] {
  const file = path.join(dir, RUN_COPY);
  if (!existsSync(file)) return [];
  return knownIssuesFile.parse(JSON.parse(readFileSync(file, 'utf8'))).issues;
}
