// State of the database, the external services and the memory, as reported by the health endpoints and the dashboard.
import type { World } from '../world.ts';

export const MIB = 1024 * 1024;
export const SERVICES = ['spotify', 'ticketmaster', 'setlistfm'] as const;
export type Service = (typeof SERVICES)[number];
type Dependency = { status: 'healthy' | 'unhealthy'; responseTime: number; error?: string };

export function external(service: Service, world: World): Dependency {
  if (world.has('external-hanging')) {
    return { status: 'unhealthy', responseTime: 0, error: 'The operation was aborted due to timeout' };
  }
  if (world.has('external-429')) return { status: 'unhealthy', responseTime: 41, error: 'HTTP 429' };
  if (world.has(`${service}-down`)) return { status: 'unhealthy', responseTime: 0, error: 'fetch failed' };
  return { status: 'healthy', responseTime: { spotify: 38, ticketmaster: 52, setlistfm: 61 }[service] };
}

export function database(world: World): Dependency {
  return world.has('database-down')
    ? { status: 'unhealthy', responseTime: 0, error: 'connection refused' }
    : { status: 'healthy', responseTime: 3 };
}

/** The memory that the site reports. It does not depend on this process. */
const RESIDENT_BYTES = 190 * MIB;
/** Bytes; the fault adds 8 MiB with every reading. */
const leaks = new WeakMap<World, number>();
export function residentBytes(world: World): number {
  const leaked = world.has('memory-grows') ? (leaks.get(world) ?? 512 * MIB) + 8 * MIB : 0;
  leaks.set(world, leaked);
  return RESIDENT_BYTES + leaked;
}
