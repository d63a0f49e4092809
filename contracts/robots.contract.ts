import { FREE, type Contract } from './contract.ts';

export const robots: Contract = {
  id: 'contract.robots',
  title: 'GET /robots.txt allows search engines and names the sitemap',
  runbook: 'R2 Lighthouse (SEO); mysetlist-app.md 5.3',
  reddens: ['robots-keeps-out'],
  cost: FREE,
  cases: [
    {
      name: 'allows all and names the sitemap',
      method: 'GET',
      path: '/robots.txt',
      status: [200],
      contentType: /^text\/plain\b/i,
      text: /User-agent: \*[^]*Allow: \/[^]*Sitemap: https?:\/\/\S+\/sitemap\.xml/i,
      sampleText: 'User-agent: *\nAllow: /\n\nSitemap: https://site.invalid/sitemap.xml\n',
    },
  ],
};
