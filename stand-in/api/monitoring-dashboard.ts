// The monitoring dashboard (mysetlist-app.md 1.5).
import { json, readJson, type Answer, type Ask, type RouteTable } from '../http.ts';
import type { World } from '../world.ts';
import { external, MIB, residentBytes, SERVICES } from './service-state.ts';

function dashboard(_ask: Ask, world: World): Answer {
  const invented = world.has('dashboard-random');
  const requests = Math.max(1, world.requests);
  const errorRate = invented ? Math.random() * 0.05 : world.serverErrors / requests;
  const memory = Math.round(residentBytes(world) / MIB);
  const timestamp = world.now().toISOString();
  const services = SERVICES.map((service) => {
    const { status, error, responseTime } = external(service, world);
    const word = status === 'healthy' ? 'operational' : error === 'HTTP 429' ? 'degraded' : 'down';
    return [service, { status: word, response_time: responseTime, error_rate: status === 'healthy' ? 0 : 1 }] as const;
  });
  const alert = { id: 'memory-high', level: 'warning', message: `Memory at ${memory} MB`, timestamp, resolved: false };
  const body = {
    timestamp,
    uptime: world.uptime(),
    performance: {
      response_time_avg: invented ? 200 + Math.random() * 500 : world.totalMs / requests,
      error_rate: errorRate,
      throughput: invented ? 500 + Math.random() * 1000 : (requests / Math.max(1, world.uptime())) * 60,
      success_rate: invented ? 0.95 + Math.random() * 0.05 : 1 - errorRate,
    },
    infrastructure: {
      memory_usage: memory,
      cpu_usage: invented ? 10 + Math.random() * 80 : 12,
      database_connections: 5,
      cache_hit_rate: invented ? 0.8 + Math.random() * 0.2 : 0.9,
    },
    business: {
      active_users: 0,
      api_calls_24h: world.requests,
      votes_24h: world.has('database-down') ? 0 : world.votes.history.length,
      searches_24h: 0,
    },
    alerts: memory > 512 ? [alert] : [],
    external_apis: Object.fromEntries(services),
  };
  return json(body, 200, 'no-cache, max-age=30');
}

async function resolveAlert(ask: Ask): Promise<Answer> {
  const body = await readJson(ask);
  if (!body) return json({ error: 'Failed to process request' }, 500);
  return body['action'] === 'resolve' ? json({ success: true }) : json({ error: 'Invalid action' }, 400);
}

export const dashboardRoutes: RouteTable = [['/api/monitoring/dashboard', { GET: dashboard, POST: resolveAlert }]];
