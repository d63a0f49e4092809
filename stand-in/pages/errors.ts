// Not-found and error screens.
import { html, redirect, type Answer, type Ask } from '../http.ts';
import type { World } from '../world.ts';
import { escape, markup, nothing } from './html.ts';
import { pageAnswer } from './layout.ts';

/** An unknown slug: a real 404 on a healthy site; R1 shows the screen with status 200. */
export function notFound(title: string, ask: Ask, world: World): Answer {
  const links = world.has('not-found-dead-end')
    ? nothing
    : markup`<p class="actions"><a class="button" href="/artists">Browse Artists</a> <a class="button quiet-button" href="/">Go Home</a></p>`;
  const says = world.has('not-found-silent')
    ? markup`<h1>Loading...</h1>`
    : markup`<h1>${title}</h1><p>It may have moved, or it was never announced.</p>`;
  const body = markup`<div class="wrap centred">${says}${links}</div>`;
  const status = world.has('soft-404-as-200') || world.has('soft-404-known') ? 200 : 404;
  return pageAnswer({ title: `${title} | MySetlist`, description: title, body, status, noindex: true }, ask, world);
}

/** An unknown path. */
export function noSuchPage(ask: Ask, world: World): Answer {
  const links = [
    ['Back to Home', '/'],
    ['Browse Artists', '/artists'],
    ['Shows', '/shows'],
    ['Venues', '/venues'],
    ['Trending', '/trending'],
  ] as const;
  const body = markup`<div class="wrap centred"><p class="huge" aria-hidden="true">404</p><h1>Page not found</h1><p class="actions">${links.map(([name, href]) => markup`<a class="button quiet-button" href="${href}">${name}</a> `)}</p></div>`;
  const title = 'Page not found | MySetlist';
  return pageAnswer({ title, description: 'Page not found', body, status: 404, noindex: true }, ask, world);
}

/** A page whose data could not be read. R1 sends it with status 200. */
export function wentWrong(ask: Ask, world: World): Answer {
  const body = markup`<div class="wrap centred"><h1>Something went wrong</h1><p class="actions"><a class="button" href="${ask.path}">Try again</a> <a class="button quiet-button" href="/">Go home</a></p></div>`;
  const title = 'Something went wrong | MySetlist';
  return pageAnswer({ title, description: 'Something went wrong', body, noindex: true }, ask, world);
}

/** Redirects. R1 does it with status 200 and a refresh tag, because its loading screen was already sent. */
export function pageRedirect(location: string, world: World): Answer {
  if (!world.has('soft-redirect')) return redirect(location);
  return html(
    `<!doctype html><html lang="en"><head><title></title><meta http-equiv="refresh" content="1;url=${escape(location)}" /></head><body><p>Loading...</p></body></html>`,
  );
}
