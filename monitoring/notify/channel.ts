// What a channel is: one file in `channels/`, one line in `channel-registry.ts`. The file says which variables the channel reads, how it
// checks them, and how it sends; a pure function builds the body.
import type { EnvReader } from './env-reader.ts';
import type { Notice, NoticeKind } from './notice.ts';

export type Channel = {
  name: string;
  /** The receiver drops a repeat by the notice's key, or updates what it shows: a second delivery is not seen. */
  showsOnce: boolean;
  /** Kinds that the receiver has no use for; none where it is not given. */
  skips?: readonly NoticeKind[];
  /** Rejects with a DeliveryError (or any error) where the notice did not arrive. Texts hold no secret. Must stop at `signal`. */
  send(notice: Notice, signal: AbortSignal): Promise<void>;
};

/** What a channel may need of the command that runs it. */
export type Tools = { print: (line: string) => void; /** Milliseconds since 1970. */ now: () => number };

export type ChannelDefinition = {
  /** As in routing.json, the history and `npm run notify`: lower case, words joined by `-`. */
  name: string;
  /** One sentence: what it does. */
  does: string;
  /** Every environment variable that it reads. Secret ones follow the names in common/secrets.ts. */
  variables: Readonly<Record<string, string>>;
  /** The receiver keeps a state (an incident, an alert, an issue): a test opens one and resolves it. */
  keepsState?: true;
  /** The channel, undefined where its variables are not set. What is wrong with them goes to `env.mistake`, all of it. */
  open(env: EnvReader, tools: Tools): Channel | undefined;
};

/** Why a notice did not arrive, in words without addresses or secrets. */
export class DeliveryError extends Error {
  override name = 'DeliveryError';
  /** The receiver asked for so much time, ms. */
  readonly retryAfterMs: number | undefined;
  /** The receiver refused this notice, and not us: others may pass. */
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
