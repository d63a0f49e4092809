// A site in a process of its own, which answers at once whatever its parent does, or closes the connection at once. It sends its port.
import http from 'node:http';
import type { AddressInfo } from 'node:net';

const server = http.createServer((request, response) =>
  request.url === '/closes' ? request.socket.destroy() : response.end('hello'),
);
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
