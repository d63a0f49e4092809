// Every check, in display order: front door, contracts, security, journeys, audits, load.
import type { Stage } from '../kpis.ts';
import type { DeclaredCheck } from '../reports/result.ts';
import { CHECKS } from './checks.generated.ts';

export { CHECKS };

export const checksOf = (stage: Stage): DeclaredCheck[] => CHECKS.filter((check) => check.stage === stage);

/** The declaration of a check. Throws on an unknown id: nothing would report a missing result of an undeclared check. */
export function declaration(id: string): DeclaredCheck {
  const found = CHECKS.find((check) => check.id === id);
  if (!found)
    throw new Error(`no check declares the id "${id}". Run npm run generate; the list is checks/checks.generated.ts`);
  return found;
}
