// Answers after ?ms= milliseconds and says in a header how long it had the request, by its own clock: from the bytes that came in to
// those that go out. A bare socket, since an HTTP server looks at its clock only after it has parsed. Sends its port to its parent.
import { createServer, type AddressInfo } from 'node:net';

const server = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.once('data', (request) => {
    const began = performance.now();
    const ms = Number(/ms=(\d+)/.exec(request.toString('latin1'))?.[1]);
    setTimeout(() => {
      const taken = (performance.now() - began).toFixed(3);
      socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx-server-ms: ${taken}\r\nconnection: close\r\n\r\n{}`);
    }, ms);
  });
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
