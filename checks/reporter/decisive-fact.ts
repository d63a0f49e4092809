// Puts the deciding fact first: the element that covered the button, or the request that failed, before the timeout that followed. Pure.

/** What is known of a test beside its error. */
export type Around = { failedRequests?: readonly string[]; ownAnswers?: readonly string[] };

/** Bounded: an error quotes the page's own markup, and a page of signs alone must not hold the report up. */
const COVERED = /(<[^<>\n]{1,2000}>[^\n<]{0,500}(?:<[^<>\n]{1,500}>[^\n<]{0,500}){0,3}) intercepts pointer events/;
const DISABLED = /locator resolved to (<[^>]{1,2000}>)[^]{0,20000}?element is not enabled/;
/** A list of findings decides by itself: what else failed on the page is not about it. */
const FINDINGS = /^(?:[^\n]*\n+)?- /;
/**
 * Failed requests that decide: the site's own errors and answers that never came. A refusal may be what the check is about; what was
 * aborted by leaving the page, or blocked by a policy (an embedded map), decides nothing.
 */
const DECIDES = /^\S+ (\/api\/\S*|\/\S*) (HTTP 5\d\d|net::ERR_(?!ABORTED|BLOCKED)\S+)$/;
const SHOWN = 2;

/** The error's text with the deciding fact before it, where one is known. */
export function decisive(message: string, { failedRequests = [], ownAnswers = [] }: Around): string {
  const covering = COVERED.exec(message)?.[1];
  if (covering !== undefined) return `covered by ${covering} (intercepts pointer events); ${message}`;
  const disabled = DISABLED.exec(message)?.[1];
  if (disabled !== undefined) return `disabled: ${disabled}; ${message}`;
  const failed = FINDINGS.test(message) ? [] : [...new Set(failedRequests)].filter((line) => DECIDES.test(line));
  const ours = ownAnswers.length === 0 ? '' : ` (after the suite's own answer to ${ownAnswers.join(', ')})`;
  if (failed.length === 0) return ours === '' ? message : `${message}${ours}`;
  return `${failed.slice(0, SHOWN).join(', ')}; then: ${message}${ours}`;
}
