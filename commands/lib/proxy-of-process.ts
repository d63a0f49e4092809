// Webhooks, the heartbeat and GitHub's API go through the proxy that the environment names, as the probes do.
import http from 'node:http';

/** Loopback addresses never use a proxy. */
const OWN = ['localhost', '127.0.0.1', '::1'];

/** For every `fetch` of this process. The probes report an invalid setting. */
export function useProxyOfEnvironment(env: NodeJS.ProcessEnv = process.env): void {
  const given = (name: string): string => env[name.toLowerCase()] || env[name] || '';
  const exempt = [given('NO_PROXY'), ...OWN].filter(Boolean).join(',');
  try {
    http.setGlobalProxyFromEnv({ ...env, no_proxy: exempt, NO_PROXY: exempt });
  } catch {
    // Its text may hold the proxy's password.
  }
}
