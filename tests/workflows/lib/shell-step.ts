// One `run:` step as the runner executes it: bash with GitHub's flags, the files of commands, annotations and masks.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export type Annotation = { level: 'error' | 'warning' | 'notice'; title: string; message: string };
export type ShellResult = {
  code: number;
  outputs: Record<string, string>;
  env: Record<string, string>;
  paths: string[];
  summary: string;
  annotations: Annotation[];
  masks: string[];
  log: string;
};
const STEP_DEADLINE_MS = 200_000;
/** GitHub drops a larger summary of a step, with an error. */
const SUMMARY_CAP_BYTES = 1024 * 1024;

/** `NAME=value` and `NAME<<END` blocks. Throws on anything else, as the runner does. */
export function readFileCommands(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    if (line === '') continue;
    const heredoc = /^([^=<]+)<<(.+)$/.exec(line);
    const plain = /^([^=]+)=(.*)$/.exec(line);
    if (heredoc?.[1] !== undefined && heredoc[2] !== undefined) {
      const end = lines.indexOf(heredoc[2], i + 1);
      if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${heredoc[2]}'`);
      found[heredoc[1]] = lines.slice(i + 1, end).join('\n');
      i = end;
    } else if (plain?.[1] !== undefined) found[plain[1]] = plain[2] ?? '';
    else throw new Error(`Invalid format '${line}'`);
  }
  return found;
}

const unescape = (text: string): string =>
  text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');

export function readLog(log: string): { annotations: Annotation[]; masks: string[] } {
  const annotations = [...log.matchAll(/^::(error|warning|notice)(?: ([^\n]*?))?::(.*)$/gm)].map(
    ([, level, properties, message]) => ({
      level: level as Annotation['level'],
      title: unescape(/title=([^,]*)/.exec(properties ?? '')?.[1] ?? ''),
      message: unescape(message ?? ''),
    }),
  );
  return { annotations, masks: [...log.matchAll(/^::add-mask::(.*)$/gm)].map((m) => unescape(m[1] ?? '')) };
}

/** `shell` as in the workflow; where it is not given GitHub leaves out `pipefail`. */
export async function runShell(
  script: string,
  options: { shell: string | undefined; cwd: string; env: Record<string, string>; temp: string; signal?: AbortSignal },
): Promise<ShellResult> {
  const dir = mkdtempSync(path.join(options.temp, 'step-'));
  const file = (name: string): string => path.join(dir, name);
  for (const name of ['output', 'env', 'path', 'summary', 'state']) writeFileSync(file(name), '');
  writeFileSync(file('script.sh'), script);
  const flags = options.shell === 'bash' ? ['--noprofile', '--norc', '-eo', 'pipefail'] : ['-e'];
  const child = spawn('bash', [...flags, file('script.sh')], {
    cwd: options.cwd,
    env: {
      ...options.env,
      GITHUB_OUTPUT: file('output'),
      GITHUB_ENV: file('env'),
      GITHUB_PATH: file('path'),
      GITHUB_STEP_SUMMARY: file('summary'),
      GITHUB_STATE: file('state'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: STEP_DEADLINE_MS,
    killSignal: 'SIGKILL',
  });
  // The runner interrupts the shell's process; a script of one command is that command.
  options.signal?.addEventListener('abort', () => child.kill('SIGINT'), { once: true });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const code = await new Promise<number>((resolve) => child.once('close', (ended) => resolve(ended ?? 137)));
  const read = (name: string): string => readFileSync(file(name), 'utf8');
  const summary = read('summary');
  const seen = readLog(log);
  if (Buffer.byteLength(summary) > SUMMARY_CAP_BYTES)
    seen.annotations.push({
      level: 'error',
      title: '',
      message: '$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k',
    });
  const result = {
    code,
    outputs: readFileCommands(read('output')),
    env: readFileCommands(read('env')),
    paths: read('path').split('\n').filter(Boolean),
    summary: Buffer.byteLength(summary) > SUMMARY_CAP_BYTES ? '' : summary,
    ...seen,
    log,
  };
  rmSync(dir, { recursive: true, force: true });
  return result;
}
