// Which faults of the stand-in turn which row of an audit red, or make it warn where the row only warns. The rows of KPIs have theirs in
// kpi-reactions.ts.

export type AuditRowReaction = {
  faults: readonly string[];
  /** Where the stand-in cannot play it: what shows the row instead, each a test. */
  samples?: readonly string[];
};

/** Each row is tried beyond its limit by tests/unit/audits/judge-audit.test.ts; these have no page of the stand-in that is so. */
const BEYOND = ['tests/unit/audits/judge-audit.test.ts: a value just beyond its limit'];

export const AUDIT_ROW_REACTIONS: Readonly<Record<string, AuditRowReaction>> = {
  'speed-index': { faults: [], samples: BEYOND },
  ttfb: { faults: ['pages-slow'] },
  'script-kb': { faults: ['script-2mb'] },
  'image-kb': { faults: ['hero-slow-image'] },
  'stylesheet-kb': { faults: [], samples: BEYOND },
  'font-kb': { faults: [], samples: BEYOND },
  'total-kb': { faults: ['script-2mb'] },
  'script-count': { faults: [], samples: BEYOND },
  'image-count': { faults: [], samples: BEYOND },
  'stylesheet-count': { faults: [], samples: BEYOND },
  'font-count': { faults: [], samples: BEYOND },
  'total-count': { faults: [], samples: BEYOND },
  'errors-in-console': { faults: ['console-error'] },
  'is-on-https': { faults: [], samples: BEYOND },
  'document-title': { faults: ['empty-title'] },
  'meta-description': { faults: ['seo-poor'] },
  'image-alt': { faults: ['unnamed-parts'] },
  label: { faults: ['unlabelled-input'] },
  'link-name': { faults: ['unnamed-parts'] },
  'button-name': { faults: ['unnamed-parts'] },
  'color-contrast': { faults: ['low-contrast'] },
  'vulnerable-libraries': { faults: [], samples: ['tests/unit/audits/judge-audit.test.ts: a library with a weakness'] },
};
