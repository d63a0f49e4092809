// Adds the bypass headers to requests to the site's own origin only, also after a redirect.
import { probe, type Answer, type NoAnswer, type Request } from './probe-client.ts';

type Send = (request: Request) => Promise<Answer | NoAnswer>;

/** `send`, with `headers` on every request to the origin of `target`. They are secrets: nothing prints them. */
export const withFirstPartyHeaders =
  (target: URL, headers: Readonly<Record<string, string>>, send: Send = probe): Send =>
  (request) =>
    send(Object.keys(headers).length === 0 ? request : { ...request, firstParty: { origin: target.origin, headers } });
