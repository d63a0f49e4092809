// Prometheus Alertmanager, API v2: teams with Prometheus get their own routing, silences and receivers. One alert an incident, by its labels.
import type { Severity } from '../../../kpis.ts';
import type { ChannelDefinition } from '../channel.ts';
import { sendHttp } from '../http-transport.ts';
import type { Notice } from '../notice.ts';
import { cut, evidenceLines, factsOf, stepLines, titleOf } from '../notice-text.ts';

/** Alertmanager ends an alert by itself after `resolve_timeout` (5 min) unless it is told an end. Nobody leaves an incident open for a week. */
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
 * The alert, and its other selves ended: the priority is a label, for routes, so an incident that grew worse is another alert there.
 * One that never was is ended without a word.
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
      'Address of an Alertmanager, with its route prefix where it has one, and `user:password@` where it asks for them.',
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
