// Contract drift of the whole API as one table: how each endpoint's answer differs from its contract.
import type { Case } from '../../contracts/contract.ts';
import type { Answer, NoAnswer } from '../api/probe-client.ts';
import { bodyDrift, type Change } from './schema-drift.ts';
import { fileOf, publishedSchema } from './published-schemas.ts';

export type DriftRow = Change & { /** Method and path, `GET /api/votes/{id}/count`. */ endpoint: string };

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const endpointOf = ({ method, path }: Case): string =>
  `${method} ${(path.split('?')[0] ?? path).replace(/\{\w+\}/g, '{id}').replace(UUID, '{id}')}`;

/** A missing answer, or one from an access control or a limiter, is not about the API. */
const TELLS_NOTHING = new Set([429, 502, 503, 504]);
/** The request matches the contract. */
const REFUSALS = new Set([400, 401, 403, 422]);

/** `parsed` is the JSON body, if there is one. */
export function driftOf(expected: Case, answer: Answer | NoAnswer, parsed: unknown): DriftRow[] {
  const endpoint = endpointOf(expected);
  if (answer.error || expected.level === 'warn') return [];
  if (!expected.status.includes(answer.status)) return statusDrift(expected, answer.status, endpoint);
  const file = expected.json && fileOf(expected.json.schema);
  if (file === undefined || parsed === undefined || answer.status >= 400) return [];
  return bodyDrift(publishedSchema(file), parsed).map((change) => ({ endpoint, ...change }));
}

function statusDrift({ status: [promised = 0] }: Case, found: number, endpoint: string): DriftRow[] {
  const row = (kind: Change['kind'], path: string, old: string): DriftRow[] => [
    { endpoint, kind, path, old, new: String(found) },
  ];
  if (TELLS_NOTHING.has(found)) return [];
  if (found === 404 || found === 405) return row('breaking', '(route)', 'answers');
  if (found >= 500) return row('breaking', '(route)', String(promised));
  if (promised < 300 && REFUSALS.has(found)) return row('tightened', '(request)', String(promised));
  return row('breaking', '(status)', String(promised));
}

export const dedupe = (rows: readonly DriftRow[]): DriftRow[] => [
  ...new Map(rows.map((row) => [JSON.stringify([row.endpoint, row.path, row.kind, row.old, row.new]), row])).values(),
];

const ORDER: readonly Change['kind'][] = ['breaking', 'renamed', 'tightened', 'additive'];
/** Rows by endpoint, the worst first. */
export const sortDrift = (rows: readonly DriftRow[]): DriftRow[] =>
  rows.toSorted(
    (a, b) =>
      a.endpoint.localeCompare(b.endpoint) ||
      ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) ||
      a.path.localeCompare(b.path),
  );

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/[\r\n]+/g, ' ');
/** A Markdown table. Key names come from the site and are escaped. */
export const driftTable = (rows: readonly DriftRow[]): string =>
  [
    '| endpoint | where | change | old | new |',
    '| --- | --- | --- | --- | --- |',
    ...sortDrift(rows).map(
      ({ endpoint, path, kind, old, new: now }) =>
        `| ${[endpoint, path, kind === 'renamed' ? 'looks renamed' : kind, old, now].map(cell).join(' | ')} |`,
    ),
  ].join('\n');
