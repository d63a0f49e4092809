// A libsql server for tests: serves a database file over the client's HTTP protocol. Each baton is one stream, as on a real server.
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient, type Client, type ResultSet, type Transaction } from '@libsql/client';
import { errorToWire, fromWire, resultToWire, type Cond, type Stmt, type StreamRequest } from './hrana-wire.ts';

/** One connection. SQL statements begin and end its transactions. */
type Stream = { client: Client; tx: Transaction | undefined; release: () => void; stored: Map<number, string> };

/** Only one writer at a time, as on a real server. */
let writers: Promise<void> = Promise.resolve();
async function writerTurn(): Promise<() => void> {
  const before = writers;
  const { promise, resolve } = Promise.withResolvers<void>();
  writers = promise;
  await before;
  return resolve;
}
function end(stream: Stream): void {
  stream.tx?.close();
  stream.tx = undefined;
  stream.release();
}

async function execute(stream: Stream, stmt: Stmt): Promise<ResultSet | undefined> {
  const sql = stmt.sql ?? stream.stored.get(stmt.sql_id ?? -1) ?? '';
  if (/^\s*BEGIN/i.test(sql)) {
    const isWriter = /IMMEDIATE/i.test(sql);
    if (isWriter) stream.release = await writerTurn();
    stream.tx = await stream.client.transaction(isWriter ? 'write' : 'deferred');
    return undefined;
  }
  if (/^\s*(COMMIT|ROLLBACK)/i.test(sql)) {
    if (/COMMIT/i.test(sql)) await stream.tx?.commit();
    end(stream);
    return undefined;
  }
  return (stream.tx ?? stream.client).execute({ sql, args: (stmt.args ?? []).map(fromWire) });
}

async function batch(stream: Stream, steps: { stmt: Stmt; condition?: Cond }[]): Promise<object> {
  const results: (object | null)[] = [];
  const errors: (object | null)[] = [];
  const holds = (cond: Cond): boolean => {
    if (cond.type === 'ok') return Boolean(results[cond.step ?? -1]);
    if (cond.type === 'error') return Boolean(errors[cond.step ?? -1]);
    if (cond.type === 'not') return !holds(cond.cond as Cond);
    if (cond.type === 'and') return (cond.conds ?? []).every(holds);
    if (cond.type === 'or') return (cond.conds ?? []).some(holds);
    return stream.tx === undefined; // is_autocommit
  };
  for (const { stmt, condition } of steps) {
    results.push(null);
    errors.push(null);
    if (condition && !holds(condition)) continue;
    try {
      results[results.length - 1] = resultToWire(await execute(stream, stmt));
    } catch (error) {
      errors[errors.length - 1] = errorToWire(error);
    }
  }
  return { step_results: results, step_errors: errors };
}

async function answer(stream: Stream, request: StreamRequest): Promise<object> {
  switch (request.type) {
    case 'execute':
      return { type: 'execute', result: resultToWire(await execute(stream, request.stmt)) };
    case 'batch':
      return { type: 'batch', result: await batch(stream, request.batch.steps) };
    case 'store_sql':
      stream.stored.set(request.sql_id, request.sql);
      return { type: 'store_sql' };
    case 'close_sql':
      stream.stored.delete(request.sql_id);
      return { type: 'close_sql' };
    case 'sequence':
      await stream.client.executeMultiple(request.sql ?? stream.stored.get(request.sql_id ?? -1) ?? '');
      return { type: 'sequence' };
    case 'get_autocommit':
      return { type: 'get_autocommit', is_autocommit: stream.tx === undefined };
    case 'close':
      end(stream);
      stream.client.close();
      return { type: 'close' };
  }
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
};

export type LibsqlServer = { url: string; token: string; requests: () => number; close: () => Promise<void> };

/** Serves `file`; rejects requests without the token. */
export async function startLibsqlServer(file: string): Promise<LibsqlServer> {
  const token = randomBytes(8).toString('hex');
  const streams = new Map<string, Stream>();
  let requests = 0;
  const first = createClient({ url: `file:${file}` });
  await first.execute('PRAGMA journal_mode = WAL');
  first.close();
  const server = createServer((request, response) => {
    void (async () => {
      requests += 1;
      if (request.headers.authorization !== `Bearer ${token}`) return response.writeHead(401).end('no');
      if (request.method === 'GET') return response.writeHead(request.url === '/v2' ? 200 : 404).end();
      const { baton, requests: asked } = JSON.parse(await bodyOf(request)) as {
        baton: string | null;
        requests: StreamRequest[];
      };
      const stream = (baton === null ? undefined : streams.get(baton)) ?? {
        client: createClient({ url: `file:${file}`, timeout: 5_000 }),
        tx: undefined,
        release: () => undefined,
        stored: new Map<number, string>(),
      };
      if (baton !== null) streams.delete(baton);
      const results: object[] = [];
      for (const one of asked) {
        try {
          results.push({ type: 'ok', response: await answer(stream, one) });
        } catch (error) {
          results.push({ type: 'error', error: errorToWire(error) });
        }
      }
      const isClosed = asked.some(({ type }) => type === 'close');
      const next = isClosed ? null : randomBytes(8).toString('hex');
      if (next !== null) streams.set(next, stream);
      response.writeHead(200, { 'content-type': 'application/json' });
      return response.end(JSON.stringify({ baton: next, base_url: null, results }));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    requests: () => requests,
    close: async () => {
      for (const stream of streams.values()) {
        end(stream);
        stream.client.close();
      }
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
