import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../../../commands/lib/run-folder.ts';
import { serveMetrics } from '../../../monitoring/metrics/metrics-server.ts';
import { MonitorMetrics, TTFB_BOUNDS_S } from '../../../monitoring/metrics/monitor-metrics.ts';
import { METRICS } from '../../../reports/formats/metric-names.ts';
import { prometheus } from '../../../reports/formats/prometheus.ts';
import { judge } from '../../../reports/verdict/judge-run.ts';
import { failed, probe, whole, healthyBody, CHECK_OF } from '../reports/sample-records.ts';
import { STAGES } from '../../../kpis.ts';
import { findingOf } from './alert-samples.ts';
import { failing, NOON, sample, SITE } from './history-harness.ts';

const PROMTOOL = 'promtool';
const hasPromtool = spawnSync(PROMTOOL, ['--version']).status === 0;
const lint = (text: string): string => {
  const { status, stdout, stderr } = spawnSync(PROMTOOL, ['check', 'metrics'], { input: text, encoding: 'utf8' });
  return `${status} ${stdout}${stderr}`.trim();
};

function filled(): MonitorMetrics {
  const metrics = new MonitorMetrics(SITE);
  metrics.sample(sample(NOON, { endpoint: 'GET /a"b\\c\nd', ttfbMs: 120 }));
  metrics.sample(sample(NOON + 1, { ttfbMs: 40_000 }));
  metrics.sample(failing(NOON + 2, 'server-error', { ttfbMs: 2_000 }));
  metrics.sample(failing(NOON + 3, 'own-network', { ttfbMs: 7 }));
  metrics.judged(
    [findingOf(), findingOf({ rule: 'error-rate.critical', state: 'ok' }), findingOf({ rule: 'x', state: 'unknown' })],
    { P0: 1 },
  );
  metrics.observed({
    states: [{ at: NOON, kpi: 'database', subject: '/api/health/db', value: 1 }],
    checks: [{ at: NOON, id: 'sign-in', outcome: 'pass', message: null }],
    certificateExpiresAtMs: NOON,
  });
  metrics.concluded('breach', NOON + 5_000);
  return metrics;
}
const verdict = judge(
  { records: whole({ body: [...healthyBody(), probe('GET /', failed)] }), problems: [] } as never,
  {
    declared: STAGES.map((stage) => ({ id: CHECK_OF[stage], stage, title: stage, profiles: ['quick'], runbook: '' })),
  } as never,
);

test('counters, histogram and alerts match the samples; unknown alerts have no sample', () => {
  const text = filled().text();
  assert.match(
    text,
    /synthetic_probes_total\{target="https:\/\/site\.example",endpoint="GET \/",class="server-error"\} 1/,
  );
  assert.match(text, /endpoint="GET \/a\\"b\\\\c\\nd"/);
  assert.match(
    text,
    /synthetic_probe_ttfb_seconds_bucket\{target="https:\/\/site\.example",endpoint="GET \/",le="2"\} 1\n/,
  );
  assert.match(text, /endpoint="GET \/",le="\+Inf"\} 2\n/, 'a probe that says nothing about the site has no time');
  assert.match(text, /rule="availability\.critical"[^\n]* 1\n/);
  assert.match(text, /rule="error-rate\.critical"[^\n]* 0\n/);
  assert.doesNotMatch(text, /rule="x"/);
  assert.match(text, /synthetic_incidents_open\{[^}]*severity="P0"\} 1/);
  assert.match(text, /synthetic_tick_verdict\{[^}]*verdict="breach"\} 1/);
  assert.equal(new MonitorMetrics(SITE).text().trim(), '', 'nothing seen is no zero');
});

test(
  'promtool finds nothing to complain of, and would',
  { skip: hasPromtool ? false : 'promtool is not installed' },
  () => {
    assert.equal(lint(filled().text()), '0');
    assert.equal(lint(prometheus(verdict)), '0');
    assert.notEqual(lint('# TYPE x_total gauge\nx_total 1\n'), '0');
  },
);

