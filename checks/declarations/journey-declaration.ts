// The declaration of a journey. It contains everything about the journey and can be read without Playwright.
import type { TestDetails } from '@playwright/test';
import type { DeclaredCheck, Variant } from '../../reports/result.ts';

const ACCEPTANCE = 'Deployment Procedures: User Acceptance Testing';
/** Runbook sections of the journeys. */
export const RUNBOOK = {
  login: `${ACCEPTANCE}, login/logout flow`,
  search: `${ACCEPTANCE}, search functionality`,
  voting: `${ACCEPTANCE}, voting system`,
  responsive: `${ACCEPTANCE}, mobile responsiveness`,
  content: `${ACCEPTANCE}, content behind the smoke tests`,
  accessibility: `${ACCEPTANCE}, mobile responsiveness and use without a mouse`,
} as const;

/** `gate`: the profiles quick, gate and nightly run it. `nightly`: only nightly does, and ALL_CHECKS=1. */
type RunsFrom = 'gate' | 'nightly';
export type JourneyDeclaration = {
  /** Stable; survives a rename of the title. */
  id: `journey.${string}`;
  /** The promise, as a sentence. It is also the name of the test. */
  title: string;
  runbook: (typeof RUNBOOK)[keyof typeof RUNBOOK];
  /** Where it runs. A journey that sets its own viewport runs on the desktop only. */
  on: Readonly<Partial<Record<Variant, RunsFrom>>>;
  tags?: readonly ('@smoke' | '@responsive' | '@a11y')[];
  needsAccount?: true;
  /** Faults of the stand-in that turn it red, in addition to the outages that turn every journey red. */
  reddens: readonly string[];
  /** Faults that make it warn. */
  warns?: readonly string[];
};

/** A journey as a row of the generated list. */
export function journeyRow({ on, tags = [], ...journey }: JourneyDeclaration, file: string): DeclaredCheck {
  const inGate = Object.values(on).includes('gate');
  return {
    id: journey.id,
    stage: 'journeys',
    title: journey.title,
    profiles: inGate ? ['quick', 'gate', 'nightly'] : ['nightly'],
    runbook: journey.runbook,
    ...(journey.needsAccount && { needsAccount: true }),
    variants: (['desktop', 'phone'] as const).filter((variant) => on[variant] !== undefined),
    tags: [
      '@journey',
      ...(inGate ? (['@gate'] as const) : []),
      // The phone gets the same markup there, so the gate runs it on the desktop only, to save time.
      ...(on.desktop === 'gate' && on.phone === 'nightly' ? (['@phone-nightly'] as const) : []),
      ...tags,
    ],
    reddens: journey.reddens,
    ...(journey.warns && { warns: journey.warns }),
    file,
  };
}

/** All declarations since this module was loaded. The generator reads them. */
export const declared: JourneyDeclaration[] = [];

/** The name and the details of a journey's test: `test(...proves({ id, title, ... }), async ({ page }) => { ... })`. */
export function proves(journey: JourneyDeclaration): [title: string, details: TestDetails] {
  declared.push(journey);
  const { variants = [], tags = [] } = journeyRow(journey, '');
  const [only, ...more] = variants;
  const tag = [
    `@${journey.id}`,
    ...tags,
    ...(more.length === 0 ? [`@${only ?? 'desktop'}-only`] : []),
  ] as `@${string}`[];
  return [journey.title, { tag, annotation: { type: 'check', description: journey.id } }];
}
