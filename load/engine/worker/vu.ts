// A VU: loads the script, then does what the main thread asks for, one thing at a time.
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { EXIT } from '../codes.ts';
import type { Call, IterationContext, ToWorker } from '../protocol.ts';
import { resetCookies } from './modules/cookies.ts';
import * as timers from './modules/timers.ts';
import {
  answered,
  data,
  declared,
  drainSamples,
  forgetAsync,
  interruption,
  madeArrays,
  nextCommand,
  parent,
  send,
  setOptions,
  systemTag,
  vu,
} from './state.ts';

const globals = globalThis as unknown as Record<string, unknown>;
const baseEnv = data.env;
globals['__ENV'] = { ...baseEnv };
globals['__VU'] = data.vu;
globals['__ITER'] = 0;
globals['open'] = (path: string, mode?: string): string | ArrayBuffer => {
  if (vu.phase !== 'init') throw new Error('open() can only be called in the init stage');
  const bytes = readFileSync(new URL(path, data.script));
  return mode === 'b' ? new Uint8Array(bytes).buffer : bytes.toString('utf8');
};
const logger =
  (level: string) =>
  (...parts: unknown[]): void =>
    send({ t: 'log', level, text: parts.map((p) => (typeof p === 'string' ? p : inspect(p))).join(' ') });
globals['console'] = {
  log: logger('info'),
  info: logger('info'),
  warn: logger('warn'),
  error: logger('error'),
  debug: logger('debug'),
};
for (const name of ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] as const)
  globals[name] = timers[name];

const text = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
let script: Record<string, unknown> = {};
let setupJson: string | undefined;
/** Rejections that nobody in the script caught: the iteration has failed by them. */
let uncaught: unknown[] = [];
process.on('unhandledRejection', (reason) => uncaught.push(reason));

async function load(): Promise<void> {
  try {
    script = (await import(data.script)) as Record<string, unknown>;
  } catch (error) {
    const unknown = (error as { unknownImport?: string }).unknownImport;
    const message = unknown === undefined ? text(error) : `the embedded engine has no module "${unknown}"`;
    send({ t: 'failed', exitCode: unknown === undefined ? EXIT.scriptException : EXIT.invalidConfig, message });
    return;
  }
  const options = { ...(script['options'] as Record<string, unknown> | undefined), ...data.optionsOver };
  setOptions(options);
  send({
    t: 'ready',
    options: JSON.parse(JSON.stringify(options)) as Record<string, unknown>,
    exports: Object.keys(script).filter((name) => typeof script[name] === 'function'),
    metrics: declared,
    sources: globals['__engineSources'] as Record<string, string> | undefined,
    arrays: data.arrays ? undefined : madeArrays,
  });
}

let interruptNow: (() => void) | undefined;

/** Runs one function of the script to its end, timers and async requests included, and reports. */
async function run(work: () => unknown): Promise<void> {
  const started = performance.now();
  let error: string | undefined;
  let value: unknown;
  uncaught = [];
  vu.isInterrupted = false;
  try {
    const given = work();
    if (!(given instanceof Promise)) value = given;
    if (given instanceof Promise || vu.pending.size > 0) {
      const stopped = new Promise<never>((_, reject) => {
        interruptNow = () => reject(interruption());
      });
      value = await Promise.race([given, stopped]);
      while (vu.pending.size > 0) await Promise.race([Promise.all(vu.pending), stopped]);
      if (uncaught.length > 0) throw uncaught[0];
    }
  } catch (thrown) {
    if (!vu.isInterrupted) error = text(thrown);
    timers.cancelAll();
    forgetAsync();
    vu.pending.clear();
  }
  interruptNow = undefined;
  vu.group = '';
  const durationMs = performance.now() - started;
  send({ t: 'done', durationMs, error, interrupted: vu.isInterrupted, samples: drainSamples(), value });
}

/** The tags of every sample from here on, as far as run and scenario decide them. */
function setBase(context: IterationContext | undefined): void {
  vu.base = {};
  if (context) Object.assign(vu.base, context.tags);
  else for (const [name, value] of Object.entries((vu.options['tags'] ?? {}) as object)) vu.base[name] = String(value);
  if (context && systemTag('scenario')) vu.base['scenario'] = context.scenario;
}

function iterate(context: IterationContext): Promise<void> {
  if (vu.phase !== 'iteration' || vu.context?.scenario !== context.scenario) {
    vu.tags = {};
    setBase(context);
    globals['__ENV'] = { ...baseEnv, ...context.env };
  }
  vu.phase = 'iteration';
  vu.context = context;
  vu.lateMs = context.lateMs;
  globals['__ITER'] = context.iterationInVu;
  if (vu.options['systemTags'] !== undefined) {
    if (systemTag('iter')) vu.base['iter'] = String(context.iterationInVu);
    if (systemTag('vu')) vu.base['vu'] = String(data.vu);
  }
  if (vu.options['noCookiesReset'] !== true) resetCookies();
  const body = script[context.exec] as (data: unknown) => unknown;
  return run(() => body(setupJson === undefined ? undefined : JSON.parse(setupJson)));
}

function call(name: Call, argument: unknown): Promise<void> {
  vu.phase = name;
  vu.context = undefined;
  vu.tags = {};
  setBase(undefined);
  vu.group = name === 'handleSummary' ? '' : `::${name}`;
  return run(async () => {
    const value = await (script[name] as (argument: unknown) => unknown)(argument);
    if (name === 'setup') return value === undefined ? undefined : JSON.stringify(value);
    return name === 'handleSummary' ? value : undefined;
  });
}

/** One command after the other, without a turn of the event loop between them where the next one comes at once. */
async function work(first: ToWorker): Promise<void> {
  for (let next: ToWorker | undefined = first; next; next = nextCommand()) {
    if (next.t === 'iterate') await iterate(next.context);
    else if (next.t === 'call') await call(next.call, next.argument);
  }
}

parent.on('message', (message: ToWorker) => {
  if (message.t === 'iterate' || message.t === 'call') void work(message);
  else if (message.t === 'data') setupJson = message.json;
  else if (message.t === 'interrupt') interruptNow?.();
  else answered(message.id, message.results);
});

await load();