test('each written metric is declared, and each declared metric is written', () => {
  const named = new Set(
    `${filled().text()}${prometheus(verdict)}`.match(/^# TYPE (\w+)/gm)?.map((line) => line.slice(7)),
  );
  assert.deepEqual([...named].sort(), Object.keys(METRICS).sort());
});

test('the dashboard uses only existing metrics and labels', () => {
  const text = readFileSync(path.join(ROOT, 'docs/grafana/synthetic-checks.json'), 'utf8');
  const { panels } = JSON.parse(text) as { panels: { title: string; targets: { expr: string }[] }[] };
  const written = `${filled().text()}${prometheus(verdict)}`;
  const asked = new Set<string>();
  for (const { expr } of panels.flatMap(({ targets }) => targets)) {
    for (const [name] of expr.matchAll(/synthetic_\w+/g)) {
      const base = name.replace(/_(bucket|sum|count)$/, '');
      asked.add(base);
      assert.ok(written.includes(`${name}{`), `${name} does not exist`);
      const labels = [...expr.matchAll(new RegExp(`${name}\\{([^}]*)\\}`, 'g'))].flatMap(([, inside = '']) =>
        [...inside.matchAll(/(\w+)(?:!?=~?)"/g)].map(([, label]) => label),
      );
      const line = written.split('\n').find((one) => one.startsWith(`${name}{`)) ?? '';
      for (const label of labels) assert.ok(line.includes(`${label}="`), `${name} has no label ${label}`);
    }
  }
  assert.deepEqual([...asked].sort(), Object.keys(METRICS).sort(), 'each metric has its place');
  if (hasPromtool) assert.ok(panels.length > 10);
});

test('/metrics answers on loopback, no other path does', async () => {
  const server = await serveMetrics(filled(), 0);
  const at = `http://127.0.0.1:${server.port}`;
  const answer = await fetch(`${at}/metrics`);
  assert.equal(answer.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
  assert.match(await answer.text(), /synthetic_alert/);
  assert.equal((await fetch(`${at}/`)).status, 404);
  assert.equal((await fetch(`${at}/metrics`, { method: 'POST' })).status, 405);
  await assert.rejects(serveMetrics(filled(), server.port), { code: 'EADDRINUSE' });
  await server.close();
  await assert.rejects(fetch(`${at}/metrics`));
});

test('OTLP: a receiver gets the metrics under their conventional names; a rejection is reported once', async () => {
  const bodies: string[] = [];
  let status = 200;
  const receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      bodies.push(`${request.url} ${request.headers['x-key']} ${body}`);
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  process.env['OTEL_EXPORTER_OTLP_HEADERS'] = 'x-key=abc';
  const printed: string[] = [];
  const { sendOtlp } = await import('../../../monitoring/metrics/send-otlp.ts');
  const metrics = new MonitorMetrics(SITE);
  const sender = sendOtlp(metrics, (line) => printed.push(line));
  metrics.sample(sample(NOON, { ttfbMs: 120 }));
  metrics.sample(failing(NOON, 'server-error', { ttfbMs: 80 }));
  metrics.judged([findingOf()], { P0: 1 });
  await sender.close();
  const [first = ''] = bodies;
  assert.match(first, /^\/v1\/metrics abc /);
  const { resourceMetrics } = JSON.parse(first.slice(first.indexOf('{'))) as {
    resourceMetrics: { scopeMetrics: { metrics: { name: string; unit: string }[] }[] }[];
  };
  const sent = resourceMetrics.flatMap((r) => r.scopeMetrics.flatMap((s) => s.metrics));
  assert.deepEqual(sent.map(({ name, unit }) => `${name} ${unit}`).sort(), [
    'http.client.request.duration s',
    'synthetic.alert.firing ',
    'synthetic.incidents.open {incident}',
    'synthetic.probes {probe}',
  ]);
  for (const word of [
    'url.template',
    'server.address',
    'error.type',
    'http.response.status_code',
    'mysetlist-synthetic-checks',
  ])
    assert.ok(first.includes(`"${word}"`), word);
  assert.equal(printed.length, 0);
  status = 400;
  const refused = sendOtlp(metrics, (line) => printed.push(line));
  await refused.close();
  assert.equal(printed.length, 1);
  assert.match(printed[0] ?? '', /^OTLP: metrics were not delivered/);
  delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  delete process.env['OTEL_EXPORTER_OTLP_HEADERS'];
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

test('every metric name and bucket bound in the rule file is exported', () => {
  const rules = readFileSync(path.join(ROOT, 'monitoring/prometheus/synthetic-rules.yml'), 'utf8');
  const names = [...rules.matchAll(/\bsynthetic_[a-z_]+/g)].map(([name]) => name.replace(/_(bucket|sum|count)$/, ''));
  assert.deepEqual(
    [...new Set(names)].filter((name) => !Object.hasOwn(METRICS, name)),
    [],
  );
  const bounds = [...rules.matchAll(/le="([\d.]+)"/g)].map(([, bound]) => Number(bound));
  assert.ok(bounds.length > 0);
  assert.deepEqual(
    bounds.filter((bound) => !TTFB_BOUNDS_S.some((known) => known === bound)),
    [],
  );
});

test('classes of known endpoints begin at 0; states of dependencies are exported', () => {
  const metrics = new MonitorMetrics(SITE, ['GET /']);
  const at = Date.parse('2026-11-28T12:00:00Z');
  metrics.observed({
    states: [
      { at: at - 1, kpi: 'database', subject: '/api/health/db', value: 1 },
      { at, kpi: 'database', subject: '/api/health/db', value: 0 },
    ],
    checks: [{ at, id: 'sign-in', outcome: 'fail', message: null }],
    certificateExpiresAtMs: at,
  });
  const text = metrics.text();
  assert.match(text, /synthetic_probes_total\{[^}]*class="server-error"[^}]*\} 0$/m);
  assert.match(text, /^synthetic_dependency_state\{[^}]*kpi="database"[^}]*\} 0$/m);
  assert.match(text, /^synthetic_check\{[^}]*check="sign-in"[^}]*verdict="fail"[^}]*\} 1$/m);
  assert.match(text, new RegExp(`^synthetic_certificate_expiry_timestamp_seconds\\{[^}]*\\} ${at / 1_000}$`, 'm'));
});
