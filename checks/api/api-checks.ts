// The declared checks of the HTTP stages.
import { CONTRACTS } from '../../contracts/index.ts';
import type { CheckDeclaration } from '../../reports/result.ts';
import { SECURITY_CHECKS } from '../security/security-stage.ts';
import { FRONT_DOOR } from './front-door-stage.ts';

const ALL = ['quick', 'gate', 'nightly'] as const;

export const API_CHECKS: readonly CheckDeclaration[] = [
  ...FRONT_DOOR.map(({ id, title }) => ({
    id,
    title,
    stage: 'front-door' as const,
    profiles: ALL,
    runbook: 'R3 Critical: application down',
  })),
  ...CONTRACTS.map(({ id, title, runbook }) => ({ id, title, stage: 'contracts' as const, profiles: ALL, runbook })),
  ...SECURITY_CHECKS.map(({ id, title, onDemand }) => ({
    id,
    title,
    stage: 'security' as const,
    profiles: onDemand ? [] : ALL,
    runbook: 'R6 Automated Security Checks',
  })),
];
