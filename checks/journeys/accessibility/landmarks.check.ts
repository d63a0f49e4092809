// The landmarks of a page, as a screen reader gets them. R1 has some of them twice: visitors hear "Sign in, Sign up, Sign in, Sign up" on every page.
import { expect, proves, RUNBOOK, test } from '../../check.ts';

/** The home page has a layout of its own; the header and the footer are judged on the last one. */
const PAGES = [
  ['home', '/'],
  ['artists', '/artists'],
] as const;

const FOOTER = `
  - contentinfo:
    - heading "MySetlist"
    - heading "Product"
    - list:
      - listitem:
        - link "Artists"
    - heading "Company"
    - heading "Connect"
`;

test(
  ...proves({
    id: 'journey.accessibility.landmarks',
    title: 'The page has one header, main part and footer with the expected content',
    runbook: RUNBOOK.accessibility,
    on: { desktop: 'nightly' },
    tags: ['@a11y'],
    reddens: [
      'auth-links-doubled',
      'toasts-doubled',
      'nested-main',
      'main-doubled',
      'skip-link-doubled',
      'nav-no-trending',
      'footer-column-missing',
      'unlabelled-input',
      'r2-brand',
    ],
  }),
  async ({ page, site }) => {
    for (const [name, path] of PAGES)
      await test.step(name, async () => {
        await page.goto(path);
        await expect(site.main, `main parts of the ${name} page`).toHaveCount(1);
        await expect(site.skipLink, `skip links of the ${name} page`).toHaveCount(1);
      });
    await expect(site.banner).toMatchAriaSnapshot(`
      - banner:
        - navigation "Main":
          - list:
            - listitem:
              - link "Home"
            - listitem:
              - link "Artists"
            - listitem:
              - link "Shows"
            - listitem:
              - link "Venues"
            - listitem:
              - link "Trending"
        - link /MySetlist/:
          - /url: /
        - link "Sign in"
        - link "Sign up"
        - button "Toggle theme"
    `);
    await expect(site.headerSearch, 'the search box').toHaveAccessibleName('Search artists...');
    await expect(site.signInLinks, '"Sign in" links in the header').toHaveCount(1);
    await expect(site.footer).toMatchAriaSnapshot(FOOTER);
    await expect(site.toasters, 'places for toasts').toHaveCount(1);
  },
);

test(
  ...proves({
    id: 'journey.accessibility.phone-landmarks',
    title: 'On a phone the header and the main part have the expected content',
    runbook: RUNBOOK.accessibility,
    on: { phone: 'nightly' },
    tags: ['@a11y'],
    reddens: ['menu-inert', 'drawer-no-trending', 'nested-main', 'main-doubled', 'r2-brand'],
  }),
  async ({ page, site }) => {
    for (const [name, path] of PAGES)
      await test.step(name, async () => {
        await page.goto(path);
        await expect(site.main, `main parts of the ${name} page`).toHaveCount(1);
      });
    await expect(site.banner).toMatchAriaSnapshot(`
      - banner:
        - button "Toggle menu"
        - link /MySetlist/
        - button "Search..."
        - link "Sign in"
    `);
    await site.menuToggle.click();
    await expect(site.drawer).toMatchAriaSnapshot(`
      - navigation "Mobile navigation":
        - list:
          - listitem:
            - link /^Home/
          - listitem:
            - link /^Artists/
          - listitem:
            - link /^Shows/
          - listitem:
            - link /^Venues/
          - listitem:
            - link /^Trending/
    `);
  },
);
