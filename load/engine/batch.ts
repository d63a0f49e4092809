// The requests of one `http.batch`: so many under way at once, in all and to one host, as k6's options say.
import type { HopRequest, HopResult } from './protocol.ts';

/** Results in the order of the requests. */
export async function pooled(
  requests: readonly HopRequest[],
  limit: { all: number; perHost: number },
  exchange: (request: HopRequest) => Promise<HopResult>,
): Promise<HopResult[]> {
  const results: HopResult[] = [];
  const left = requests.map((request, index) => ({ request, index }));
  const busy = new Map<string, number>();
  const worker = async (): Promise<void> => {
    for (;;) {
      const at = left.findIndex(({ request }) => (busy.get(request.origin) ?? 0) < limit.perHost);
      // Whoever keeps the hosts busy goes on with what is left.
      const [next] = at < 0 ? [] : left.splice(at, 1);
      if (!next) return;
      const { origin } = next.request;
      busy.set(origin, (busy.get(origin) ?? 0) + 1);
      results[next.index] = await exchange(next.request);
      busy.set(origin, (busy.get(origin) ?? 1) - 1);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit.all, requests.length) }, worker));
  return results;
}
