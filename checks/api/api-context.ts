import type { Sink } from '../../reports/result.ts';
import type { Answer, NoAnswer, Request } from './probe-client.ts';

/** What the HTTP stages get from the command that runs them. */
export type ApiContext = {
  target: URL;
  sink: Sink;
  /** Check ids to run; all of them where it is not given. */
  only?: ReadonlySet<string>;
  /** Samples of each availability probe. */
  rounds: number;
  account?: { email: string; password: string };
  signal: AbortSignal;
  now: () => Date;
  log?: (line: string) => void;
  /** How many more clean samples would settle a suspicion; 0 where there is none. */
  wanted?: () => number;
  /** How requests are sent; `probe` where it is not given. */
  send?: (request: Request) => Promise<Answer | NoAnswer>;
  /** The same without our own limits, for the check that asks for the site's. */
  straight?: (request: Request) => Promise<Answer | NoAnswer>;
  /** The run's folder, for tables that do not fit a line. */
  dir?: string;
};
