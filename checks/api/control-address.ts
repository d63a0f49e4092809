import { probe } from './probe-client.ts';

/** Does an address that must answer do so? Any HTTP status is an answer. Tells the runner's own network trouble from the site's. */
export async function controlAnswers(url: URL, timeoutMs: number): Promise<boolean> {
  const answer = await probe({ method: 'HEAD', url, signal: AbortSignal.timeout(timeoutMs) });
  return answer.status !== undefined;
}
