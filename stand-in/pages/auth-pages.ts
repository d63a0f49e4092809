// Sign-in, sign-up and password pages.
import { landing } from '../api/accounts.ts';
import { idOfAction } from '../api/auth-forms.ts';
import type { FaultId } from '../faults.ts';
import type { Answer, Ask } from '../http.ts';
import type { World } from '../world.ts';
import { markup, nothing, raw, type Markup } from './html.ts';
import { pageAnswer } from './layout.ts';
import { dialects } from './writers/dialects.ts';

const field = (
  id: string,
  type: string,
  label: string,
  placeholder: string,
  autocomplete: string,
  required = markup` required`,
): Markup =>
  markup`<div class="form-field"><label for="${id}">${label}</label><input id="${id}" name="${id}" type="${type}" placeholder="${placeholder}" autocomplete="${autocomplete}"${required} /></div>`;
const EMAIL = field('email', 'email', 'Email address', 'you@example.com', 'email');
const DOTS = '••••••••';

/** The fields of the sign-in page. The faults leave out what makes the browser check them. */
function signInFields(world: World): Markup {
  const required = (fault: FaultId): Markup => (world.has(fault) ? nothing : markup` required`);
  const email = field('email', 'email', 'Email address', 'you@example.com', 'email', required('email-optional'));
  return markup`${email}${field('password', 'password', 'Password', DOTS, 'current-password', required('password-optional'))}`;
}

/** The text of ?error= or ?message=, escaped. */
const notice = (ask: Ask, world: World): Markup => {
  const error = ask.query.get('error');
  const message = ask.query.get('message');
  if (error && world.has('markup-reflected')) return raw(`<p class="notice bad" role="alert">${error}</p>`);
  if (error) return markup`<p class="notice bad" role="alert">${error}</p>`;
  return message ? markup`<p class="notice good" role="status">${message}</p>` : nothing;
};

/** Works with and without JavaScript, next to the form and inside it: a button with its own address. */
const spotifyButton = (words: string): Markup =>
  markup`<button class="button quiet-button wide" type="submit" formaction="/auth/callback" formmethod="get" formnovalidate>${words}</button>`;
const actionId = (action: string): Markup => markup`<input type="hidden" name="$ACTION_ID_${idOfAction(action)}" />`;
const OAUTH = 'oauth';

/**
 * The form and the Spotify form. In plain pages they are siblings. In React's pages the second is inside the first. The HTML parser
 * merges them: the inner form's hidden action id and button become part of the outer form.
 */
function forms(main: Markup, action: string, words: string, world: World): Markup {
  const divider = markup`<div class="divider"><span>Or continue with</span></div>`;
  const unchecked = world.has('fields-unchecked') ? markup` novalidate` : nothing;
  const button = spotifyButton(words);
  if (dialects[world.dialect].hydrates) {
    const inner = markup`<div class="oauth"><form action="" enctype="multipart/form-data" method="POST">${actionId(OAUTH)}${button}</form></div>`;
    return markup`<form action="" enctype="multipart/form-data" method="POST"${unchecked}>${actionId(action)}${main}${divider}${inner}</form>`;
  }
  const form = (content: Markup, more = nothing): Markup =>
    markup`<form method="post" action="${action}"${unchecked}${more}>${content}</form>`;
  const beside = markup`<form method="get" action="/auth/callback"><button class="button quiet-button wide" type="submit">${words}</button></form>`;
  if (world.has('scriptless-sign-in'))
    return form(markup`${actionId(action)}${main}${divider}<div class="oauth">${actionId(OAUTH)}${button}</div>`);
  if (!world.has('nested-forms')) return markup`${form(main)}${divider}${beside}`;
  return form(markup`${main}${divider}<template>${beside}</template>`, markup` data-nested-forms`);
}

const page = (title: string, body: Markup, ask: Ask, world: World): Answer => {
  const scripts = world.has('nested-forms') ? ['fault-nested.js'] : [];
  const description = `${title} to vote on setlists with MySetlist.`;
  const named = title === 'Sign in' && world.has('sign-in-title-empty') ? '' : `${title} - MySetlist`;
  return pageAnswer({ title: named, description, body, scripts }, ask, world);
};

export function signInPage(ask: Ask, world: World): Answer {
  const to = landing(ask.query.get('returnUrl'), world);
  const main = markup`<input type="hidden" name="redirectTo" value="${to}" />${signInFields(world)}<div class="forgot"><a href="/auth/reset-password">Forgot your password?</a></div><button class="button wide" type="submit">Sign in</button>`;
  const body = world.has('sign-in-form-missing')
    ? markup`<div class="wrap"><p>Loading...</p></div>`
    : markup`<div class="auth"><h2>Sign in to your account</h2><p>Or <a href="/auth/sign-up">create a new account</a></p>${notice(ask, world)}${forms(main, '/auth/sign-in', 'Sign in with Spotify', world)}</div>`;
  return page('Sign in', body, ask, world);
}

export function signUpPage(ask: Ask, world: World): Answer {
  const main = markup`${EMAIL}${field('password', 'password', 'Password', DOTS, 'new-password')}<p class="muted">Must be at least 8 characters with uppercase, lowercase, and numbers</p>${field('confirmPassword', 'password', 'Confirm Password', DOTS, 'new-password')}<button class="button wide" type="submit">Create account</button>`;
  const body = markup`<div class="auth"><h2>Create your account</h2><p>Or <a href="/auth/sign-in">sign in to the one you have</a></p>${notice(ask, world)}${forms(main, '/auth/sign-up', 'Sign up with Spotify', world)}</div>`;
  return page('Sign up', body, ask, world);
}

export function resetPage(ask: Ask, world: World): Answer {
  const body = markup`<div class="auth"><h2>Reset your password</h2>${notice(ask, world)}<form method="post" action="/auth/reset-password">${EMAIL}<button class="button wide" type="submit">Send reset link</button></form><p><a href="/auth/sign-in">Back to sign in</a></p></div>`;
  return page('Reset your password', body, ask, world);
}

/** Pages with only a message: verify-email, update-password, callback. */
export const authNote =
  (title: string, text: string) =>
  (ask: Ask, world: World): Answer =>
    page(
      title,
      markup`<div class="auth"><h2>${title}</h2><p>${text}</p><p><a href="/auth/sign-in">Back to sign in</a></p></div>`,
      ask,
      world,
    );
