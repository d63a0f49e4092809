// PagerDuty, Events API v2: triggers, acknowledges and resolves one incident by its dedup key. PagerDuty merges repeats by that key.
import type { Severity } from '../../../kpis.ts';
import type { ChannelDefinition } from '../channel.ts';
import { sendHttp } from '../http-transport.ts';
import type { Notice } from '../notice.ts';
import { capital, cut, evidenceLines, factsOf, stepLines, titleOf } from '../notice-text.ts';

/** PagerDuty's documented limits. */
export const PAGERDUTY_LIMITS = { summary: 1_024, dedupKey: 255, bytes: 512_000 } as const;
const ADDRESS = 'https://events.pagerduty.com/v2/enqueue';
const SEVERITIES = { P0: 'critical', P1: 'error', P2: 'warning', P3: 'info' } as const satisfies Record<
  Severity,
  string
>;

export type PagerDutyBody = {
  routing_key: string;
  event_action: 'trigger' | 'acknowledge' | 'resolve';
  dedup_key: string;
  client?: string;
  client_url?: string;
  links?: { href: string; text: string }[];
  payload?: {
    summary: string;
    source: string;
    severity: 'critical' | 'error' | 'warning' | 'info';
    timestamp: string;
    component: string;
    group: string;
    class: string;
    custom_details: Record<string, string | string[]>;
  };
};

export function pagerDutyBody(notice: Notice, routingKey: string): PagerDutyBody {
  const { incident: i, kind, links, acknowledge, curl } = notice;
  const event_action = kind === 'resolved' ? 'resolve' : kind === 'acknowledged' ? 'acknowledge' : 'trigger';
  const base = {
    routing_key: routingKey,
    event_action,
    dedup_key: cut(notice.thread, PAGERDUTY_LIMITS.dedupKey),
  } as const;
  if (event_action !== 'trigger') return base;
  const page = links.find(({ name }) => name === 'incident page')?.url;
  const lines = (of: readonly string[]): string[] => of.map((line) => cut(line, 1_000));
  return {
    ...base,
    client: 'MySetlist checks',
    ...(page === undefined ? {} : { client_url: page }),
    links: [
      ...(acknowledge?.url === undefined ? [] : [{ href: acknowledge.url, text: 'Acknowledge' }]),
      ...links.map(({ name, url }) => ({ href: url, text: capital(name) })),
    ],
    payload: {
      summary: cut(titleOf(notice), PAGERDUTY_LIMITS.summary),
      source: notice.target,
      severity: SEVERITIES[i.severity],
      timestamp: notice.at,
      component: i.topic,
      group: new URL(notice.target).host,
      class: kind,
      custom_details: {
        ...Object.fromEntries(factsOf(notice).map(({ name, value }) => [name, cut(value, 1_000)])),
        Evidence: lines(evidenceLines(notice)),
        ...(curl === null ? {} : { Reproduce: cut(curl, 1_000) }),
        'First steps': [notice.runbook.section, ...lines(stepLines(notice))],
        ...(acknowledge === null ? {} : { 'Acknowledge by command': acknowledge.command }),
        ...(notice.news.length === 0 ? {} : { Update: lines(notice.news) }),
      },
    },
  };
}

export const pagerDuty: ChannelDefinition = {
  name: 'pagerduty',
  does: 'Triggers, acknowledges and resolves a PagerDuty incident (Events API v2).',
  variables: {
    NOTIFY_PAGERDUTY_KEY: 'Integration key of a PagerDuty service (Events API v2): 32 characters.',
    NOTIFY_PAGERDUTY_URL: `Address of the Events API. In the EU region: \`https://events.eu.pagerduty.com/v2/enqueue\`. Default: \`${ADDRESS}\`.`,
  },
  keepsState: true,
  open: (env) => {
    const form = 'an integration key: 32 letters and digits, on the Integrations tab of the service';
    const key = env.matching('NOTIFY_PAGERDUTY_KEY', /^[0-9a-zA-Z]{32}$/, form);
    const url = env.url('NOTIFY_PAGERDUTY_URL', ADDRESS) ?? new URL(ADDRESS);
    if (env.text('NOTIFY_PAGERDUTY_URL') !== undefined && env.text('NOTIFY_PAGERDUTY_KEY') === undefined)
      env.mistake('NOTIFY_PAGERDUTY_URL needs NOTIFY_PAGERDUTY_KEY as well');
    if (key === undefined) return undefined;
    return {
      name: 'pagerduty',
      showsOnce: true,
      // A trigger after the resolution would reopen the incident in PagerDuty.
      skips: ['post-mortem'],
      send: async (notice, signal) => {
        await sendHttp({ receiver: 'PagerDuty', url, body: pagerDutyBody(notice, key), signal });
      },
    };
  },
};
