// Takes secrets out of a text: the ones that a run knows, in the forms in which programs write them down, and everything that
// looks like a session, a token or a webhook address, known to the run or not.
import { SHORTEST_SECRET } from './secrets.ts';

export const REDACTED = '[redacted]';

const SECRET_NAME = '(?:auth|sess|token|jwt|bypass|secret|passw|api[-_]?key)';
/**
 * `$1` stays, `$2` goes. A run opens sessions whose values it does not know, and the site's are valid for 400 days: so a session, a token and a
 * webhook address are known by their looks.
 */
const SHAPES: readonly RegExp[] = [
  // A cookie or a header as traces and HAR files hold it.
  new RegExp(`("name":"[^"]*${SECRET_NAME}[^"]*","value":")([^"]+)`, 'gi'),
  new RegExp(`\\b([\\w.-]*${SECRET_NAME}[\\w.-]*=)([\\w.%+/=~-]{16,})`, 'gi'),
  /("(?:access|refresh|id)_token\\*": ?\\*")([^"\\]{8,})/gi,
  /(\b(?:proxy-)?authorization\\*["']?\s*[:=]\s*\\*["']?(?:bearer|basic|token)\s+)([^\s"'\\,;]{4,})/gi,
  /(\bx-vercel-protection-bypass\\*["']?\s*[:=]\s*\\*["']?)([^\s"'\\&,;]{4,})/gi,
  // Supabase's session in a cookie; a JSON Web Token anywhere.
  /(\bbase64-)(eyJ[\w-]{16,})/g,
  /(\b)(eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,})/g,
  /(\b)((?:gh[pousr]_|github_pat_|sk_(?:live|test)_|xox[abeprs]-|glpat-|sbp_)[\w-]{12,})/g,
  // The path of a webhook is its password.
  /(https?:\/\/hooks\.slack\.com\/(?:services|workflows|triggers)\/)([^\s"'<>)\\]+)/gi,
  /(https?:\/\/(?:[\w-]+\.)?discord(?:app)?\.com\/api\/webhooks\/)([^\s"'<>)\\]+)/gi,
  /(https?:\/\/[\w.-]+\.webhook\.office\.com\/)([^\s"'<>)\\]+)/gi,
  /(https?:\/\/api\.telegram\.org\/bot)([^\s"'<>)\\/]+)/gi,
  // A password in an address.
  /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"'<>]+:)([^\s/@"'<>]+)(?=@)/gi,
];

const html = (secret: string): string =>
  secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
/** `%2F` and `%2f` are the same. */
const lowerHex = (text: string): string => text.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
const unicode = (json: string): string =>
  json.replaceAll(/[<>&'+]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** What a secret looks like where something has written it down: as it is, in a URL, a form, JSON, HTML, base64, hex. */
export function formsOf(secret: string): string[] {
  if (secret.length < SHORTEST_SECRET)
    throw new RangeError(`a secret shorter than ${String(SHORTEST_SECRET)} characters cannot be redacted`);
  const json = JSON.stringify(secret).slice(1, -1);
  const component = encodeURIComponent(secret);
  const form = new URLSearchParams({ s: secret }).toString().slice(2);
  const forms = [
    secret,
    component,
    encodeURIComponent(component),
    encodeURI(secret),
    form,
    ...[component, form, encodeURI(secret)].map(lowerHex),
    json,
    JSON.stringify(json).slice(1, -1),
    unicode(json),
    unicode(json).replaceAll(/\\u[0-9a-f]{4}/g, (code) => `\\u${code.slice(2).toUpperCase()}`),
    html(secret),
    html(secret).replaceAll("'", '&#39;'),
    html(secret).replaceAll("'", '&#x27;'),
    html(secret).replaceAll("'", '&apos;'),
    ...base64Forms(secret),
    ...hexForms(secret),
  ];
  // Longest first: a form that holds another one must go as a whole.
  return [...new Set(forms)].filter((f) => f.length >= SHORTEST_SECRET).sort((a, b) => b.length - a.length);
}

/** The forms of several secrets, the longest first. */
export const formsOfAll = (secrets: readonly string[]): string[] =>
  [...new Set(secrets.flatMap(formsOf))].sort((a, b) => b.length - a.length);

function hexForms(secret: string): string[] {
  const hex = Buffer.from(secret).toString('hex');
  return hex.length >= 12 ? [hex, hex.toUpperCase()] : [];
}

/** Inside a longer base64 text the secret stands at one of three offsets; its outer characters then mix with the neighbours. */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const inner = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + bytes.length) * 8) / 6);
    return text.slice(first, last);
  });
  const long = inner.filter((text) => text.length >= 8);
  return long.flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]);
}

/** The bytes without the secrets and without sessions, and how often one stood there. Same buffer when none did. */
export function redactBytesOfText(bytes: Buffer, forms: readonly string[]): { bytes: Buffer; hits: number } {
  let hits = 0;
  // Latin-1 keeps every byte as it is, so that pictures and fonts survive the round trip.
  let text: string | undefined;
  for (const form of forms) {
    if (text === undefined && !bytes.includes(form)) continue;
    text ??= bytes.toString('latin1');
    const pieces = text.split(Buffer.from(form).toString('latin1'));
    hits += pieces.length - 1;
    text = pieces.join(REDACTED);
  }
  const before = hits;
  const all = text ?? bytes.toString('latin1');
  const clean = SHAPES.reduce(
    (left, pattern) =>
      left.replace(pattern, (whole, head: string, value: string) => {
        if (value === REDACTED) return whole;
        hits += 1;
        return head + REDACTED;
      }),
    all,
  );
  if (hits > before) text = clean;
  return { bytes: text === undefined ? bytes : Buffer.from(text, 'latin1'), hits };
}

/** A text without the secrets, and without what looks like one. */
export const redactText = (text: string, secrets: readonly string[]): string =>
  redactBytesOfText(Buffer.from(text), formsOfAll(secrets)).bytes.toString();

/** Every text in a record (an object, a list, a string), so that it stays what it is: redacting its JSON could break it. */
export function redactValues<T>(value: T, forms: readonly string[]): T {
  if (typeof value === 'string') return redactBytesOfText(Buffer.from(value), forms).bytes.toString() as T;
  if (Array.isArray(value)) return value.map((one: unknown) => redactValues(one, forms)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, redactValues(one, forms)])) as T;
}
