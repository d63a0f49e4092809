// Makes known-weaknesses.generated.json from Retire.js's list of weak libraries, which a development package carries; `npm run generate` writes it.
// Updating that package brings new weaknesses into the next generated file, where a person sees them in the diff.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';

const LIST = '@salesforce/code-analyzer-retirejs-engine/vulnerabilities/RetireJsVulns.json';
/** Retire.js lists some libraries without their npm name; Lighthouse reports npm names. */
const NPM_NAMES: Readonly<Record<string, string>> = { react: 'react', 'react-dom': 'react-dom', 'moment.js': 'moment' };

const entry = z.object({
  atOrAbove: z.string().optional(),
  below: z.string().optional(),
  severity: z.string(),
  identifiers: z.object({
    CVE: z.array(z.string()).optional(),
    githubID: z.string().optional(),
    summary: z.string().optional(),
  }),
});
const list = z.record(
  z.string(),
  z.object({ npmname: z.string().optional(), vulnerabilities: z.array(entry).optional() }),
);

/** Versions `from <= v < fixed` are weak; `fixed` is absent where no release mends it. */
export type Weakness = {
  from: string;
  fixed?: string | undefined;
  advisory: string;
  severity: 'medium' | 'high' | 'critical';
};
/** npm name -> its weaknesses, worst first. */
export type WeaknessList = Record<string, Weakness[]>;

const SEVERITIES = ['critical', 'high', 'medium'] as const;

/** The text of known-weaknesses.generated.json. Low severities are left out: most of them say that a release is old. */
export function weaknessList(): string {
  const file = createRequire(import.meta.url).resolve(LIST);
  const found: WeaknessList = {};
  for (const [name, { npmname, vulnerabilities = [] }] of Object.entries(
    list.parse(JSON.parse(readFileSync(file, 'utf8'))),
  )) {
    const npm = npmname ?? NPM_NAMES[name];
    if (npm === undefined) continue;
    found[npm] = vulnerabilities
      .flatMap(({ atOrAbove = '0', below, severity, identifiers }): Weakness[] => {
        const rank = SEVERITIES.find((one) => one === severity);
        if (rank === undefined) return [];
        const advisory = identifiers.CVE?.[0] ?? identifiers.githubID ?? identifiers.summary ?? 'no advisory number';
        const fixed = below === undefined || below.startsWith('999') ? undefined : below;
        return [{ from: atOrAbove, ...(fixed === undefined ? {} : { fixed }), advisory, severity: rank }];
      })
      .toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  }
  const sorted = Object.entries(found)
    .filter(([, of]) => of.length > 0)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted), null, 1)}\n`;
}
