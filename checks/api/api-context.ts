import type { Sink } from '../../reports/result.ts';
import type { Answer, NoAnswer, Request } from './probe-client.ts';

/** What the HTTP stages get from the command that runs them. */
export type ApiContext = {
  target: URL;
  sink: Sink;
  /** Check ids to run; absent: all. */
  only?: ReadonlySet<string>;
  /** Samples of each availability probe. */
  rounds: number;
  account?: { email: string; password: string };
  signal: AbortSignal;
  now: () => Date;
  log?: (line: string) => void;
  /** How many more clean samples would clear a suspicion. `round`: rounds already added for it. 0: there is none, or it is left as it is. */
  wanted?: (round: number) => number;
  /** Endpoints that failed more than once, and are not proved to breach. */
  suspects?: () => readonly string[];
  /** How requests are sent; absent: `probe`. */
  send?: (request: Request) => Promise<Answer | NoAnswer>;
  /** The same without our own rate limit, for the check of the site's rate limit. */
  straight?: (request: Request) => Promise<Answer | NoAnswer>;
  /** The run's folder, for tables that are too large for a line. */
  dir?: string;
};
