// The runbook's way to acknowledge: POST /api/admin/incidents of the site. If the site does not have it, the history still records it.
import { fetch } from 'undici';

const DEADLINE_MS = 5_000;

/** Sends the request; returns its result as a sentence. Never throws. The text never contains the token. */
export async function acknowledgeAtSite(
  target: URL,
  token: string,
  assignee: string,
  deadlineMs = DEADLINE_MS,
): Promise<string> {
  const url = new URL('/api/admin/incidents', target);
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ status: 'acknowledged', assignee }),
      signal: AbortSignal.timeout(deadlineMs),
    });
    await response.body?.cancel();
    if (response.status >= 200 && response.status < 300)
      return 'The site recorded it as well (POST /api/admin/incidents).';
    if (response.status === 404)
      return 'The site has no POST /api/admin/incidents: it is recorded in the history only.';
    return `The site refused POST /api/admin/incidents with ${response.status}: it is recorded in the history only.`;
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    return `The site did not answer POST /api/admin/incidents${isLate ? ` within ${deadlineMs} ms` : ''}: it is recorded in the history only.`;
  }
}
