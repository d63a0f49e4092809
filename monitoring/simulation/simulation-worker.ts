// A thread of the simulation: receives tasks and sends their results.
import { parentPort, workerData } from 'node:worker_threads';
import { runTask, type Task } from './simulation-tasks.ts';

const { seed } = workerData as { seed: number };
parentPort?.on('message', ({ id, task }: { id: number; task: Task }) => {
  parentPort?.postMessage({ id, result: runTask(seed, task) });
});
