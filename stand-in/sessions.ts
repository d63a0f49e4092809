// Accounts and cookie sessions in Supabase's format (mysetlist-app.md 4.1).
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { uuid } from './data.ts';

export type User = { id: string; email: string; role: 'user' | 'admin' };
type Account = User & { password: string };
export type Session = { token: string; user: User; pagesServed: number };

export const COOKIE = 'sb-standin-auth-token';
export const ACCOUNT = { email: 'synthetic@mysetlist.example', password: 'Encore-2-Nights' } as const;
const MAX_AGE_SECONDS = 400 * 86_400;

export const cookiesOf = (headers: IncomingHttpHeaders): Map<string, string> =>
  new Map(
    (headers.cookie ?? '').split(';').flatMap((part) => {
      const equals = part.indexOf('=');
      return equals < 0 ? [] : [[part.slice(0, equals).trim(), part.slice(equals + 1).trim()] as const];
    }),
  );

/** First letters of the dot-separated parts of the local part, at most two. */
export const initialsOf = (email: string): string =>
  (email.split('@')[0] ?? '')
    .split('.')
    .map((part) => part.charAt(0).toUpperCase())
    .join('')
    .slice(0, 2);

export class Sessions {
  readonly #accounts = new Map<string, Account>();
  readonly #sessions = new Map<string, Session>();

  constructor() {
    this.clear();
  }

  /** Removes every session and every account except the built-in one. */
  clear(): void {
    this.#accounts.clear();
    this.#sessions.clear();
    this.register(ACCOUNT.email, ACCOUNT.password);
  }

  /** False: the address is already in use. */
  register(email: string, password: string): boolean {
    const key = email.toLowerCase();
    if (this.#accounts.has(key)) return false;
    this.#accounts.set(key, { id: uuid(`user/${key}`), email: key, role: 'user', password });
    return true;
  }

  /** The account, or undefined. `anyPassword` is the fault that accepts every password. */
  check(email: string, password: string, anyPassword = false): User | undefined {
    const account = this.#accounts.get(email.toLowerCase());
    if (!account || (!anyPassword && account.password !== password)) return undefined;
    return { id: account.id, email: account.email, role: account.role };
  }

  open(user: User): Session {
    const session = { token: randomUUID(), user, pagesServed: 0 };
    this.#sessions.set(session.token, session);
    return session;
  }

  close(session: Session): void {
    this.#sessions.delete(session.token);
  }

  /** The session of a request's cookie; undefined for a forged or expired one. */
  of(headers: IncomingHttpHeaders): Session | undefined {
    if (!headers.cookie) return undefined;
    const value = cookiesOf(headers).get(COOKIE);
    if (!value?.startsWith('base64-')) return undefined;
    try {
      const parsed: unknown = JSON.parse(Buffer.from(value.slice('base64-'.length), 'base64url').toString());
      const token = (parsed as { access_token?: unknown } | null)?.access_token;
      return typeof token === 'string' ? this.#sessions.get(token) : undefined;
    } catch {
      return undefined;
    }
  }
}

/** The Set-Cookie line that carries a session. Scripts can read R1's cookie, but not the healthy site's. */
export function cookieFor(session: Session, readable: boolean): string {
  const { token, user } = session;
  const value = {
    access_token: token,
    token_type: 'bearer',
    expires_in: 3600,
    user: { id: user.id, email: user.email },
  };
  const encoded = Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${COOKIE}=base64-${encoded}; Path=/; Max-Age=${MAX_AGE_SECONDS}; SameSite=Lax${readable ? '' : '; HttpOnly'}`;
}

export const expiredCookie = `${COOKIE}=; Path=/; Max-Age=0; SameSite=Lax; HttpOnly`;
