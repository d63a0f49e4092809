// Prometheus Alertmanager, API v2: one alert for each incident, identified by its labels. Routing, silences and receivers are Alertmanager's.
import type { Severity } from '../../../kpis.ts';
import type { ChannelDefinition } from '../channel.ts';
import { sendHttp } from '../http-transport.ts';
import type { Notice } from '../notice.ts';
import { cut, evidenceLines, factsOf, stepLines, titleOf } from '../notice-text.ts';

/** Without an end time, Alertmanager resolves an alert after `resolve_timeout` (5 min). No incident stays open for a week. */
const OPEN_FOR_MS = 7 * 86_400_000;
const SEVERITIES = { P0: 'critical', P1: 'critical', P2: 'warning', P3: 'info' } as const satisfies Record<
  Severity,
  string
>;
const PRIORITIES = Object.keys(SEVERITIES) as Severity[];

export type PostableAlert = {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  startsAt: string;
  endsAt: string;
  generatorURL?: string;
};

/**
 * The alert with the incident's priority, firing or resolved, and the alerts with the other priorities, resolved. The priority is a label
 * so that routes can use it; an incident that got worse is therefore a new alert. Alertmanager ignores the end of an alert that it never had.
 */
export function alertmanagerBody(notice: Notice): PostableAlert[] {
  const { incident: i, kind, links } = notice;
  const labels = (priority: Severity): Record<string, string> => ({
    alertname: 'MySetlistIncident',
    incident: i.id,
    site: new URL(notice.target).host,
    priority,
    severity: SEVERITIES[priority],
    ...(notice.isTest ? { test: 'true' } : {}),
  });
  const linkOf = (wanted: string): string | undefined => links.find(({ name }) => name === wanted)?.url;
  const page = linkOf('incident page') ?? linkOf('status page') ?? linkOf('run');
  const runbook = linkOf('runbook');
  const annotations: Record<string, string> = {
    summary: cut(titleOf(notice), 500),
    description: factsOf(notice)
      .map(({ name, value }) => `${name}: ${value}`)
      .join('\n'),
    topic: i.topic,
    seen: evidenceLines(notice).join('\n'),
    runbook: [notice.runbook.section, ...stepLines(notice)].join('\n'),
    ...(runbook === undefined ? {} : { runbook_url: runbook }),
    ...(page === undefined ? {} : { dashboard: page }),
    ...(notice.curl === null ? {} : { show_it: notice.curl }),
    ...(notice.acknowledge === null ? {} : { acknowledge: notice.acknowledge.url ?? notice.acknowledge.command }),
    ...(i.acknowledgedBy === null ? {} : { acknowledged_by: i.acknowledgedBy }),
  };
  const end = (i.resolvedAt !== null && i.resolvedAt > i.openedAt ? i.resolvedAt : undefined) ?? notice.at;
  const until = kind === 'resolved' ? end : new Date(Date.parse(notice.at) + OPEN_FOR_MS).toISOString();
  return PRIORITIES.map((priority) => ({
    labels: labels(priority),
    annotations: priority === i.severity ? annotations : {},
    startsAt: i.openedAt,
    endsAt: priority === i.severity ? until : notice.at,
    ...(page === undefined ? {} : { generatorURL: page }),
  }));
}

export const alertmanager: ChannelDefinition = {
  name: 'alertmanager',
  does: 'Opens and resolves an alert in a Prometheus Alertmanager (API v2).',
  variables: {
    NOTIFY_ALERTMANAGER_URL:
      'Address of an Alertmanager, with its route prefix if it has one, and `user:password@` if it requires a login.',
  },
  keepsState: true,
  open: (env) => {
    const url = env.url('NOTIFY_ALERTMANAGER_URL', 'http://alertmanager.example:9093');
    if (url === undefined) return undefined;
    const { username, password } = url;
    const api = new URL(`${url.pathname.replace(/\/$/, '')}/api/v2/alerts`, url.origin);
    const basic = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
    return {
      name: 'alertmanager',
      showsOnce: true,
      skips: ['post-mortem'],
      send: async (notice, signal) => {
        const headers = username === '' ? {} : { authorization: `Basic ${basic}` };
        await sendHttp({ receiver: 'Alertmanager', url: api, headers, body: alertmanagerBody(notice), signal });
      },
    };
  },
};
