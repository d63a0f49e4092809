// Runs tasks on one thread for each processor. Results are in the order of the tasks.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { runTask, type Result, type Task } from './simulation-tasks.ts';

const WORKER = new URL('./simulation-worker.ts', import.meta.url);

/** Throws the error of a task. All threads have ended when it returns. */
export async function runTasks(
  seed: number,
  tasks: readonly Task[],
  threads = availableParallelism(),
): Promise<Result[]> {
  if (threads <= 1 || tasks.length <= 1) return tasks.map((task) => runTask(seed, task));
  const results: Result[] = [];
  let next = 0;
  const workers = Array.from(
    { length: Math.min(threads, tasks.length) },
    () => new Worker(WORKER, { workerData: { seed } }),
  );
  const work = (worker: Worker): Promise<void> =>
    new Promise((resolve, reject) => {
      const give = (): void => {
        const task = tasks[next];
        if (task === undefined) return resolve();
        worker.postMessage({ id: next, task });
        next += 1;
      };
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('a thread of the simulation ended before its work was done')));
      worker.on('message', ({ id, result }: { id: number; result: Result }) => {
        results[id] = result;
        give();
      });
      give();
    });
  try {
    await Promise.all(workers.map(work));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return results;
}
