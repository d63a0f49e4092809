// A small MySetlist on node:http: starts and stops the site and its control server.
import { createServer } from 'node:http';
import { startControl } from './control.ts';
import { isFaultId, PRESETS, type FaultId, type PresetName } from './faults.ts';
import { Hydration, type HydrationRange } from './hydration.ts';
import type { LimiterMode } from './limiter.ts';
import { listen, stop } from './listening.ts';
import { LIVE_PATH } from './live.ts';
import { OrdinaryLife } from './ordinary-life.ts';
import type { DialectName } from './pages/writers/dialects.ts';
import { serveRequest } from './serve-request.ts';
import { ACCOUNT } from './sessions.ts';
import { World } from './world.ts';

export type StandInOptions = {
  /** 0 or absent: any free port. */
  port?: number;
  controlPort?: number;
  preset?: PresetName;
  faults?: readonly string[];
  limiter?: LimiterMode;
  now?: () => Date;
  /** The markup of the pages. Absent: react for the preset r1, which is a React site; plain for the others. */
  markup?: DialectName;
  /** Hydration delay of a page of the react dialect, ms. `seed` draws a value from a range. */
  hydrationMs?: HydrationRange;
  seed?: number;
  /** Jitter, cold starts and a few 500 answers, drawn with `seed`. The site still meets the runbook. */
  ordinaryLife?: boolean;
};
export type StandIn = {
  url: string;
  controlUrl: string;
  markup: DialectName;
  account: { email: string; password: string };
  /** Replaces all faults. Throws on an unknown id. */
  setFaults(ids: readonly string[]): void;
  /** SHA-256 of all stored votes. */
  votesHash(): string;
  close(): Promise<void>;
};

/** Starts the site and its control server. Rejects when a port is taken; throws on an unknown fault. */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const { preset = 'healthy', limiter = 'open', now = () => new Date() } = options;
  const markup = options.markup ?? (preset === 'r1' ? 'react' : 'plain');
  const world = new World(
    now,
    limiter,
    markup,
    new Hydration(options.hydrationMs, options.seed),
    options.ordinaryLife ? new OrdinaryLife(options.seed ?? 1) : undefined,
  );
  world.setFaults([...PRESETS[preset], ...faultIds(options.faults ?? [])]);
  const server = createServer((request, response) => void serveRequest(request, response, world));
  server.on('upgrade', (request, socket) => {
    if (request.url?.split('?')[0] === LIVE_PATH) world.live.accept(request, socket, world.has('realtime-down'));
    else socket.destroy();
  });
  const url = await listen(server, options.port ?? 0);
  const control = startControl(world, preset, (ids) => world.setFaults(faultIds(ids)));
  let controlUrl: string;
  try {
    controlUrl = await listen(control, options.controlPort ?? 0);
  } catch (error) {
    await stop(server);
    throw error;
  }
  return {
    url,
    controlUrl,
    markup,
    account: { ...ACCOUNT },
    setFaults: (ids) => world.setFaults(faultIds(ids)),
    votesHash: () => world.votes.hash(),
    close: async () => {
      world.close();
      await Promise.all([stop(server), stop(control)]);
    },
  };
}

/** Throws a RangeError that names every unknown id. */
export function faultIds(ids: readonly string[]): FaultId[] {
  const unknown = ids.filter((id) => !isFaultId(id));
  if (unknown.length > 0) throw new RangeError(`no such fault: ${unknown.join(', ')}`);
  return ids.filter(isFaultId);
}
