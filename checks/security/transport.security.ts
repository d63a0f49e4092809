// HTTPS only, HSTS for a year, and a certificate that does not expire soon.
import { CERTIFICATE_DAYS } from '../../kpis.ts';
import { mustLast, type Certificate } from '../api/certificate-chain.ts';
import { probe } from '../api/probe-client.ts';
import { isLoopback } from '../../common/loopback.ts';
import { found, outage, type Finding, type SecurityCheck, type SecurityContext } from './security-request.ts';

const YEAR_SECONDS = 31_536_000;

export const transport: SecurityCheck = {
  id: 'security.transport',
  title: 'The site is served over HTTPS only, and its certificate is valid for long enough',
  reddens: ['hsts-short'],
  find: async (ask, context) => {
    const { target } = context;
    const home = await ask('GET', '/');
    const down = outage('GET /', home);
    if (down || home.error) return down ? [down] : [];
    const seconds = Number(/max-age=(\d+)/.exec(home.headers['strict-transport-security'] ?? '')?.[1] ?? 0);
    return [
      ...(seconds >= YEAR_SECONDS
        ? []
        : [found('header', `GET /: Strict-Transport-Security has max-age ${seconds} s, expected a year`)]),
      ...(target.protocol === 'https:' || isLoopback(target)
        ? []
        : [found('tls', `${target.origin} uses plain HTTP. Use the https address`)]),
      ...certificateFindings(home.certificates ?? [], new Date()),
      ...(target.protocol === 'https:' && target.port === '' ? await plainFindings(context) : []),
    ];
  },
};

/** The certificate of the chain that expires first decides. An empty chain: no TLS. */
export function certificateFindings(chain: readonly Certificate[], now: Date): Finding[] {
  const daysOf = ({ expires }: Certificate): number => (expires.getTime() - now.getTime()) / 86_400_000;
  const [own] = chain;
  // A certificate sent only for old clients can expire: clients that trust its name directly ignore it.
  const findings = mustLast(chain).flatMap((one): Finding[] => {
    const days = daysOf(one);
    if (days > CERTIFICATE_DAYS.warn) return [];
    const whose = one === own ? 'the certificate' : `the intermediate certificate "${one.name}" of the chain`;
    // Not the code of an outage, because the site is reachable.
    const finding = found('semantic', `${whose} expires in ${days.toFixed(1)} days, on ${one.expires.toISOString()}`);
    return [days > CERTIFICATE_DAYS.fail ? { ...finding, level: 'warn' } : finding];
  });
  return findings;
}

/** The same host over plain HTTP must refuse the connection or redirect to HTTPS. */
async function plainFindings({ target, signal }: SecurityContext): Promise<Finding[]> {
  const url = new URL('/', `http://${target.hostname}`);
  const answer = await probe({ method: 'GET', url, ...(signal ? { signal } : {}) });
  if (answer.error) return [];
  const location = answer.headers['location'] ?? '';
  const leads = URL.parse(location, url)?.protocol === 'https:';
  return leads ? [] : [found('header', `GET ${url.href}: ${answer.status}, expected a redirect to HTTPS`)];
}
