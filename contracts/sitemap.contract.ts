import { FREE, type Contract } from './contract.ts';

export const sitemap: Contract = {
  id: 'contract.sitemap',
  title: 'GET /sitemap.xml lists the main pages, and the search page in it exists',
  runbook: 'R2 Lighthouse (SEO); mysetlist-app.md 5.3',
  reddens: ['sitemap-empty'],
  warns: ['search-page-missing'],
  cost: FREE,
  cases: [
    {
      name: 'lists home, artists, shows and trending',
      method: 'GET',
      path: '/sitemap.xml',
      status: [200],
      contentType: /^(application|text)\/xml\b/i,
      sitemapLists: ['/artists', '/shows', '/trending'],
      sampleText: `<urlset>${['/', '/artists', '/shows', '/trending'].map((page) => `<url><loc>https://site.invalid${page}</loc></url>`).join('')}</urlset>`,
    },
    {
      name: 'the search page linked from the sitemap and the trending page exists',
      method: 'GET',
      path: '/search',
      status: [200],
      level: 'warn',
    },
  ],
};
