// Every check as a row of one type, read from its own file. `npm run generate` writes them to checks/checks.generated.ts.
import type { Contract } from '../../contracts/contract.ts';
import { CONTRACTS } from '../../contracts/contract-list.ts';
import type { DeclaredCheck } from '../../reports/result.ts';
import { FRONT_DOOR } from '../api/front-door-stage.ts';
import { AUDIT_PAGES } from '../audits/audited-pages.ts';
import { GUARDS } from '../guards/guard-checks.ts';
import { SECURITY_CHECKS } from '../security/security-checks.generated.ts';
import { readJourneys } from './read-journeys.ts';

const ALL = ['quick', 'gate', 'nightly'] as const;
const fileOf = (folder: string, id: string, suffix: string): string =>
  `${folder}/${id.slice(id.indexOf('.') + 1)}${suffix}`;

const frontDoor = (): DeclaredCheck[] =>
  FRONT_DOOR.map(({ id, title, probe, reddens }) => ({
    id,
    stage: 'front-door',
    title,
    profiles: ALL,
    runbook: 'R3 Critical: application down',
    asks: [probe.path],
    reddens,
    file: 'checks/api/front-door-stage.ts',
  }));

const pathsOf = ({ cases }: Contract): string[] => [...new Set(cases.map(({ path }) => path.split('?')[0] ?? path))];
const contracts = (): DeclaredCheck[] =>
  CONTRACTS.map((contract) => ({
    id: contract.id,
    stage: 'contracts',
    title: contract.title,
    profiles: ALL,
    runbook: contract.runbook,
    asks: pathsOf(contract),
    reddens: contract.reddens,
    ...(contract.warns && { warns: contract.warns }),
    file: fileOf('contracts', contract.id, '.contract.ts'),
  }));

const security = (): DeclaredCheck[] =>
  SECURITY_CHECKS.map(({ id, title, onDemand, runbook, reddens, warns }) => ({
    id,
    stage: 'security',
    title,
    profiles: onDemand ? [] : ALL,
    runbook: runbook ?? 'R6 Automated Security Checks',
    reddens,
    ...(warns && { warns }),
    file: fileOf('checks/security', id, '.security.ts'),
  }));

const guards = (): DeclaredCheck[] =>
  GUARDS.map((guard) => ({ ...guard, stage: 'journeys', profiles: ALL, file: 'checks/guards/guard-checks.ts' }));

const audits = (): DeclaredCheck[] =>
  AUDIT_PAGES.map(({ id, title, profiles, signedIn, reddens }) => ({
    id,
    stage: 'audits',
    title,
    profiles,
    runbook: 'R2 Post-Deployment Verification: performance test',
    ...(signedIn && { needsAccount: true }),
    reddens,
    file: 'checks/audits/audited-pages.ts',
  }));

/** In display order. `loadChecks` come from load/, which checks must not import. */
export const collectChecks = async (loadChecks: readonly DeclaredCheck[]): Promise<DeclaredCheck[]> => [
  ...frontDoor(),
  ...contracts(),
  ...security(),
  ...(await readJourneys()),
  ...guards(),
  ...audits(),
  ...loadChecks,
];
