// The structure of pages for a screen reader: lists with a length, headings to jump to, named parts. R1 lacks most of it. It blocks
// no function, so it is a warning (mysetlist-app.md 3.2, 5.3, 10).
import { needs } from '../../visitor/preparation.ts';
import { expect, proves, RUNBOOK, test } from '../../check.ts';
import { structureFindings } from '../../measures/page-structure.ts';
import { HomePage } from '../../pages/home-page.ts';
import { ShowPage } from '../../pages/show-page.ts';
import { TrendingPage } from '../../pages/trending-page.ts';

test(
  ...proves({
    id: 'journey.accessibility.structure',
    title: 'Songs are a list, cards have headings, parts have names',
    runbook: RUNBOOK.accessibility,
    on: { desktop: 'nightly' },
    tags: ['@a11y'],
    reddens: [],
    warns: [
      'lists-plain',
      'songs-plain',
      'breadcrumb-plain',
      'parts-unnamed',
      'search-no-landmark',
      'card-titles-plain',
      'heading-order',
      'home-sections-untitled',
      'link-wraps-button',
    ],
  }),
  async ({ page, site, show, warnUnless }) => {
    test.slow();
    const home = new HomePage(page);
    const trending = new TrendingPage(page);
    const showPage = new ShowPage(page);
    const [song] = show.songs;
    const look = async (name: string): Promise<void> => {
      for (const finding of await structureFindings(page)) warnUnless(false, `${name}: ${finding}`);
    };

    await test.step('home', async () => {
      await home.open();
      await needs('journey.home.content', () => expect(home.heading).toBeVisible());
      warnUnless(
        (await site.banner.getByRole('search').count()) > 0,
        'home: the search in the header is not a landmark',
      );
      await look('home');
    });

    await test.step('trending', async () => {
      await trending.open();
      await needs('journey.trending.tabs', () => expect(trending.heading).toBeVisible());
      await needs('journey.trending.tabs', () => expect(trending.cardTitle('Recent Activity')).toBeVisible());
      warnUnless(
        (await trending.cardHeading('Recent Activity').count()) > 0,
        'trending: titles of cards are not headings',
      );
      await look('trending');
    });

    await test.step('show', async () => {
      await showPage.open(show.slug);
      await needs('journey.show.content', () => showPage.predicted.click());
      await needs('journey.show.content', () => expect(showPage.songs.row(song.title)).toBeVisible());
      warnUnless((await showPage.songs.listed(song.title).count()) > 0, 'show: the songs are not a list');
      warnUnless((await showPage.breadcrumb.getByRole('list').count()) > 0, 'show: the breadcrumb is not a list');
      await look('show');
    });
  },
);
