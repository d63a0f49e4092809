// The parts of GitHub's and Vercel's APIs that workflows call, with the check that GitHub makes first: may this token do that?
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Call = { method: string; path: string; body: unknown; token: string };
export type GithubApi = {
  url: string;
  calls: Call[];
  /** Permissions by token; a token that is not here is refused. */
  tokens: Map<string, Readonly<Record<string, string>>>;
  deployments: { id: number; sha: string; created_at: string; url: string; gate: string }[];
  tags: Set<string>;
  vercelState: string;
  close(): Promise<void>;
};

/** Which permission a request needs; the first row that fits. */
const NEEDS: readonly [RegExp, string, string][] = [
  [/^POST .*\/statuses\/[0-9a-f]{40}$/, 'statuses', 'write'],
  [/^GET .*\/commits\/[^/]+\/status$/, 'statuses', 'read'],
  [/^GET .*\/commits\/[^/]+$/, 'contents', 'read'],
  [/^GET .*\/deployments/, 'deployments', 'read'],
  [/^(PATCH|POST) .*\/git\/refs/, 'contents', 'write'],
];

export async function startGithubApi(): Promise<GithubApi> {
  const api: Omit<GithubApi, 'url' | 'close'> = {
    calls: [],
    tokens: new Map(),
    deployments: [],
    tags: new Set(),
    vercelState: 'READY',
  };
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const { method = '', url = '' } = request;
      const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
      const call: Call = {
        method,
        path: url.split('?')[0] ?? '',
        body: text === '' ? undefined : JSON.parse(text),
        token,
      };
      api.calls.push(call);
      const [status, body] = answer(api, call);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(api, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}

function answer(api: Omit<GithubApi, 'url' | 'close'>, { method, path, body, token }: Call): [number, unknown] {
  if (path.startsWith('/v13/deployments/'))
    return [200, { id: `dpl_${path.split('/').at(-1)}`, readyState: api.vercelState }];
  if (/^\/v2\/deployments\/[^/]+\/aliases$/.test(path)) return [200, body];
  const row = NEEDS.find(([pattern]) => pattern.test(`${method} ${path}`));
  if (row === undefined) return [404, { message: `Not Found: ${method} ${path}` }];
  const granted = api.tokens.get(token)?.[row[1]];
  if (granted !== 'write' && granted !== row[2]) return [403, { message: 'Resource not accessible by integration' }];
  const sha = /\/commits\/([0-9a-f]+)/.exec(path)?.[1] ?? '';
  if (/\/commits\/[^/]+\/status$/.test(path)) {
    const deployment = api.deployments.find((d) => d.sha === sha);
    return [
      200,
      { statuses: deployment === undefined ? [] : [{ context: 'MySetlist gate x', state: deployment.gate }] },
    ];
  }
  if (/\/commits\/[^/]+$/.test(path)) return [200, { sha: sha.padEnd(40, '0') }];
  const id = /\/deployments\/(\d+)\/statuses$/.exec(path)?.[1];
  if (id !== undefined)
    return [200, [{ state: 'success', environment_url: api.deployments.find((d) => String(d.id) === id)?.url }]];
  if (path.endsWith('/deployments')) return [200, api.deployments];
  const tag = /\/git\/refs\/(tags\/.+)$/.exec(path)?.[1];
  if (tag !== undefined) return api.tags.has(tag) ? [200, body] : [422, { message: 'Reference does not exist' }];
  return [201, body];
}
