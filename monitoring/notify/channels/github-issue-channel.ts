// GitHub issues: one for each incident, found by a mark in its body. Opened, commented and closed; labels by severity.
import { DeliveryError, type ChannelDefinition } from '../channel.ts';
import { sendHttp } from '../http-transport.ts';
import { isBadNews, type Notice } from '../notice.ts';
import { cut, titleOf } from '../notice-text.ts';
import { summaryMarkdown } from './step-summary-channel.ts';

/** GitHub's documented limits, characters. */
export const ISSUE_LIMITS = { title: 256, body: 65_536 } as const;
const LABEL = 'synthetic-incident';
const PAGE = 100;
const MOST_PAGES = 10;

export type Issue = {
  number: number;
  state: string;
  body?: string | null | undefined;
  labels: (string | { name?: string | undefined })[];
};
export type NewIssue = { title: string; body: string; labels: string[] };

export const labelsOf = ({ incident: i, isTest }: Notice): string[] => [
  LABEL,
  `severity: ${i.severity}`,
  ...(isTest ? ['test'] : []),
];
/** A mark is an HTML comment, which GitHub does not show. `--` would end it. */
const mark = (name: string, value: string): string =>
  `<!-- mysetlist-${name}: ${value.replaceAll('--', '-\u200b-')} -->`;
const incidentMark = ({ thread }: Notice): string => mark('incident', thread);
const noticeMark = ({ key }: Notice): string => mark('notice', key);

export const newIssue = (notice: Notice): NewIssue => ({
  title: cut(titleOf(notice), ISSUE_LIMITS.title),
  body: `${incidentMark(notice)}\n${commentOf(notice)}`,
  labels: labelsOf(notice),
});
export const commentOf = (notice: Notice): string =>
  `${noticeMark(notice)}\n${cut(`**${titleOf(notice).replaceAll('*', '\\*')}**\n\n${summaryMarkdown(notice)}`, ISSUE_LIMITS.body - 2_000)}`;

type Api = (method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown) => Promise<unknown>;

/** Updates the incident's issue. Skips what an earlier attempt has already done. */
export async function updateIssue(api: Api, notice: Notice): Promise<void> {
  const issue = await findIssue(api, notice);
  if (issue === undefined) {
    if (isBadNews(notice.kind)) await api('POST', 'issues', newIssue(notice));
    return;
  }
  const path = `issues/${issue.number}`;
  const isPosted = issue.body?.includes(noticeMark(notice)) === true || (await isCommented(api, path, notice));
  if (!isPosted) await api('POST', `${path}/comments`, { body: commentOf(notice) });
  const others = issue.labels
    .map((label) => (typeof label === 'string' ? label : (label.name ?? '')))
    .filter((name) => name !== '' && !/^severity: /.test(name));
  const labels = [...new Set([...others, ...labelsOf(notice)])];
  const state =
    notice.kind === 'resolved'
      ? { state: 'closed', state_reason: 'completed' }
      : isBadNews(notice.kind)
        ? { state: 'open' }
        : {};
  await api('PATCH', path, { labels, ...state });
}

async function findIssue(api: Api, notice: Notice): Promise<Issue | undefined> {
  const since = encodeURIComponent(notice.incident.openedAt);
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const query = `issues?labels=${LABEL}&state=all&since=${since}&sort=created&direction=desc&per_page=${PAGE}&page=${page}`;
    const issues = (await api('GET', query)) as Issue[];
    const found = issues.find(({ body }) => body?.includes(incidentMark(notice)));
    if (found !== undefined || issues.length < PAGE) return found;
  }
  return undefined;
}

async function isCommented(api: Api, path: string, notice: Notice): Promise<boolean> {
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const comments = (await api('GET', `${path}/comments?per_page=${PAGE}&page=${page}`)) as { body?: string }[];
    if (comments.some(({ body }) => body?.includes(noticeMark(notice)))) return true;
    if (comments.length < PAGE) return false;
  }
  return false;
}

export const githubIssue: ChannelDefinition = {
  name: 'github-issue',
  does: 'Opens, comments on and closes one GitHub issue for each incident; labels by severity.',
  variables: {
    NOTIFY_GITHUB_REPOSITORY: 'Repository for the issues: `owner/name`.',
    NOTIFY_GITHUB_TOKEN: 'A token that may write issues in that repository.',
    GITHUB_API_URL: 'Address of the API. Set by GitHub; default: `https://api.github.com`.',
  },
  keepsState: true,
  open: (env) => {
    const isWhole = env.together('NOTIFY_GITHUB_REPOSITORY', 'NOTIFY_GITHUB_TOKEN');
    const repository = env.matching('NOTIFY_GITHUB_REPOSITORY', /^[\w.-]+\/[\w.-]+$/, 'a repository, as owner/name');
    const token = env.text('NOTIFY_GITHUB_TOKEN');
    const base = (env.url('GITHUB_API_URL', 'https://api.github.com')?.href ?? 'https://api.github.com').replace(
      /\/$/,
      '',
    );
    if (!isWhole || repository === undefined || token === undefined) return undefined;
    return {
      name: 'github-issue',
      showsOnce: true,
      send: (notice, signal) =>
        updateIssue(async (method, path, body) => {
          const answer = await sendHttp({
            receiver: 'GitHub',
            url: `${base}/repos/${repository}/${path}`,
            method,
            headers: {
              accept: 'application/vnd.github+json',
              'x-github-api-version': '2022-11-28',
              'user-agent': 'mysetlist-synthetic-checks',
              authorization: `Bearer ${token}`,
            },
            ...(body === undefined ? {} : { body }),
            signal,
          });
          try {
            return JSON.parse(answer) as unknown;
          } catch {
            throw new DeliveryError('GitHub did not answer with JSON: check GITHUB_API_URL');
          }
        }, notice),
    };
  },
};
