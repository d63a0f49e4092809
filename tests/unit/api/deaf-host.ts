// Listens with the smallest backlog and tells its port; its parent then stops it.
import net from 'node:net';

const server = net.createServer();
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () =>
  process.send?.((server.address() as net.AddressInfo).port),
);
process.on('disconnect', () => process.exit());
