// The links of a notice and how its reader acknowledges. Base addresses come from environment variables.
import { shellQuoted } from '../../common/shell-quoted.ts';
import type { Acknowledge, Link } from './notice.ts';

export type LinkBases = {
  /** The status page's address, ends with `/`. */
  page?: string;
  /** The runbook as a page; its sections are anchors. */
  runbook?: string;
  /** The CI run that sends the notice. */
  run?: string;
  /** The page on which an incident is acknowledged: the workflow. */
  acknowledge?: string;
  /** The repository for `gh`, if the history is stored on GitHub. */
  repository?: string;
  /** The value of `--history`: a file, or a server without its token. Undefined if only the CI run can reach it. */
  history?: string;
};

/** Reads STATUS_PAGE_URL, RUNBOOK_URL, ACKNOWLEDGE_URL and the variables of GitHub and GitLab. `history`: the history of the command. */
export function readLinkBases(env: NodeJS.ProcessEnv, history: string): { bases: LinkBases; mistakes: string[] } {
  const mistakes: string[] = [];
  const address = (name: string): string | undefined => {
    const text = env[name]?.trim();
    if (!text) return undefined;
    if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
    mistakes.push(`${name} is not an http(s) address. It looks like https://example.com/`);
    return undefined;
  };
  const page = address('STATUS_PAGE_URL');
  const runbook = address('RUNBOOK_URL');
  const asked = address('ACKNOWLEDGE_URL');
  const repository = env['GITHUB_REPOSITORY'];
  const github = repository ? `${env['GITHUB_SERVER_URL'] ?? 'https://github.com'}/${repository}` : undefined;
  const onGitHub = env['GITHUB_ACTIONS'] === 'true' && github !== undefined;
  const run = onGitHub && env['GITHUB_RUN_ID'] ? `${github}/actions/runs/${env['GITHUB_RUN_ID']}` : env['CI_JOB_URL'];
  // A history file on a runner disappears with the runner. The workflow opens the stored history.
  const isServer = /^(libsql|https?|wss?):\/\//.test(history);
  const isLost = onGitHub && !isServer;
  const acknowledge = asked ?? (onGitHub ? `${github}/actions/workflows/acknowledge.yml` : undefined);
  return {
    mistakes,
    bases: {
      ...(page === undefined ? {} : { page: page.replace(/\/?$/, '/') }),
      ...(runbook === undefined ? {} : { runbook }),
      ...(run ? { run } : {}),
      ...(acknowledge === undefined ? {} : { acknowledge }),
      ...(isLost && repository ? { repository } : {}),
      ...(isLost ? {} : { history: isServer ? withoutSecrets(history) : history }),
    },
  };
}

const withoutSecrets = (location: string): string => {
  const url = new URL(location);
  url.username = '';
  url.password = '';
  url.search = '';
  return url.href;
};

export function linksOf(bases: LinkBases, incident: string, anchor: string): Link[] {
  const { page, run, runbook } = bases;
  return [
    ...(page === undefined
      ? []
      : [{ name: 'incident page', url: `${page}incidents/${encodeURIComponent(incident)}.html` } as const]),
    ...(run === undefined ? [] : [{ name: 'run', url: run } as const]),
    ...(page === undefined ? [] : [{ name: 'status page', url: page } as const]),
    ...(runbook === undefined ? [] : [{ name: 'runbook', url: `${runbook.replace(/#.*$/, '')}#${anchor}` } as const]),
  ];
}

export function acknowledgeOf(bases: LinkBases, target: string, incident: string): Acknowledge {
  const { acknowledge, repository, history } = bases;
  const command =
    repository !== undefined
      ? `gh workflow run acknowledge.yml --repo ${shellQuoted(repository)} -f incident=${word(incident)}`
      : `npm run incidents -- --target ${shellQuoted(target)}${history === undefined ? '' : ` --history ${shellQuoted(history)}`} --acknowledge ${word(incident)} --by "$(whoami)"`;
  return { ...(acknowledge === undefined ? {} : { url: acknowledge }), command };
}

/** Quoted only if the shell needs it, because people read ids aloud and type them. */
const word = (text: string): string => (/^[\w.-]+$/.test(text) ? text : shellQuoted(text));
