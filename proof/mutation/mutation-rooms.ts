// Rooms whose tests are proved by mutants: the files that get the mistakes, and the tests that must notice them.
export type MutationRoom = {
  /** Globs below the repository's root. */
  files: readonly string[];
  /** Left out: what only makes texts, or what other tests hold. */
  except?: readonly string[];
  /** Tried one after the other, the fast ones first: the first that fails has noticed it. */
  tests: readonly (readonly string[])[];
};

const MONITORING = 'tests/unit/monitoring';

export const MUTATION_ROOMS: Readonly<Record<string, MutationRoom>> = {
  alerts: {
    files: ['monitoring/alerts/**/*.ts', 'monitoring/incidents/*.ts'],
    // Tables in SQL, and the draft of a report in Markdown.
    except: ['monitoring/incidents/tables.ts', 'monitoring/incidents/post-mortem.ts'],
    tests: [
      [
        `${MONITORING}/alert-rules.test.ts`,
        `${MONITORING}/alert-limits.test.ts`,
        `${MONITORING}/incident-step.test.ts`,
        `${MONITORING}/incident-limits.test.ts`,
        `${MONITORING}/tick-verdict.test.ts`,
      ],
      [`${MONITORING}/incident-store.test.ts`, `${MONITORING}/maintenance.test.ts`],
    ],
  },
};
