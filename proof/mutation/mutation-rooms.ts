// Rooms whose tests are proved by mutants: the files that get the mistakes, and the tests that must notice them.
import { leftAloneWhy } from './journey-mutants.ts';
import type { MutantKinds } from './mutants.ts';

export type MutationRoom = {
  /** Globs below the repository's root. */
  files: readonly string[];
  /** Left out: what only makes texts, or what other tests hold. */
  except?: readonly string[];
  kinds?: MutantKinds;
  /** Globs of the test files: the fast ones are tried first, and the first that fails has noticed it. */
  tests: readonly string[];
  /** No tests: the checks themselves run in a browser, with their faults. */
  inBrowser?: true;
};

const MONITORING = 'tests/unit/monitoring';
const REPORTS = 'tests/unit/reports';
const CONTRACTS = 'tests/unit/contracts';
const LOAD = 'tests/unit/load';
const CHECKS = 'tests/unit/checks';
const API = 'tests/unit/api';
const AUDITS = 'tests/unit/audits';
const CHECKS_ALONE = 'tests/unit/proof/checks-alone.ts';

export const MUTATION_ROOMS: Readonly<Record<string, MutationRoom>> = {
  alerts: {
    files: ['monitoring/alerts/**/*.ts', 'monitoring/incidents/*.ts'],
    // Tables in SQL, and the draft of a report in Markdown.
    except: ['monitoring/incidents/tables.ts', 'monitoring/incidents/post-mortem.ts'],
    tests: [
      `${MONITORING}/alert-rules.test.ts`,
      `${MONITORING}/alert-limits.test.ts`,
      `${MONITORING}/alert-edges.test.ts`,
      `${MONITORING}/alert-borders.test.ts`,
      `${MONITORING}/alert-ties.test.ts`,
      `${MONITORING}/incident-step.test.ts`,
      `${MONITORING}/incident-limits.test.ts`,
      `${MONITORING}/incident-borders.test.ts`,
      `${MONITORING}/incident-details.test.ts`,
      `${MONITORING}/tick-verdict.test.ts`,
      `${MONITORING}/incident-store.test.ts`,
      `${MONITORING}/maintenance.test.ts`,
    ],
  },
  verdict: {
    files: ['reports/verdict/*.ts'],
    // The shape of verdict.json, which a generated schema holds.
    except: ['reports/verdict/verdict-format.ts'],
    tests: [
      `${REPORTS}/judge-run.test.ts`,
      `${REPORTS}/judge-kpis.test.ts`,
      `${REPORTS}/judge-borders.test.ts`,
      `${REPORTS}/judge-details.test.ts`,
      `${REPORTS}/causes-borders.test.ts`,
      `${REPORTS}/{ratio,run,issue}-edges.test.ts`,
      `${REPORTS}/judge-times.test.ts`,
      `${REPORTS}/exit-codes.test.ts`,
      `${REPORTS}/known-issues.test.ts`,
      `${REPORTS}/read-results.test.ts`,
      `${REPORTS}/shared-causes.test.ts`,
      `${REPORTS}/what-now.test.ts`,
      `${REPORTS}/shown-figure.test.ts`,
      `${REPORTS}/formats.test.ts`,
    ],
  },
  contracts: {
    files: ['contracts/body-rules.ts', 'contracts/*.contract.ts'],
    // Sample bodies are what the rules are tried on; what a request costs is no rule.
    kinds: { weakened: true, except: /^sample|^cost$/ },
    tests: [
      `${CONTRACTS}/body-rules.test.ts`,
      `${CONTRACTS}/contract-values.test.ts`,
      `${CONTRACTS}/contract-samples.test.ts`,
      CHECKS_ALONE,
    ],
  },
  checks: {
    files: [
      'checks/security/*.ts',
      'checks/guards/*.ts',
      'checks/api/{judge-answer,run-contract,soft-failure,strict-json,page-identity,site-states,site-health}.ts',
      'checks/api/{edge-wall,front-door-stage,live-commit,second-run,confirm-failed}.ts',
      'checks/html/{read-page,page-forms}.ts',
      'checks/audits/{audit-budgets,judge-audit,sequential-runs}.ts',
    ],
    // A list that is generated; what answers in a browser in the site's place; the same checks as Playwright tests.
    except: [
      'checks/security/security-checks.generated.ts',
      'checks/guards/intercept.ts',
      'checks/security/security.check.ts',
    ],
    kinds: { weakened: true },
    tests: [
      `${CHECKS}/{guards-alone,guard-borders,guards,asked-again,guard-record,read-page,page-borders,leak-patterns,unusable-pages,test-records}.test.ts`,
      `${API}/{judge-answer,run-contract,front-door,site-clock,edge-wall,commit,confirm-failed}.test.ts`,
      `${API}/{site-states,security-lists,security,answer-borders,stage-borders,security-borders,hostile-answers}.test.ts`,
      'tests/unit/proof/eight-kinds.test.ts',
      `${AUDITS}/{judge-audit,sequential-runs,audit-report,budget-rows,audited-pages}.test.ts`,
      CHECKS_ALONE,
    ],
  },
  // A mutant takes up to two minutes: `--count` and `--seed` choose a sample.
  journeys: {
    files: ['checks/journeys/**/*.check.ts'],
    // What a journey declares is held by the generated list and by the matrix itself.
    kinds: {
      weakened: true,
      except: /^(id|title|runbook|on|tags|reddens|warns|needsAccount|EVERY_PAGE)$/,
      leftAlone: leftAloneWhy,
    },
    tests: [],
    inBrowser: true,
  },
  load: {
    files: ['load/judge.ts', 'load/site-failures.ts', 'load/windows.ts', 'load/figures.ts', 'load/break-point-rule.ts'],
    tests: [
      `${LOAD}/judge.test.ts`,
      `${LOAD}/judge-words.test.ts`,
      `${LOAD}/load-judge-borders.test.ts`,
      `${LOAD}/windows.test.ts`,
    ],
  },
};
