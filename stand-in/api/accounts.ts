// Rules of sign-in and sign-up and their redirects, shared by the forms and the auth APIs.
import type { User } from '../sessions.ts';
import type { World } from '../world.ts';

export const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
export const WRONG = 'Invalid email or password';

/** The redirect target after sign-in: a path of this site. R1 follows any address; the open-redirect fault does so, too. */
export function landing(wanted: string | null, world: World): string {
  if (!wanted) return '/';
  if (world.has('open-redirect') || world.has('open-redirect-unprotected')) return wanted;
  // A second slash or a backslash would name another host; control characters would split the header.
  return /^\/(?![/\\])[^\p{Cc}]*$/u.test(wanted) ? wanted : '/';
}

/** Checks a sign-in; a text is the refusal. */
export function authenticate(email: string, password: string, world: World): User | string {
  // R1 shows the client library's message for a failed connection.
  if (world.has('auth-outage')) return 'fetch failed';
  const user = world.sessions.check(email, password, world.has('wrong-password-accepted'));
  return user && !world.has('login-broken') ? user : WRONG;
}

/** The error of a new password; undefined if it is valid. */
export const passwordProblem = (password: string): string | undefined => {
  if (password.length < 8) return 'Password must be at least 8 characters';
  const strong = /[a-z]/.test(password) && /[A-Z]/.test(password) && /\d/.test(password);
  return strong
    ? undefined
    : 'Password must contain at least one uppercase letter, one lowercase letter, and one number';
};
