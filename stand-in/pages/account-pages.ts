// Pages that need a session, and text pages that do not.
import type { Answer, Ask } from '../http.ts';
import type { World } from '../world.ts';
import { pageRedirect, wentWrong } from './errors.ts';
import { markup, type Markup } from './html.ts';
import { pageAnswer } from './layout.ts';

const SIGN_IN = '/auth/sign-in';

function privatePage(title: string, body: Markup, ask: Ask, world: World): Answer {
  const content = markup`<div class="wrap"><h1>${title}</h1>${body}</div>`;
  const description = `${title} of your MySetlist account.`;
  return pageAnswer({ title: `${title} - MySetlist`, description, body: content, noindex: true }, ask, world);
}

/** /profile and below; the middleware has already redirected visitors without a session. */
export function profilePage(ask: Ask, world: World): Answer {
  const email = ask.session?.user.email ?? '';
  const votes = world.votes.history.filter((cast) => cast.userId === ask.session?.user.id).length;
  const body = markup`<p>Signed in as <strong>${email}</strong></p><p class="muted">${votes} votes since the start</p><p><a href="/profile/following">Following</a> · <a href="/settings">Settings</a></p>`;
  return privatePage('Profile', body, ask, world);
}

/** A page that checks the session itself and redirects (in R1 with status 200 and a refresh tag). */
export const ownPage =
  (title: string, text: string) =>
  (ask: Ask, world: World): Answer => {
    if (!ask.session) return pageRedirect(SIGN_IN, world);
    if (title === 'My Artists' && world.has('my-artists-broken')) return wentWrong(ask, world);
    return privatePage(title, markup`<p>${text}</p>`, ask, world);
  };

/** /admin: not for ordinary users. R1 builds the address from a missing setting. */
export function adminPage(ask: Ask, world: World): Answer {
  if (world.has('admin-redirect-undefined')) return pageRedirect('/undefined/auth/sign-in', world);
  return pageRedirect(ask.session ? '/' : SIGN_IN, world);
}

/** A public page of text. */
export const plainPage =
  (title: string, text: string) =>
  (ask: Ask, world: World): Answer => {
    const isBlank = world.has('about-blank') && ask.path === '/about';
    const content = isBlank ? markup`<p>Loading...</p>` : markup`<h1>${title}</h1><p>${text}</p>`;
    const body = markup`<div class="wrap prose">${content}</div>`;
    const named = /MySetlist/.test(title) ? title : `${title} - MySetlist`;
    const page = {
      title: world.has('titles-same') ? 'MySetlist' : named,
      description: text,
      body,
      canonical: ask.path,
    };
    return pageAnswer(page, ask, world);
  };
