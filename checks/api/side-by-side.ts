// Sends requests in parallel within limits: few start at a time, few go to one path, and a path that timed out is not asked again.
// So a slow site is judged in the time of one slow answer, without a burst of requests.
import type { Answer, NoAnswer, Request } from './probe-client.ts';

type Send = (request: Request) => Promise<Answer | NoAnswer>;
type Limits = {
  /** Most unanswered requests that were sent less than `youngMs` ago: the site starts so many at the same time. */
  young: number;
  youngMs: number;
  /** Most unanswered requests of any age. A browser opens 6 connections to a host; a gate sends as much as several visitors. */
  most: number;
  perPath: number;
  /** After so many timeouts a path is not asked again: it hangs, and each further request would only wait. */
  giveUpAfter: number;
  /** If so many paths hang, the whole site hangs: from then on a path is given up after its first timeout. */
  hangingPaths: number;
};
const LIMITS: Limits = { young: 6, youngMs: 250, most: 40, perPath: 4, giveUpAfter: 3, hangingPaths: 3 };

type Waiter = { path: string; request: Request; start: (result: Promise<Answer | NoAnswer>) => void };

/** `send` within the limits. Waiting requests are sent in their order, as far as their path allows. */
export function sideBySide(send: Send, given: Partial<Limits> = {}): Send {
  const limits = { ...LIMITS, ...given };
  const waiting: Waiter[] = [];
  const running = new Map<string, number>();
  const timeouts = new Map<string, string[]>();
  let young = 0;
  let all = 0;
  const count = (map: Map<string, number>, path: string, by: number): void => {
    map.set(path, (map.get(path) ?? 0) + by);
  };
  const timeoutsOf = (path: string): number => timeouts.get(path)?.length ?? 0;
  const isGivenUp = (path: string): boolean => {
    const hanging = [...timeouts.values()].filter((own) => own.length >= limits.giveUpAfter).length;
    return timeoutsOf(path) >= (hanging >= limits.hangingPaths ? 1 : limits.giveUpAfter);
  };
  const mayRun = (path: string): boolean =>
    young < limits.young && all < limits.most && (running.get(path) ?? 0) < limits.perPath;

  const run = async (path: string, request: Request): Promise<Answer | NoAnswer> => {
    young += 1;
    all += 1;
    count(running, path, 1);
    let isYoung = true;
    const grow = (): void => {
      if (isYoung) young -= 1;
      isYoung = false;
    };
    const timer = setTimeout(() => {
      grow();
      pump();
    }, limits.youngMs);
    try {
      const answer = await send(request);
      if (answer.error?.code === 'timeout') timeouts.set(path, [...(timeouts.get(path) ?? []), answer.error.message]);
      return answer;
    } finally {
      clearTimeout(timer);
      grow();
      all -= 1;
      count(running, path, -1);
      queueMicrotask(pump);
    }
  };

  const pump = (): void => {
    for (let i = 0; i < waiting.length; i += 1) {
      const { path, request, start } = waiting[i] as Waiter;
      const isOver = request.signal?.aborted === true || isGivenUp(path);
      if (!isOver && !mayRun(path)) continue;
      waiting.splice(i, 1);
      i -= 1;
      start(isOver ? unsent(path, request) : run(path, request));
    }
  };

  const unsent = (path: string, { signal }: Request): Promise<NoAnswer> => {
    const error: NoAnswer['error'] = signal?.aborted
      ? { code: 'tool', message: 'the run was stopped', notAsked: true }
      : {
          code: 'timeout',
          message: `${timeouts.get(path)?.at(-1) ?? 'timed out'}, ${timeoutsOf(path)} x: not asked again`,
          notAsked: true,
        };
    return Promise.resolve({ error, phases: {} });
  };

  return async (request) => {
    const path = request.url.pathname;
    const answer = new Promise<Answer | NoAnswer>((resolve) => waiting.push({ path, request, start: resolve }));
    request.signal?.addEventListener('abort', pump);
    pump();
    try {
      return await answer;
    } finally {
      request.signal?.removeEventListener('abort', pump);
    }
  };
}
