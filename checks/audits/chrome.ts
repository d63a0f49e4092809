// Chrome, controlled through a pipe: it ends when this process ends. A Chrome that hangs or crashed is ended and replaced.
import { spawnSync, type ChildProcess } from 'node:child_process';
import puppeteer, { type Browser } from 'puppeteer-core';
import { addFirstPartyHeaders } from '../browser/first-party-browser.ts';
import { BROWSER_FLAGS } from '../browser/find-browser.ts';
import { AuditTrouble } from './audit-errors.ts';

const CLOSE_DEADLINE_MS = 5_000;

const START_DEADLINE_MS = 5_000;
/** Output of Chrome or of the dynamic linker that names a cause. */
const CAUSE = /No usable sandbox|FATAL|error while loading|cannot open|not permitted|Permission denied/i;
const NO_SANDBOX = 'Allow user namespaces for Chrome, or set BROWSER_NO_SANDBOX=1, which adds the flag --no-sandbox.';

/** Rejects with AuditTrouble `tool`, in Chrome's own words, where it does not start. */
async function openChrome(executablePath: string): Promise<Browser> {
  try {
    return await puppeteer.launch({
      executablePath,
      pipe: true,
      headless: 'shell',
      args: [...BROWSER_FLAGS],
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
  } catch (error) {
    throw new AuditTrouble('tool', startProblem(executablePath, error));
  }
}

/** Puppeteer reports only that the pipe broke. Chrome is started again to read its own error. */
function startProblem(executablePath: string, error: unknown): string {
  const { stderr } = spawnSync(executablePath, [...BROWSER_FLAGS, '--headless', '--dump-dom', 'about:blank'], {
    encoding: 'utf8',
    timeout: START_DEADLINE_MS,
    killSignal: 'SIGKILL',
  });
  const lines = (stderr ?? '').split('\n').map((line) => line.replace(/^\[[^\]]*\]\s*/, '').trim());
  const cause = lines.find((line) => CAUSE.test(line)) ?? (error instanceof Error ? error.message : String(error));
  const advice = /sandbox/i.test(cause) ? ` ${NO_SANDBOX}` : '';
  return `Chrome does not start (${executablePath}): ${cause.slice(0, 300)}${/[.!]$/.test(cause) ? '' : '.'}${advice}`;
}

/** With its helpers, and where a script started it (Debian's does) with Chrome itself: puppeteer gives it a group of its own. */
function killAll(chrome: ChildProcess | null): void {
  if (chrome?.pid === undefined) return;
  try {
    process.kill(-chrome.pid, 'SIGKILL');
  } catch {
    // It has ended in the meantime.
  }
}

/** Bypass headers, sent to the site only. */
export type FirstParty = { target: URL; headers: Readonly<Record<string, string>> };

export class Chrome {
  readonly #path: string;
  readonly #firstParty: FirstParty | undefined;
  #browser: Browser | undefined;

  constructor(executablePath: string, firstParty?: FirstParty) {
    this.#path = executablePath;
    this.#firstParty = firstParty;
  }

  /** The running Chrome, or a new one where none runs. */
  async browser(): Promise<Browser> {
    if (this.#browser?.connected) return this.#browser;
    this.#browser = await openChrome(this.#path);
    const { target, headers } = this.#firstParty ?? {};
    if (target !== undefined && headers !== undefined && Object.keys(headers).length > 0)
      await addFirstPartyHeaders(await this.#browser.target().createCDPSession(), target, headers);
    return this.#browser;
  }

  /**
   * Runs `step` with the browser. Rejects with AuditTrouble: `timeout` after `deadlineMs`, `tool` when Chrome dies in the middle.
   * After either the old Chrome is gone, so that nothing of the step lives on. A step that goes on with what it opened in `opened`
   * is not begun in a new Chrome: it is `tool`, too, when that one has ended since.
   */
  async within<T>(
    deadlineMs: number,
    what: string,
    step: (browser: Browser) => Promise<T>,
    opened?: Browser,
  ): Promise<T> {
    if (opened?.connected === false) throw new AuditTrouble('tool', `Chrome ended before ${what}`);
    const browser = opened ?? (await this.browser());
    const ended = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => ended.reject(new AuditTrouble('timeout', `${what} took longer than ${deadlineMs / 1_000} s`)),
      deadlineMs,
    );
    const onDeath = (): void => ended.reject(new AuditTrouble('tool', `Chrome ended in the middle of ${what}`));
    browser.once('disconnected', onDeath);
    const work = step(browser);
    work.catch(() => {}); // where the race is over, its own failure is no news
    try {
      return await Promise.race([work, ended.promise]);
    } catch (error) {
      // A step may fail just before Chrome's end is reported: wait a moment for the report.
      await Promise.race([ended.promise, new Promise((resolve) => setTimeout(resolve, 50))]).catch((death: unknown) => {
        error = death;
      });
      if (error instanceof AuditTrouble && (error.code === 'timeout' || error.code === 'tool')) await this.close();
      throw error;
    } finally {
      clearTimeout(timer);
      browser.off('disconnected', onDeath);
    }
  }

  /** Ends Chrome, by SIGKILL if it does not end by itself. */
  async close(): Promise<void> {
    const browser = this.#browser;
    this.#browser = undefined;
    if (!browser) return;
    const chrome = browser.process();
    const force = setTimeout(() => killAll(chrome), browser.connected ? CLOSE_DEADLINE_MS : 0);
    await browser.close().catch(() => {});
    clearTimeout(force);
    if (chrome?.exitCode === null && chrome.signalCode === null) killAll(chrome);
  }
}
