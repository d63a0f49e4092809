// npm run doctor: what is installed on this machine, what is missing, and how to install it.
import { runCommand } from './lib/run-command.ts';

/** `needed`: the suite does not run without it. */
type Row = { ok: boolean; needed: boolean; name: string; text: string };

/** Debian's `prometheus` and `prometheus-alertmanager`: only tests of the suite need them. */
const PROGRAMS = [
  {
    name: 'promtool',
    command: 'promtool',
    use: 'It checks monitoring/prometheus/synthetic-rules.yml and the metrics in the tests, which are skipped without it (Debian: prometheus).',
  },
  {
    name: 'Alertmanager',
    command: 'prometheus-alertmanager',
    use: 'The real receiver of the alertmanager channel in the tests, which are skipped without it (Debian: prometheus-alertmanager).',
  },
] as const;

await runCommand('doctor', async ({ account }) => {
  const { say } = await import('./lib/say.ts');
  const { spawnSync } = await import('node:child_process');
  const { findBrowser } = await import('../checks/browser/find-browser.ts');
  const { EXIT_CODES } = await import('../reports/verdict/exit-codes.ts');
  const hasNode = Number(process.versions.node.split('.')[0]) >= 24;
  const browser = findBrowser();
  const k6 = spawnSync('k6', ['version'], { encoding: 'utf8', timeout: 5_000 });
  const rows: Row[] = [
    {
      ok: hasNode,
      needed: true,
      name: 'Node',
      text: hasNode
        ? process.version
        : `${process.version} is too old. Run through npm or npx, which use Node 24 from node_modules.`,
    },
    {
      ok: browser !== undefined,
      needed: true,
      name: 'browser',
      text: browser
        ? `${browser.path} (${browser.from})`
        : 'none found. Run `npx playwright install --with-deps chromium`, or install Chromium, or set BROWSER_PATH.',
    },
    {
      ok: k6.status === 0,
      needed: false,
      name: 'k6',
      text: k6.status === 0 ? k6.stdout.trim() : 'not installed. The embedded engine runs the same scripts.',
    },
    ...PROGRAMS.map(({ name, command, use }): Row => {
      const found = spawnSync(command, ['--version'], { encoding: 'utf8', timeout: 5_000 });
      const [version = ''] = `${found.stdout ?? ''}${found.stderr ?? ''}`.split('\n');
      const ok = found.status === 0;
      return { ok, needed: false, name, text: ok ? `${version.trim()}: ${use}` : `not installed. ${use}` };
    }),
    {
      ok: account !== undefined,
      needed: false,
      name: 'account',
      text: account
        ? account.email
        : 'SYNTHETIC_EMAIL and SYNTHETIC_PASSWORD are not set. Signed-in checks of a real site are inconclusive.',
    },
  ];
  for (const { ok, needed, name, text } of rows)
    say(`${(ok ? 'ok' : needed ? 'MISSING' : 'note').padEnd(7)} ${name.padEnd(12)} ${text}`, 21);
  process.exitCode = rows.every(({ ok, needed }) => ok || !needed) ? EXIT_CODES.pass : EXIT_CODES.broken;
});
