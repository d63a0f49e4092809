// The parts of the page that a screen reader jumps between, as the tree that it is given. R1 has two of several: visitors
// hear "Sign in, Sign up, Sign in, Sign up" on every page.
import { expect, proves, test } from '../../check.ts';

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
  'header, main part and footer have the parts they should',
  proves('journey.accessibility.landmarks'),
  async ({ page, site }) => {
    await page.goto('/artists');
    await expect(site.main).toHaveCount(1);
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
        - search:
          - searchbox "Search artists..."
        - link "Sign in"
        - link "Sign up"
        - button "Toggle theme"
    `);
    await expect(site.signInLinks, 'how often the header says "Sign in"').toHaveCount(1);
    await expect(site.footer).toMatchAriaSnapshot(FOOTER);
    await expect(page.getByRole('region', { name: /^Notifications/ }), 'places for toasts').toHaveCount(1);
    await expect(site.skipLink).toHaveCount(1);
  },
);

test(
  'header and main part have the parts they should on a phone',
  proves('journey.accessibility.phone-landmarks'),
  async ({ page, site }) => {
    await page.goto('/artists');
    await expect(site.main).toHaveCount(1);
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
