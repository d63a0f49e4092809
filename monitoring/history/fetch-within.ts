// Requests to a libsql server, each with a deadline.

/** The client has no deadline of its own: a server that accepts and never answers would hold a tick up for minutes. */
export const fetchWithin =
  (ms: number): typeof fetch =>
  async (input, init) => {
    const signal = AbortSignal.timeout(ms);
    try {
      return await fetch(input, { ...init, signal });
    } catch (error) {
      if (!signal.aborted) throw error;
      throw Object.assign(new Error(`no answer within ${ms} ms`), { code: 'ETIMEDOUT' });
    }
  };
