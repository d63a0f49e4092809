// Maps errors of the network stack to our stable codes.
import type { ErrorCode } from '../../reports/result.ts';
import { PhaseTimeout, type Phase } from './connect.ts';
import { MOST_HEADER_BYTES, type NoAnswer } from './probe-request.ts';
import { ProxyTrouble } from './proxy-tunnel.ts';

/** The stable code of an error of the network stack. */
export function classify(error: unknown, seen: { gotStatus: boolean; phase: Phase }): NoAnswer['error'] {
  if (error instanceof PhaseTimeout && error.isOurs)
    return { code: 'machine', message: error.message, phase: error.phase, notAsked: true };
  if (error instanceof PhaseTimeout) return { code: 'timeout', message: error.message, phase: error.phase };
  if (error instanceof ProxyTrouble) return { code: 'own-network', message: error.message };
  const { code = '', message, name } = error as NodeJS.ErrnoException;
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return { code: 'header', message: `the headers of the answer are larger than ${MOST_HEADER_BYTES} bytes` };
  if (/NO_APPLICATION_PROTOCOL/.test(code))
    return {
      code: 'tls',
      message: 'the host agreed on no protocol: it speaks neither HTTP/1.1 nor HTTP/2',
      http2Only: true,
    };
  if (/ENOTFOUND|EAI_AGAIN|ENODATA/.test(code))
    return { code: 'dns', message: `the host name does not resolve (${code})` };
  if (/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/.test(code))
    return { code: 'refused', message: `nothing listens (${code})` };
  if (/TIMEOUT|ETIMEDOUT/.test(code))
    return { code: 'timeout', message: `deadline passed while ${seen.phase} (${code})`, phase: seen.phase };
  if (name === 'AbortError') return { code: 'tool', message: 'the run was stopped', notAsked: true };
  const certificate = CERTIFICATE.find(([pattern]) => pattern.test(code));
  if (certificate) return { code: certificate[1], message: `TLS: ${message} (${code})` };
  if (seen.phase === 'tls' && !/^E[A-Z]+$|SOCKET/.test(code))
    return { code: 'tls', message: `TLS: ${message} (${code})` };
  if (seen.gotStatus) return { code: 'truncated', message: `the body broke off (${code || message})` };
  return { code: 'reset', message: `the connection broke off while ${seen.phase} (${code || message})` };
}

/** Node's codes of an invalid certificate; the first match wins. */
const CERTIFICATE: readonly (readonly [RegExp, ErrorCode])[] = [
  [/CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/, 'tls-expired'],
  [/ERR_TLS_CERT_ALTNAME_INVALID/, 'tls-wrong-host'],
  [/SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|CERT_UNTRUSTED|CERT_REJECTED/, 'tls-untrusted'],
  [/CERT|TLS|SSL/, 'tls'],
];
