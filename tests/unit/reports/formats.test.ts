import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ResultRecord } from '../../../reports/result.ts';
import { annotations } from '../../../reports/formats/annotations.ts';
import { consoleReport } from '../../../reports/formats/console-report.ts';
import { folded, wrap } from '../../../reports/formats/fold-line.ts';
import { code, codeCell, markdown } from '../../../reports/formats/escape.ts';
import { ctrf } from '../../../reports/formats/ctrf.ts';
import { junit } from '../../../reports/formats/junit.ts';
import { prometheus } from '../../../reports/formats/prometheus.ts';
import { summary } from '../../../reports/formats/summary-markdown.ts';
import { judge } from '../../../reports/verdict/judge-run.ts';
import type { Verdict } from '../../../reports/verdict/verdict-format.ts';
import { check, CHECK_OF, failed, healthyBody, metric, probe, whole } from './sample-records.ts';

/** Everything that means something to one of the formats. */
const NASTY = 'a%b\nc|d,e:f<g>&"h" `i` @j ::error::k \u001b[31ml\u0000 ]]> \\m';
const evil: Partial<ResultRecord> & object = {
  outcome: 'fail',
  variant: NASTY,
  failures: [{ code: 'assertion', message: NASTY }],
  evidence: [NASTY],
  rerun: NASTY,
};

const verdictOf = (body: ResultRecord[]): Verdict => judge({ records: whole({ body }), problems: [] });
const good = verdictOf(healthyBody());
const nasty = verdictOf(
  healthyBody().concat(
    check(CHECK_OF.journeys, 'journeys', evil as never),
    metric('cls', [0.5], { subject: NASTY, variant: NASTY, note: NASTY }),
    ...Array.from({ length: 12 }, () => probe(NASTY, failed)),
  ),
);

test('the console fits its width, has a row for each KPI and ends with verdict and exit code', () => {
  for (const v of [good, nasty]) {
    const lines = consoleReport(v).trimEnd().split('\n');
    for (const line of lines.filter((l) => !l.includes('rerun: '))) assert.ok([...line].length <= 80, line);
    for (const k of v.kpis) assert.ok(lines.some((l) => l.includes(` ${k.id} `)));
  }
  assert.equal(consoleReport(good).trimEnd().split('\n').at(-1), '✓ verdict pass, exit code 0');
  assert.equal(consoleReport(nasty).trimEnd().split('\n').at(-1), '✗ verdict breach, exit code 1');
});

