// A site in a process of its own, which answers at once whatever its parent does. It sends its port.
import http from 'node:http';
import type { AddressInfo } from 'node:net';

const server = http.createServer((_request, response) => response.end('hello'));
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
