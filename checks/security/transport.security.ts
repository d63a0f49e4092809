// HTTPS only, for a year ahead, and with a certificate that lasts.
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
        : [found('header', `GET /: Strict-Transport-Security lasts ${seconds} s, expected a year`)]),
      ...(target.protocol === 'https:' || isLoopback(target)
        ? []
        : [found('tls', `${target.origin} is asked over plain HTTP: give the https address`)]),
      ...certificateFindings(home.certificates ?? [], new Date()),
      ...(target.protocol === 'https:' && target.port === '' ? await plainFindings(context) : []),
    ];
  },
};

/** The first of the chain to expire decides; an empty one: there is no TLS. */
export function certificateFindings(chain: readonly Certificate[], now: Date): Finding[] {
  const daysOf = ({ expires }: Certificate): number => (expires.getTime() - now.getTime()) / 86_400_000;
  const [own] = chain;
  // What is sent along for old machines may expire: whoever trusts its name by itself does not follow it.
  const findings = mustLast(chain).flatMap((one): Finding[] => {
    const days = daysOf(one);
    if (days > CERTIFICATE_DAYS.warn) return [];
    const whose = one === own ? 'the certificate' : `the intermediate certificate "${one.name}" of the chain`;
    // Not the code of an outage: this must not pass for the site being unreachable.
    const finding = found('semantic', `${whose} expires in ${days.toFixed(1)} days, on ${one.expires.toISOString()}`);
    return [days > CERTIFICATE_DAYS.fail ? { ...finding, level: 'warn' } : finding];
  });
  return findings;
}

/** The same host over plain HTTP: it may refuse, or send to HTTPS, and nothing else. */
async function plainFindings({ target, signal }: SecurityContext): Promise<Finding[]> {
  const url = new URL('/', `http://${target.hostname}`);
  const answer = await probe({ method: 'GET', url, ...(signal ? { signal } : {}) });
  if (answer.error) return [];
  const location = answer.headers['location'] ?? '';
  const leads = URL.parse(location, url)?.protocol === 'https:';
  return leads ? [] : [found('header', `GET ${url.href}: ${answer.status}, expected a redirect to HTTPS`)];
}
