// The control server on a separate loopback port: reads and changes faults, state and log of a running stand-in.
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { PresetName } from './faults.ts';
import { readBody } from './http.ts';
import type { World } from './world.ts';

/** GET /state, GET /log, PUT /faults with a JSON list of ids, POST /reset. Wrong requests get 400 or 404 with {error}. */
export function startControl(world: World, preset: PresetName, setFaults: (ids: readonly string[]) => void): Server {
  const state = () => ({
    preset,
    faults: world.faults,
    limiter: world.limiter.mode,
    votesHash: world.votes.hash(),
    requests: world.requests,
    status429: world.status429,
  });
  const answer = (response: ServerResponse, status: number, value: unknown) => {
    response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    response.end(JSON.stringify(value));
  };
  return createServer((request, response) => {
    const handle = async (): Promise<void> => {
      switch (`${request.method} ${request.url}`) {
        case 'GET /state':
          return answer(response, 200, state());
        case 'GET /log':
          return answer(response, 200, world.log);
        case 'POST /reset':
          world.reset();
          return answer(response, 200, state());
        case 'PUT /faults': {
          const ids: unknown = JSON.parse(await readBody(request));
          if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string')) {
            throw new RangeError('expected a JSON list of fault ids');
          }
          setFaults(ids);
          return answer(response, 200, state());
        }
        default:
          return answer(response, 404, { error: `no ${request.method} ${request.url} here` });
      }
    };
    handle().catch((error: unknown) => answer(response, 400, { error: String(error) }));
  });
}
