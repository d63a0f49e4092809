// Our own thresholds: numbers that the runbook does not give, each with its reason. The runbook's stand in kpis.ts.

/** A page that has not reacted for so long after a check first needs it to is reported; it lies below the 5 s of an action, so that the report comes first. */
export const REACTS_WITHIN_MS = 4_000;

/** One page asks one address at most so often in so long: R1's refetch loop asks 37 times a second, a page with several live parts three times. */
export const STORM = { windowMs: 2_000, mostRequests: 10 } as const;
