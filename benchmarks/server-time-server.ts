// Answers after ?ms= milliseconds and says in a header how long it had the request, by its own clock. Sends its port to its parent.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const server = createServer((request, response) => {
  const began = performance.now();
  const ms = Number(new URL(request.url ?? '/', 'http://server.invalid').searchParams.get('ms'));
  setTimeout(() => {
    response.setHeader('x-server-ms', (performance.now() - began).toFixed(3));
    response.end('{}');
  }, ms);
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
