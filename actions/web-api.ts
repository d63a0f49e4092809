// GitHub's and Vercel's APIs, as far as the workflows need them. Only Node's own fetch: there is nothing installed yet.
const DEADLINE_MS = 20_000;

/** The service refused or did not answer; the message holds no token. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

export type Api = (method: string, path: string, body?: unknown) => Promise<unknown>;

/** Calls below `base`; throws ApiError for everything but 2xx. */
export function apiAt(base: string, token: string, service: string): Api {
  return async (method, path, body) => {
    let response: Response;
    try {
      response = await fetch(`${base}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          'user-agent': 'MySetlist-Synthetic/0.1',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(DEADLINE_MS),
      });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new ApiError(`${service} did not answer ${method} ${path}: ${why}`, 0);
    }
    const text = await response.text();
    if (!response.ok)
      throw new ApiError(
        `${service} answered ${response.status} to ${method} ${path}: ${text.slice(0, 300)}`,
        response.status,
      );
    return text === '' ? undefined : JSON.parse(text);
  };
}

export const github = (env: NodeJS.ProcessEnv = process.env): Api =>
  apiAt(env['GITHUB_API_URL'] ?? 'https://api.github.com', env['GH_TOKEN'] ?? '', 'GitHub');
export const vercel = (env: NodeJS.ProcessEnv = process.env): Api =>
  apiAt(env['VERCEL_API_URL'] ?? 'https://api.vercel.com', env['VERCEL_TOKEN'] ?? '', 'Vercel');
