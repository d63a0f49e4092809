// The samples of one HTTP exchange, tagged as k6 tags them.
import type { Registry } from './metrics.ts';
import type { HopRequest, HopResult } from './protocol.ts';

/** Undefined: k6's default set of system tags. */
export type SystemTags = ReadonlySet<string> | undefined;

export function measure(
  registry: Registry,
  request: HopRequest,
  { status, timings, error, errorCode, tlsVersion }: HopResult,
  systemTags: SystemTags,
): void {
  const tags: Record<string, string> = { ...request.tags };
  const set = (name: string, value: string): void => {
    if (value !== '' && (systemTags?.has(name) ?? true)) tags[name] = value;
  };
  set('status', String(status));
  if (errorCode) set('error_code', String(errorCode));
  if (error) set('error', error);
  else set('proto', 'HTTP/1.1');
  set('tls_version', tlsVersion);
  const asExpected = request.expected?.some(([from, to]) => status >= from && status <= to);
  if (asExpected !== undefined) set('expected_response', String(asExpected));
  const { http } = registry;
  const at = registry.now();
  registry.take(http.reqs, 1, tags, at);
  registry.take(http.duration, timings.sending + timings.waiting + timings.receiving, tags, at);
  registry.take(http.blocked, timings.blocked, tags, at);
  registry.take(http.connecting, timings.connecting, tags, at);
  registry.take(http.tls, timings.tls_handshaking, tags, at);
  registry.take(http.sending, timings.sending, tags, at);
  registry.take(http.waiting, timings.waiting, tags, at);
  registry.take(http.receiving, timings.receiving, tags, at);
  if (asExpected !== undefined) registry.take(http.failed, asExpected ? 0 : 1, tags, at);
}
