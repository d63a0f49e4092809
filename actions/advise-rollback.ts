// After a breach: which deployment was good last, and the runbook's command that brings it back. Read from GitHub, where each gate has
// left its status on the commit: that needs no history and no installation.
import { addSummary, annotate, setOutputs } from './runner-files.ts';
import { github } from './web-api.ts';

const LOOK_BACK = 20;
const STATUS = 'MySetlist gate ';
type Deployment = { id: number; sha: string; created_at: string };
type Status = { state: string; environment_url?: string; context?: string };

const env = process.env;
const api = github();
const repository = `/repos/${env['GITHUB_REPOSITORY'] ?? ''}`;
const commit = env['COMMIT'] ?? '';
const host = URL.canParse(env['TARGET'] ?? '') ? new URL(env['TARGET'] ?? '').host : '';

/** The newest deployment before `commit`'s whose gate passed, with the address of its own. */
async function lastGood(): Promise<{ url: string; sha: string; at: string } | undefined> {
  const query = new URLSearchParams({ environment: env['ENVIRONMENT'] ?? 'Production', per_page: String(LOOK_BACK) });
  const deployments = (await api('GET', `${repository}/deployments?${query}`)) as Deployment[];
  const at = deployments.findIndex(({ sha }) => sha.startsWith(commit) || commit.startsWith(sha));
  for (const { id, sha, created_at } of deployments.slice(at + 1)) {
    if (sha.startsWith(commit) || commit.startsWith(sha)) continue;
    const gates = (await api('GET', `${repository}/commits/${sha}/status`)) as { statuses: Status[] };
    const passed = gates.statuses.some((s) => s.context?.startsWith(STATUS) === true && s.state === 'success');
    if (!passed) continue;
    const statuses = (await api('GET', `${repository}/deployments/${id}/statuses`)) as Status[];
    const url = statuses.find((s) => s.state === 'success' || s.state === 'inactive')?.environment_url;
    if (url) return { url, sha, at: created_at };
  }
  return undefined;
}

try {
  const good = await lastGood();
  if (good === undefined) {
    const text = `none of the last ${LOOK_BACK} deployments before ${commit.slice(0, 7)} has passed the gate; choose one with: vercel ls`;
    annotate('warning', 'rollback', text);
    addSummary(`### Rollback\n\n${text} (runbook, Rollback Procedure)`);
  } else {
    const command = `vercel alias set ${good.url} ${host}`;
    annotate('notice', 'rollback', `last good deployment: ${good.sha.slice(0, 7)} of ${good.at}. ${command}`);
    addSummary(
      `### Rollback\n\nLast deployment that passed the gate: \`${good.sha}\` of ${good.at}, ${good.url}\n\n\`\`\`\n${command}\n\`\`\`\n\nRunbook, Rollback Procedure.`,
    );
    setOutputs({ url: good.url, commit: good.sha });
  }
} catch (error) {
  // Advice that cannot be had changes no verdict: the gate is red already.
  annotate('warning', 'rollback', `no advice: ${error instanceof Error ? error.message : String(error)}`);
}
