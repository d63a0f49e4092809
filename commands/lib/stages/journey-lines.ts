// Rewrites lines of Playwright's list reporter for a run's console: progress, browser, title of the check, duration.

const TOTAL = /^Running (\d+) tests? using/;
// ✓  1 [desktop] › checks/journeys/home.check.ts:13:1 › The title @tag @tag (retry #1) (1.1s)
const ENDED = /^\s*([✓✘×-])\s+\d+ (?:\[(\w+)\] › )?(?:\S+\.check\.ts:\d+:\d+ › )?(.*)$/;
const AGAIN = /\s*\(retry #\d+\)/;
const TOOK = /\s*\(([\d.]+(?:ms|s|m))\)$/;
const TAG = / @[\w.-]+/g;

/** Call it with each line; it returns the line to print, or undefined. A second run of a check is marked and not counted. */
export function journeyLines(): (line: string) => string | undefined {
  let total = 0;
  let ended = 0;
  return (line) => {
    const running = TOTAL.exec(line);
    if (running) {
      total = Number(running[1]);
      return undefined;
    }
    const [, mark, project = '', rest = ''] = ENDED.exec(line) ?? [];
    if (mark === undefined) return undefined;
    const isAgain = AGAIN.test(rest);
    if (!isAgain) ended += 1;
    const [, took] = TOOK.exec(rest) ?? [];
    const title = rest.replace(TOOK, '').replace(AGAIN, '').replaceAll(TAG, '').trim();
    const count = total === 0 ? String(ended) : `${ended}/${total}`;
    const parts = [mark, count, project, title, isAgain ? '(run again)' : '', took === undefined ? '' : `(${took})`];
    return parts.filter((part) => part !== '').join(' ');
  };
}
