// Health endpoints (mysetlist-app.md 1.2 to 1.4).
import { json, jsonText, NO_STORE, type Answer, type Ask, type RouteTable } from '../http.ts';
import type { World } from '../world.ts';
import { dashboardRoutes } from './monitoring-dashboard.ts';
import { database, external, residentBytes, type Service } from './service-state.ts';

export const COMMIT = 'efe125f1c0ffee00efe125f1c0ffee00efe125f1';
/** Delay caused by a third party that hangs: comprehensive times out after 5 s, the basic check never does. */
const EXTERNAL_TIMEOUT_MS = 5_000;
const PLATFORM_KILL_MS = 15_000;
async function health(_ask: Ask, world: World): Promise<Answer> {
  if (world.has('r2-health-mock')) return mockHealth(world);
  if (world.has('external-hanging')) {
    await world.wait(PLATFORM_KILL_MS);
    return json({ error: 'FUNCTION_INVOCATION_TIMEOUT' }, 504, NO_STORE);
  }
  const db = database(world).status === 'healthy';
  const message = (service: Service, name: string) => {
    const { status, error } = external(service, world);
    return { healthy: status === 'healthy', message: error ? `${name} API error: ${error}` : `${name} API accessible` };
  };
  const details = { spotify: message('spotify', 'Spotify'), ticketmaster: message('ticketmaster', 'Ticketmaster') };
  const apis = details.spotify.healthy && details.ticketmaster.healthy;
  const well = db && apis;
  const timestamp = world.now().toISOString();
  const body = {
    status: well ? 'healthy' : 'degraded',
    timestamp,
    responseTime: '12ms',
    uptime: world.uptime(),
    system: {
      timestamp,
      environment: 'production',
      version: '1.0.0',
      deployment: { vercel: { region: 'iad1', branch: 'main', commit: COMMIT.slice(0, 7) } },
    },
    services: {
      database: {
        healthy: db,
        message: db ? 'Database connection successful' : 'Database query failed: connection refused',
        responseTime: '3ms',
      },
      // Only reads a local session, as R1 does: it cannot see an auth outage.
      auth: { healthy: true, message: 'Auth service operational', responseTime: '1ms' },
      apis: {
        healthy: apis,
        message: apis ? 'All API integrations healthy' : 'Some API integrations failing',
        responseTime: '8ms',
        details,
      },
    },
  };
  return json(body, well ? 200 : 503, NO_STORE);
}

function mockHealth(world: World): Answer {
  const timestamp = world.now().toISOString();
  const configured = { status: 'configured' };
  return json({
    status: 'healthy',
    timestamp,
    responseTime: 2,
    checks: {
      timestamp,
      uptime: world.uptime(),
      memory: process.memoryUsage(),
      environment: 'production',
      version: 'unknown',
      database: { status: 'healthy', responseTime: 10 + Math.floor(Math.random() * 50) },
      redis: { status: 'not_configured', responseTime: null },
      externalAPIs: { spotify: configured, ticketmaster: configured, supabase: configured },
    },
  });
}

async function comprehensive(_ask: Ask, world: World): Promise<Answer> {
  if (world.has('external-hanging')) await world.wait(EXTERNAL_TIMEOUT_MS);
  const checks = {
    database: database(world),
    external_apis: {
      spotify: external('spotify', world),
      ticketmaster: external('ticketmaster', world),
      setlistfm: external('setlistfm', world),
    },
  };
  const well = [checks.database, ...Object.values(checks.external_apis)].every((c) => c.status === 'healthy');
  const usage = residentBytes(world);
  const limit = process.memoryUsage().heapTotal;
  const body = {
    status: well ? 'healthy' : 'degraded',
    timestamp: world.now().toISOString(),
    uptime: world.uptime(),
    version: world.has('version-unknown') ? 'unknown' : COMMIT,
    region: 'iad1',
    checks: {
      ...checks,
      memory: { usage, limit, percentage: (usage / limit) * 100 },
      disk: { usage: 0, limit: 1_000_000_000, percentage: 0 },
    },
  };
  return json(body, well ? 200 : 207, NO_STORE);
}

function healthDb(_ask: Ask, world: World): Answer {
  const down = world.has('database-down');
  const shown = world.has('db-health-discloses');
  const environment = {
    NODE_ENV: 'production',
    hasDbUrl: true,
    hasSupabaseUrl: true,
    hasSupabaseAnon: true,
    hasSupabaseService: true,
  };
  const version = shown ? 'PostgreSQL 15.8 on x86_64-pc-linux-gnu' : 'PostgreSQL';
  const body = {
    status: down ? 'error' : 'healthy',
    timestamp: world.now().toISOString(),
    environment,
    importedKeys: shown ? ['db', 'users', 'userBans', 'artists', 'shows', 'votes'] : [],
    database: {
      connected: !down,
      error: down ? { message: 'connection refused', code: 'ECONNREFUSED', type: 'connection' } : null,
      ...(down ? {} : { info: { current_database: shown ? 'postgres' : 'mysetlist', version } }),
      tables: shown && !down ? ['artists', 'email_logs', 'setlist_songs', 'users', 'user_bans', 'votes'] : [],
    },
  };
  return json(body, down ? 500 : 200, NO_STORE);
}

const CORS = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Methods': 'GET, OPTIONS' };

export const healthRoutes: RouteTable = [
  [
    '/api/health',
    { GET: health, OPTIONS: () => ({ ...jsonText('{}'), headers: { ...jsonText('{}').headers, ...CORS } }) },
  ],
  ['/api/health/comprehensive', { GET: comprehensive }],
  ['/api/health/db', { GET: healthDb }],
  ...dashboardRoutes,
];
