// All widths from a small phone to a large desktop. A page that is too wide, or a covered or too small button, prevents voting, like an
// error.
import { expect, proves, RUNBOOK, test } from '../../check.ts';
import { layoutFindings } from '../../measures/page-layout.ts';
import { FRONT_DOOR, pathOf, SHOWN_BY } from '../../pages/front-door-pages.ts';
import { needs } from '../../visitor/preparation.ts';

/** Small phone to large desktop; 768 and 820 are in the gap of R1, at 1024 its navigation begins (mysetlist-app.md 3.10). */
const WIDTHS = [320, 375, 390, 768, 820, 1024, 1280, 1920] as const;
const HEIGHT = 900;

test(
  ...proves({
    id: 'journey.responsive.all-widths',
    title: 'Navigation and search are visible at all eight widths',
    runbook: RUNBOOK.responsive,
    on: { desktop: 'nightly' },
    tags: ['@responsive'],
    reddens: ['nav-gap', 'menu-gap', 'search-gap'],
  }),
  async ({ page, site }) => {
    await page.goto('/shows');
    for (const width of WIDTHS)
      await test.step(`${String(width)} px`, async () => {
        await page.setViewportSize({ width, height: HEIGHT });
        const where = `at ${String(width)} px`;
        await expect(site.navigation.or(site.menuToggle), `navigation or menu button ${where}`).toBeVisible();
        await expect(site.headerSearch.or(site.searchButton), `search box or search button ${where}`).toBeVisible();
      });
  },
);

test(
  ...proves({
    id: 'journey.responsive.layout',
    title: 'Nothing overlaps, is cut off, too small or without a name at any width',
    runbook: RUNBOOK.responsive,
    on: { desktop: 'nightly' },
    tags: ['@responsive'],
    reddens: [
      'unnamed-vote-buttons',
      'icon-buttons-unnamed',
      'song-links-unnamed',
      'horizontal-scroll',
      'unnamed-parts',
      'text-cut',
      'header-overlaps',
      'targets-small',
    ],
  }),
  async ({ page, site, artist, show }) => {
    test.slow();
    for (const name of FRONT_DOOR)
      await test.step(name, async () => {
        await page.goto(pathOf(name, { artist, show }));
        await needs(SHOWN_BY[name], () => expect(site.main.getByRole('heading').first()).toBeVisible());
        const at = new Map<string, number[]>();
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: HEIGHT });
          const { sideways, overlaps, cut, small } = await layoutFindings(page);
          for (const finding of [...sideways, ...overlaps, ...cut, ...small, ...(await site.namelessParts())])
            at.set(finding, [...(at.get(finding) ?? []), width]);
        }
        const findings = [...at].map(([finding, widths]) => `${finding} (window of ${widths.join(', ')} px)`);
        // Soft, so that one run names everything that is wrong with every page.
        expect.soft(findings, `the ${name} page`).toHaveNoFindings();
      });
  },
);
