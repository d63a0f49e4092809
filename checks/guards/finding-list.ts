// The findings of the guards in one check: in order, each once per page, and bounded.
import type { GuardFinding, GuardId } from './guard-checks.ts';

/** Different findings of one guard. A page can throw a hundred thousand errors, each with its own text; a record names 20. */
const MOST_KEPT = 100;

export class FindingList {
  readonly #found = new Map<string, GuardFinding>();
  readonly #kept = new Map<GuardId, number>();

  add(finding: GuardFinding): void {
    const { guard, text, page } = finding;
    const key = `${guard} ${text} ${page}`;
    const kept = this.#kept.get(guard) ?? 0;
    if (this.#found.has(key) || kept >= MOST_KEPT) return;
    this.#kept.set(guard, kept + 1);
    this.#found.set(key, finding);
  }

  all(): GuardFinding[] {
    return [...this.#found.values()];
  }
}
