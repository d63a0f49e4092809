// Answers after ?ms= milliseconds and says in a header how long it had the request, by its own clock. Sends its port to its parent.
import { setTimeout as wait } from 'node:timers/promises';
import { startBareServer } from './bare-server.ts';

const port = await startBareServer(async (url, took) => {
  await wait(Number(url.searchParams.get('ms')));
  return { body: '{}', headers: { 'x-server-ms': took().toFixed(3) } };
});
process.send?.(port);
process.on('disconnect', () => process.exit());
