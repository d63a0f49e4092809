// The findings of the guards in one check: in order, each once per page, and bounded.
import type { GuardFinding, GuardId } from './guard-checks.ts';

/** Different findings of one guard. A page can throw a hundred thousand errors, each with its own text; a record names 20. */
const MOST_KEPT = 100;

/** A script that failed to load also fails in the console and breaks what needs it: where such a message names it, the request is the finding. */
export function withoutEchoes(findings: readonly GuardFinding[]): GuardFinding[] {
  const failed = findings.flatMap(({ guard, text }) =>
    guard === 'guard.failed-requests' ? (FAILED.exec(text)?.[1] ?? []) : [],
  );
  const isEcho = ({ guard, text }: GuardFinding): boolean =>
    (guard === 'guard.console-errors' || guard === 'guard.page-errors') && failed.some((path) => names(text, path));
  return findings.filter((finding) => !isEcho(finding));
}
/** The path of a failed request; every text contains the home page's. */
const FAILED = /^request failed: \w+ (\/\S+)/;
/** `/artists` is not named by `/artists/x`. */
const names = (text: string, path: string): boolean =>
  text
    .split(path)
    .slice(1)
    .some((rest) => !/^[\w/.-]/.test(rest));

export class FindingList {
  readonly #found = new Map<string, GuardFinding>();
  readonly #kept = new Map<GuardId, number>();

  add(finding: GuardFinding): void {
    const { guard, text, page, again } = finding;
    const key = `${guard} ${text} ${page} ${again?.url ?? ''}`;
    const kept = this.#kept.get(guard) ?? 0;
    if (this.#found.has(key) || kept >= MOST_KEPT) return;
    this.#kept.set(guard, kept + 1);
    this.#found.set(key, finding);
  }

  /** A page that tells its visitor that a request failed has one flaw: the request, which its own guard reports. */
  hasFailedRequest(path: string): boolean {
    return this.#found.values().some(({ guard, page }) => guard === 'guard.failed-requests' && page === path);
  }

  all(): GuardFinding[] {
    return [...this.#found.values()];
  }
}
