import { probe } from './probe-client.ts';

/** Whether a control address answers, with any HTTP status. If it does not, our own network has failed, not the site. */
export async function controlAnswers(url: URL, timeoutMs: number): Promise<boolean> {
  const answer = await probe({ method: 'HEAD', url, signal: AbortSignal.timeout(timeoutMs) });
  return answer.status !== undefined;
}