test('the console shows each failure with its evidence and the command to rerun, and no control sequence of a site', () => {
  const plain = consoleReport(nasty);
  assert.match(plain, /assertion: a%b\s+c\|d/);
  assert.match(plain, /rerun: a%b c\|d/);

  assert.doesNotMatch(plain, /[\u0000\u001b]/);
  assert.match(consoleReport(nasty, { color: true }), /\u001b\[31m/);
});

test('a wrapped progress line indents its continuation', () => {
  assert.equal(folded('  ab cd ef gh', 2, 9), '  ab cd\n    ef gh');
  assert.equal(folded('short'), 'short');
});

test('long words are broken and long texts wrapped without loss', () => {
  assert.deepEqual(wrap('', 4), ['']);
  assert.deepEqual(wrap('abcd', 4), ['abcd']);
  assert.deepEqual(wrap('abcde', 4), ['abcd', 'e']);
  assert.deepEqual(wrap('ab cd ef', 5), ['ab cd', 'ef']);
});

test('the tables of the summary stay valid, and markup is escaped', () => {
  const text = summary(nasty);
  const head = text.split('\n').filter((l) => /^\| (KPI|---)/.test(l));
  assert.ok(head.length > 0);
  for (const line of text.split('\n').filter((l) => l.startsWith('| `'))) {
    const cells = line.split(/(?<!\\)\|/).length - 2;
    assert.ok(cells === 7 || cells === 5, line);
  }
  const outsideCode = text.replaceAll(/(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
  assert.doesNotMatch(outsideCode, /<g>|@j|[^\\]`/);
});

test("the summary in the folder of its run shows the filmstrips; GitHub's page, which has no such files, links to none", () => {
  const strip = check(CHECK_OF.audits, 'audits', { evidence: ['lighthouse/home.filmstrip.svg'] });
  const v = verdictOf(healthyBody().concat(strip));
  assert.match(summary(v), /!\[.*\]\(<lighthouse\/home\.filmstrip\.svg>\)/);
  assert.doesNotMatch(summary(v, undefined, undefined, { besideFiles: false }), /\]\(/);
});

test('the summary is cut below its size limit and lists the omitted parts', () => {
  const many = verdictOf(
    healthyBody().concat(
      Array.from({ length: 300 }, (_, i) =>
        check(`journey.n${i}`, 'journeys', {
          outcome: 'fail',
          failures: [{ code: 'assertion', message: '字'.repeat(2_000) }],
        }),
      ),
    ),
  );
  const text = summary(many);
  assert.ok(Buffer.byteLength(text) <= 1_048_576);
  assert.match(text, /Cut to stay below GitHub's limit/);
  assert.match(text, /### KPIs/);
  assert.doesNotMatch(summary(good), /Cut to stay/);
  assert.ok(Buffer.byteLength(summary(nasty, 6_000)) <= 6_000);
});

test('an annotation is one line whose message cannot start a command of its own', () => {
  const lines = annotations(nasty).trimEnd().split('\n');
  for (const line of lines) assert.match(line, /^::(error|warning) title=[^:,]*::[^\n]*$/);
  const journey = lines.find((l) => l.includes(CHECK_OF.journeys)) ?? '';
  assert.match(journey, /a%25b%0Ac\|d,e:f<g>/);
  assert.equal(annotations(good), '');
});

test('beyond ten annotations of a kind the number left out is stated', () => {
  const body = healthyBody().concat(
    Array.from({ length: 14 }, (_, i) =>
      check(`journey.n${i}`, 'journeys', {
        outcome: 'fail',
        failures: [{ code: 'assertion', message: `a failure of its own, number ${i}` }],
      }),
    ),
  );
  const lines = annotations(verdictOf(body)).trimEnd().split('\n');
  assert.equal(lines.length, 10);
  assert.match(lines[9] ?? '', /^::error::and 5 more/);
});

test('where one endpoint breaches, JUnit, CTRF and the causes have the figure of that endpoint and its name', () => {
  const rounds = Array.from({ length: 12 }, (_, i) => probe('GET /api/late', i < 4 ? failed : {}));
  const v = verdictOf(healthyBody(100).concat(rounds));
  const row = v.kpis.find(({ id }) => id === 'availability');
  assert.deepEqual([row?.verdict, row?.text], ['breach', '99.75 %']);
  const told = 'GET /api/late 66.67 %, limit >= 99.9 %';
  assert.ok(junit(v).includes(`<failure type="breach" message="${told.replace('>', '&gt;')}">`));
  const { results } = JSON.parse(ctrf(v)) as { results: { tests: { name: string; message?: string }[] } };
  assert.match(
    results.tests.find(({ name }) => name.startsWith('availability'))?.message ?? '',
    new RegExp(`^${told}`),
  );
  assert.ok(v.causes.some(({ id, message }) => id === 'availability' && message.includes(told)));
});

test('JUnit is well-formed, its counts are right, and only passes pass', () => {
  for (const v of [good, nasty]) {
    const xml = junit(v);
    const bare = xml.replaceAll(/<(?:[^<>"]|"[^"<]*")*>/g, '').replaceAll(/&(amp|lt|gt|quot|#39);/g, '');
    assert.doesNotMatch(bare, /[<>&\u0000\u001b]/);
    assert.equal(xml.match(/<testcase /g)?.length, v.kpis.length + v.checks.length + 1);
    const quiet = xml.match(/<testcase [^>]*\/>/g)?.length;
    const passed = [...v.kpis, ...v.checks, v].filter((r) => r.verdict === 'pass' || r.verdict === 'warn').length;
    assert.equal(quiet, passed);
  }
  assert.match(junit(nasty), /<failure type="breach"/);
});

test('every line of the Prometheus text is a comment or a sample, and unmeasured values have none', () => {
  for (const v of [good, nasty]) {
    for (const line of prometheus(v).trimEnd().split('\n')) {
      assert.match(line, /^(# (HELP|TYPE) \w+ .+|\w+\{(\w+="([^"\\\n]|\\["\\n])*",?)*\} [-\d.e]+)$/);
    }
  }
  assert.doesNotMatch(prometheus(good), /synthetic_kpi\{[^}]*kpi="inp"/);
  assert.match(prometheus(good), /synthetic_kpi_samples\{[^}]*kpi="inp"\} 0/);
});

test('escaping for Markdown leaves no markup or line breaks, and code spans may hold backticks', () => {
  assert.equal(markdown('a|b\nc<d>[x](y)'), 'a\\|b c&lt;d&gt;\\[x\\]\\(y\\)');
  assert.equal(code('a`b|c'), '`` a`b|c ``');
  assert.equal(codeCell('a`b|c'), '`` a`b\\|c ``');
  assert.equal(code('plain'), '`plain`');
});
