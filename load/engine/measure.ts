// The samples of one HTTP exchange, tagged as k6 tags them.
import type { Registry } from './metrics.ts';
import type { HopRequest, HopResult } from './protocol.ts';

export function measure(
  registry: Registry,
  request: HopRequest,
  { status, timings, error, errorCode }: HopResult,
): void {
  const tags: Record<string, string> = { ...request.tags, status: String(status), proto: 'HTTP/1.1' };
  if (error) tags['error'] = error;
  if (errorCode) tags['error_code'] = String(errorCode);
  const asExpected = request.expected?.some(([from, to]) => status >= from && status <= to);
  if (asExpected !== undefined) tags['expected_response'] = String(asExpected);
  registry.add('http_reqs', 1, tags);
  registry.add('http_req_duration', timings.sending + timings.waiting + timings.receiving, tags);
  for (const phase of ['blocked', 'connecting', 'tls_handshaking', 'sending', 'waiting', 'receiving'] as const) {
    registry.add(`http_req_${phase}`, timings[phase], tags);
  }
  if (asExpected !== undefined) registry.add('http_req_failed', asExpected ? 0 : 1, tags);
}
