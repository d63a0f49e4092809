// Rooms whose tests are proved by mutants: the files that get the mistakes, and the tests that must notice them.
import type { MutantKinds } from './mutants.ts';

export type MutationRoom = {
  /** Globs below the repository's root. */
  files: readonly string[];
  /** Left out: what only makes texts, or what other tests hold. */
  except?: readonly string[];
  kinds?: MutantKinds;
  /** Tried one after the other, the fast ones first: the first that fails has noticed it. */
  tests: readonly (readonly string[])[];
};

const MONITORING = 'tests/unit/monitoring';
const REPORTS = 'tests/unit/reports';
const CONTRACTS = 'tests/unit/contracts';
const LOAD = 'tests/unit/load';

export const MUTATION_ROOMS: Readonly<Record<string, MutationRoom>> = {
  alerts: {
    files: ['monitoring/alerts/**/*.ts', 'monitoring/incidents/*.ts'],
    // Tables in SQL, and the draft of a report in Markdown.
    except: ['monitoring/incidents/tables.ts', 'monitoring/incidents/post-mortem.ts'],
    tests: [
      [
        `${MONITORING}/alert-rules.test.ts`,
        `${MONITORING}/alert-limits.test.ts`,
        `${MONITORING}/alert-edges.test.ts`,
        `${MONITORING}/incident-step.test.ts`,
        `${MONITORING}/incident-limits.test.ts`,
        `${MONITORING}/tick-verdict.test.ts`,
      ],
      [`${MONITORING}/incident-store.test.ts`, `${MONITORING}/maintenance.test.ts`],
    ],
  },
  verdict: {
    files: ['reports/verdict/*.ts'],
    // The shape of verdict.json, which a generated schema holds.
    except: ['reports/verdict/verdict-format.ts'],
    tests: [
      [
        `${REPORTS}/judge-run.test.ts`,
        `${REPORTS}/judge-times.test.ts`,
        `${REPORTS}/exit-codes.test.ts`,
        `${REPORTS}/known-issues.test.ts`,
        `${REPORTS}/read-results.test.ts`,
        `${REPORTS}/shared-causes.test.ts`,
        `${REPORTS}/what-now.test.ts`,
      ],
      [`${REPORTS}/formats.test.ts`, 'tests/unit/api/blip.test.ts'],
    ],
  },
  contracts: {
    files: ['contracts/body-rules.ts', 'contracts/*.contract.ts'],
    // Sample bodies are what the rules are tried on; what a request costs is no rule.
    kinds: { weakened: true, except: /^sample|^cost$/ },
    tests: [
      [`${CONTRACTS}/contract-samples.test.ts`],
      // A published schema and the one in the code must accept the same bodies.
      [`${CONTRACTS}/presets.test.ts`, `${CONTRACTS}/agreement.test.ts`],
    ],
  },
  load: {
    files: ['load/judge.ts', 'load/site-failures.ts', 'load/windows.ts', 'load/figures.ts', 'load/break-point-rule.ts'],
    tests: [[`${LOAD}/judge.test.ts`, `${LOAD}/windows.test.ts`]],
  },
};
