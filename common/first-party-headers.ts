// Bypass headers for an access control in front of the site. They are secrets and are sent to the site's own origin only.

/** Vercel's own names: an automation secret bypasses the deployment protection. */
const BYPASS_HEADER = 'x-vercel-protection-bypass';
/** HTTP clients set these themselves; one set by hand breaks the request. */
const REFUSED = new Set([
  'connection',
  'content-length',
  'content-type',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Allowed characters of a header's value: visible ASCII, spaces and tabs. */
const VALUE = /^[\t\x20-\x7e]+$/;

export type FirstPartyHeaders = {
  /** By name, in lower case. */
  headers: Record<string, string>;
  /** Errors in the variables. They never contain the values. */
  mistakes: string[];
};

/** Reads VERCEL_AUTOMATION_BYPASS_SECRET and EXTRA_HEADERS (one `Name: value` a line). */
export function readFirstPartyHeaders(env: NodeJS.ProcessEnv): FirstPartyHeaders {
  const headers: Record<string, string> = {};
  const mistakes: string[] = [];
  for (const [i, line] of (env['EXTRA_HEADERS'] ?? '').split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const at = line.indexOf(':');
    const name = line.slice(0, at).trim().toLowerCase();
    const value = line.slice(at + 1).trim();
    const where = `EXTRA_HEADERS line ${i + 1}`;
    if (at < 1 || !NAME.test(name)) mistakes.push(`${where}: expected "Name: value"`);
    else if (REFUSED.has(name)) mistakes.push(`${where}: "${name}" is set by the HTTP client itself; remove it`);
    else if (!VALUE.test(value)) mistakes.push(`${where}: the value of "${name}" is empty or not plain ASCII`);
    else if (Object.hasOwn(headers, name)) mistakes.push(`${where}: "${name}" is set twice`);
    else headers[name] = value;
  }
  const secret = (env['VERCEL_AUTOMATION_BYPASS_SECRET'] ?? '').trim();
  if (secret !== '') {
    if (!VALUE.test(secret)) mistakes.push('VERCEL_AUTOMATION_BYPASS_SECRET is not plain ASCII');
    else headers[BYPASS_HEADER] = secret;
  }
  return { headers, mistakes };
}

/** The headers alone, for processes whose command has read the environment already. Throws if a variable is invalid. */
export function firstPartyHeaders(env: NodeJS.ProcessEnv): Record<string, string> {
  const { headers, mistakes } = readFirstPartyHeaders(env);
  if (mistakes.length > 0) throw new Error(mistakes.join('; '));
  return headers;
}
