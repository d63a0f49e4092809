// Which faults of the stand-in turn which row of an audit red, or make it warn where the row only warns. The rows of KPIs have theirs in
// kpi-reactions.ts.

export type AuditRowReaction = {
  faults: readonly string[];
  /** Where the stand-in cannot play it: what shows the row instead, each a test. */
  samples?: readonly string[];
};

/**
 * Lighthouse derives the Speed Index from its film strip and scales it by the simulated first paint: a page that is late in nothing else would
 * have to paint small pieces for seconds, and how that is scaled differs by machine. It only warns; lcp and fcp fail before it.
 */
const SPEED_INDEX = ['tests/unit/audits/judge-audit.test.ts: a value just beyond its limit'];

export const AUDIT_ROW_REACTIONS: Readonly<Record<string, AuditRowReaction>> = {
  'speed-index': { faults: [], samples: SPEED_INDEX },
  ttfb: { faults: ['pages-slow'] },
  'script-kb': { faults: ['script-2mb'] },
  'image-kb': { faults: ['hero-slow-image'] },
  'stylesheet-kb': { faults: ['files-many'] },
  'font-kb': { faults: ['files-many'] },
  'total-kb': { faults: ['script-2mb'] },
  'script-count': { faults: ['files-many'] },
  'image-count': { faults: ['files-many'] },
  'stylesheet-count': { faults: ['files-many'] },
  'font-count': { faults: ['files-many'] },
  'total-count': { faults: ['files-many'] },
  'errors-in-console': { faults: ['console-error'] },
  'is-on-https': { faults: ['mixed-content'] },
  'document-title': { faults: ['empty-title'] },
  'meta-description': { faults: ['seo-poor'] },
  'image-alt': { faults: ['unnamed-parts'] },
  label: { faults: ['unlabelled-input'] },
  'link-name': { faults: ['unnamed-parts'] },
  'button-name': { faults: ['unnamed-parts'] },
  'color-contrast': { faults: ['low-contrast'] },
  'vulnerable-libraries': { faults: ['library-outdated'] },
};
