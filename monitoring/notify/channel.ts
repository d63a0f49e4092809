// The interface of a channel: one file in `channels/`, one line in `channel-list.ts`. The file declares the variables of the channel, checks
// them and sends notices. A pure function builds the body.
import type { EnvReader } from './env-reader.ts';
import type { Notice, NoticeKind } from './notice.ts';

export type Channel = {
  name: string;
  /** The receiver deduplicates by the notice's key, or updates what it shows: a second delivery changes nothing. */
  showsOnce: boolean;
  /** Kinds that are never sent through this channel; absent: none. */
  skips?: readonly NoticeKind[];
  /** Rejects with a DeliveryError (or any error) if the notice was not delivered. Error texts contain no secret. Must stop at `signal`. */
  send(notice: Notice, signal: AbortSignal): Promise<void>;
};

/** What the command provides to a channel. */
export type Tools = { print: (line: string) => void; /** Milliseconds since 1970. */ now: () => number };

export type ChannelDefinition = {
  /** As in routing.json, the history and `npm run notify`: lower case, words joined by `-`. */
  name: string;
  /** What it does, one sentence. */
  does: string;
  /** Every environment variable that it reads, with its purpose. Names of secret ones match common/secrets.ts. */
  variables: Readonly<Record<string, string>>;
  /** The receiver has a state (an incident, an alert, an issue): a test opens and resolves one. */
  keepsState?: true;
  /** Returns undefined if the variables are not set. Reports all their mistakes to `env.mistake`. */
  open(env: EnvReader, tools: Tools): Channel | undefined;
};

/** Why a notice was not delivered. The text contains no address and no secret. */
export class DeliveryError extends Error {
  override name = 'DeliveryError';
  /** The receiver's `Retry-After`, ms. */
  readonly retryAfterMs: number | undefined;
  /** The receiver rejected this notice only: it may accept others. */
  readonly isRefusal: boolean;

  constructor(
    message: string,
    { retryAfterMs, isRefusal = false }: { retryAfterMs?: number; isRefusal?: boolean } = {},
  ) {
    super(message);
    this.retryAfterMs = retryAfterMs;
    this.isRefusal = isRefusal;
  }
}
