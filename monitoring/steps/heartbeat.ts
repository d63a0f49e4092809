// Pings a dead-man service after every tick that measured and stored. When the pings stop, the service alerts a person.
import { fetch } from 'undici';

const DEADLINE_MS = 5_000;

/** Pings `url`. Returns an error in one line that names only the host: the path is a secret. */
export async function pingHeartbeat(url: URL, deadlineMs = DEADLINE_MS): Promise<string | undefined> {
  try {
    const answer = await fetch(url, { method: 'GET', redirect: 'manual', signal: AbortSignal.timeout(deadlineMs) });
    await answer.body?.cancel();
    if (answer.ok) return undefined;
    const isElsewhere = answer.status >= 300 && answer.status < 400;
    return `heartbeat to ${url.host} was refused: status ${answer.status}${isElsewhere ? ', a redirect; set HEARTBEAT_URL to the address to which it leads' : ''}`;
  } catch (error) {
    // The cause may quote the address, so only its code is passed on.
    const { name, cause } = error as { name?: string; cause?: { code?: unknown } };
    const code = typeof cause?.code === 'string' ? cause.code : 'network error';
    return `heartbeat to ${url.host} was not delivered: ${name === 'TimeoutError' ? `no answer within ${deadlineMs} ms` : code}`;
  }
}
