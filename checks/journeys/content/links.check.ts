// A dead link loses a visitor. R1 links to /search and /setlists, which do not exist, and an unknown artist answers 200: only its "noindex" shows
// that it does not exist.
import { expect, proves, RUNBOOK, test } from '../../check.ts';
import { FRONT_DOOR, pathOf, SHOWN_BY } from '../../pages/front-door-pages.ts';
import { needs } from '../../visitor/preparation.ts';

const NOT_FOUND = /<meta[^>]+name="robots"[^>]+noindex/i;

test(
  ...proves({
    id: 'journey.content.links',
    title: 'Every link on the main pages leads to a page',
    runbook: RUNBOOK.content,
    on: { desktop: 'nightly' },
    reddens: ['footer-dead-links', 'search-page-missing', 'noindex-everywhere', 'featured-invented'],
  }),
  async ({ page, request, site, artist, show }) => {
    test.slow();
    const links = new Map<string, string>();
    // The home page last: a link that is on several pages is named with the page that is visited last.
    for (const name of FRONT_DOOR.toReversed())
      await test.step(name, async () => {
        await page.goto(pathOf(name, { artist, show }));
        await needs(SHOWN_BY[name], () => expect(site.main.getByRole('heading').first()).toBeVisible());
        for (const path of await site.internalPaths()) links.set(path, name);
      });
    expect(links.size, 'links to follow').toBeGreaterThan(20);
    const dead = await Promise.all(
      [...links].map(async ([path, from]) => {
        const answer = await request.get(path);
        const isThere = answer.ok() && !NOT_FOUND.test(await answer.text());
        return isThere ? [] : [`${path} (linked from ${from}): HTTP ${String(answer.status())}`];
      }),
    );
    expect(dead.flat(), 'broken links').toHaveNoFindings();
  },
);

test(
  ...proves({
    id: 'journey.content.images',
    title: 'Every picture on the main pages loads',
    runbook: RUNBOOK.content,
    on: { desktop: 'nightly', phone: 'nightly' },
    reddens: ['image-broken', 'images-refused', 'pictures-missing'],
  }),
  async ({ page, site, artist, show }) => {
    test.slow();
    let count = 0;
    for (const name of FRONT_DOOR)
      await test.step(name, async () => {
        await page.goto(pathOf(name, { artist, show }));
        await needs(SHOWN_BY[name], () => expect(site.main.getByRole('heading').first()).toBeVisible());
        const images = await site.images();
        count += images.length;
        expect
          .soft(
            images.filter(({ loads }) => !loads).map(({ src }) => src),
            `broken pictures on ${name}`,
          )
          .toHaveNoFindings();
      });
    expect(count, 'pictures checked').toBeGreaterThan(0);
  },
);
