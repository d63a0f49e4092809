// What a failed test hands to the reporter beside its errors: as attachments (JSON) and annotations of these names.

/** Requests of the site's own that failed while the test ran, one line each. */
export const FAILED_REQUESTS = 'failed-requests-seen';
/** Requests that the suite answered in the site's place. */
export const OWN_ANSWERS = 'own-answers';
/** Milliseconds that this machine kept the check from running. */
export const OWN_DELAY_MS = 'own-delay-ms';
/** An annotation `CHECK: WHY`: the failure is the other check's, so this one is inconclusive. */
export const CANNOT_BLAME = 'cannot-blame';
/** An annotation that makes a passed test a warning, with its text. */
export const WARNING = 'warning';
