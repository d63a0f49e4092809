// Every reader of a text that somebody else wrote, as a function of that text. A text may be anything: none of them may throw, hang or
// need more than a little memory. Those that may refuse a text do so with an error of ours, which counts as an answer.
import { redactText } from '../../../common/redact-text.ts';
import { textOf } from '../../../checks/api/body-bytes.ts';
import { commitIn } from '../../../checks/api/live-commit.ts';
import { wallBefore } from '../../../checks/api/edge-wall.ts';
import { judgeAnswer, unexpected } from '../../../checks/api/judge-answer.ts';
import { HOME, judgePage } from '../../../checks/api/page-identity.ts';
import type { Answer } from '../../../checks/api/probe-client.ts';
import { healthInWords } from '../../../checks/api/site-health.ts';
import { jsonOf, readJson } from '../../../checks/api/strict-json.ts';
import { readPage } from '../../../checks/html/read-page.ts';
import { decisive } from '../../../checks/reporter/decisive-fact.ts';
import { codeOf, toRecord } from '../../../checks/reporter/test-records.ts';
import { leaksIn } from '../../../checks/security/leak-patterns.ts';
import { LastWords } from '../../../commands/lib/last-words.ts';
import { journeyLines } from '../../../commands/lib/stages/journey-lines.ts';
import { withoutWorkflowCommands } from '../../../common/output-door.ts';
import { readFirstPartyHeaders } from '../../../common/first-party-headers.ts';
import { secretsOf } from '../../../common/secrets.ts';
import { CONTRACTS } from '../../../contracts/contract-list.ts';
import { outcomeOf, tallyOf } from '../../../load/answers.ts';
import { intentOf } from '../../../load/intents.ts';
import { parseRouting } from '../../../monitoring/notify/routing.ts';
import { parseMaintenance } from '../../../monitoring/alerts/maintenance.ts';
import { retryAfterOf } from '../../../monitoring/notify/http-transport.ts';
import {
  code,
  labelValue,
  markdown,
  markup,
  printable,
  workflowMessage,
  workflowProperty,
} from '../../../reports/formats/escape.ts';
import { folded, wrap } from '../../../reports/formats/fold-line.ts';
import { findingsOf, knownIssuesFile, normalised } from '../../../reports/verdict/known-issues.ts';
import { parseResults } from '../../../reports/verdict/read-results.ts';
import { verdictSchema } from '../../../reports/verdict/verdict-format.ts';

const URL_ASKED = new URL('https://site.example/');
const NOW = new Date('2026-11-28T12:00:00Z');
export const answerOf = (body: string, type: string, status = 200, headers: Record<string, string> = {}): Answer => ({
  url: URL_ASKED,
  status,
  headers: { 'content-type': type, ...headers },
  body,
  phases: { firstByte: 20 },
});
const CASES = CONTRACTS.flatMap(({ cases }) => cases);
const JSON_CASES = CASES.filter((one) => one.json !== undefined).slice(0, 6);
const PAGE_CASES = CASES.filter(
  (one) => one.document === true || one.text !== undefined || one.sitemapLists !== undefined,
).slice(0, 3);
const schemaReader = (schema: { safeParse(value: unknown): unknown }) => (text: string) =>
  schema.safeParse(jsonOf(text));
const refusing = (read: () => unknown): void => {
  try {
    read();
  } catch (error) {
    // A type error is no refusal: the reader stumbled.
    if (
      !(error instanceof Error) ||
      error instanceof TypeError ||
      error instanceof RangeError ||
      error instanceof ReferenceError
    )
      throw error;
  }
};

export const READERS: Readonly<Record<string, (text: string) => void>> = {
  'strict JSON': (text) => void readJson(text),
  'a page': (text) => void readPage(text),
  'a page as the home page': (text) => void judgePage(HOME, answerOf(text, 'text/html; charset=utf-8')),
  'a wall': (text) => void wallBefore(answerOf(text, 'text/html', 403)),
  'an unexpected status': (text) => void [200, 307, 404, 429, 503].map((status) => unexpected(answerOf(text, 'text/html', status))),
  'headers of an answer': (text) =>
    void unexpected(answerOf('', text, 302, { location: text, 'retry-after': text, 'www-authenticate': text })),
  'contracts of JSON': (text) => void JSON_CASES.map((one) => judgeAnswer(one, answerOf(text, 'application/json', one.status[0]), NOW)),
  'contracts of pages': (text) => void PAGE_CASES.map((one) => judgeAnswer(one, answerOf(text, 'text/html', one.status[0]), NOW)),
  'a content type': (text) => void textOf(Buffer.from('x'), text),
  'an encoding in a page': (text) => void textOf(Buffer.from(text), 'text/html'),
  'a commit': (text) => void commitIn(jsonOf(text) ?? { version: text }),
  'health in words': (text) => void healthInWords(new Map(['/api/health', '/api/health/db'].map((path) => [path, answerOf(text, 'application/json')]))),
  leaks: (text) => void leaksIn(text),
  "an answer under load": (text) =>
    void (['trending', 'search', 'home'] as const).map((one) => outcomeOf(one as 'trending', 200, 0, text)),
  "the counts of an answer under load": (text) => void tallyOf(text),
  'a line of the engine': (text) => void intentOf(text),
  'an error of Playwright': (text) => {
    codeOf(text);
    decisive(text, { failedRequests: [text] });
    toRecord(
      { id: 'journey.home.content', variant: 'desktop', status: 'failed', durationMs: 1, errors: [text], skipReason: undefined, attachments: [text.slice(0, 200)] },
      { at: NOW, resultsDir: '/tmp', secrets: [], noAccount: false, target: undefined },
    );
  },
  "the reporter's lines": (text) => void journeyLines()(text),
  'last words': (text) => {
    const words = new LastWords();
    for (const line of text.split('\n')) words.add(line);
  },
  results: (text) => void parseResults(text),
  'a verdict': schemaReader(verdictSchema),
  'known issues': schemaReader(knownIssuesFile),
  'a finding': (text) => void findingsOf({ message: text }).map(normalised),
  maintenance: (text) => refusing(() => parseMaintenance(text)),
  routing: (text) => refusing(() => parseRouting(text)),
  'Retry-After': (text) => void retryAfterOf(text, NOW.getTime()),
  'extra headers': (text) => void readFirstPartyHeaders({ EXTRA_HEADERS: text }),
  'secrets of the environment': (text) => void secretsOf({ ALERT_WEBHOOK_URL: text, EXTRA_HEADERS: text, HTTPS_PROXY: text, OTEL_EXPORTER_OTLP_HEADERS: text }),
  redaction: (text) => void redactText(text, ['correct-horse-battery', 'pa"ss wö/rd']),
  'the output door': (text) => void withoutWorkflowCommands(text),
  'lines of the console': (text) => void [wrap(text, 80), folded(text)],
  'escapes of formats': (text) => void [printable, markup, markdown, code, workflowMessage, workflowProperty, labelValue].map((escape) => escape(text)),
}; // prettier-ignore
