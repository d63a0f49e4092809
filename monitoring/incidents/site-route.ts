// The runbook's way to acknowledge: POST /api/admin/incidents of the site. If the site does not have it, the history still records it.
import { fetch, Headers } from 'undici';

const DEADLINE_MS = 5_000;
const ROUTE = 'POST /api/admin/incidents';
const HISTORY_ONLY = 'it is recorded in the history only';

export type SiteRequest = {
  /** The value of ADMIN_TOKEN. */
  token: string;
  assignee: string;
  /** What every request to the site carries, such as the header that opens a protected deployment. */
  headers?: Readonly<Record<string, string>>;
  deadlineMs?: number;
};

/** Sends the request; returns its result as a sentence. Never throws. The text never contains the token. */
export async function acknowledgeAtSite(
  target: URL,
  { token, assignee, headers = {}, deadlineMs = DEADLINE_MS }: SiteRequest,
): Promise<string> {
  const sent = headersOf(token, headers);
  if (sent === undefined)
    return `ADMIN_TOKEN has a character that no header may have, so the site was not asked: ${HISTORY_ONLY}.`;
  try {
    const response = await fetch(new URL('/api/admin/incidents', target), {
      method: 'POST',
      // Not followed: the token is for this address alone. A sign-in page behind a redirect would answer 200, too.
      redirect: 'manual',
      headers: sent,
      body: JSON.stringify({ status: 'acknowledged', assignee }),
      signal: AbortSignal.timeout(deadlineMs),
    });
    await response.body?.cancel();
    const { status } = response;
    if (status === 404) return `The site has no ${ROUTE}: ${HISTORY_ONLY}.`;
    if (status >= 300 && status < 400) return `The site redirected ${ROUTE} (${status}): ${HISTORY_ONLY}.`;
    if (!response.ok) return `The site refused ${ROUTE} with ${status}: ${HISTORY_ONLY}.`;
    const type = response.headers.get('content-type')?.split(';', 1)[0] ?? 'application/json';
    return type.endsWith('json')
      ? `The site recorded it as well (${ROUTE}).`
      : `The site answered ${ROUTE} with a page (${status}, ${type}): ${HISTORY_ONLY}.`;
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    return `The site did not answer ${ROUTE}${isLate ? ` within ${deadlineMs} ms` : ''}: ${HISTORY_ONLY}.`;
  }
}

/** Undefined: the token cannot be sent. That is our own mistake, and no silence of the site. */
function headersOf(token: string, headers: Readonly<Record<string, string>>): Headers | undefined {
  try {
    return new Headers({ ...headers, 'content-type': 'application/json', authorization: `Bearer ${token}` });
  } catch {
    return undefined;
  }
}
