// `node --import ./checks/browser/server-leash.ts server.ts`: ends the server when the process that started it has ended. A killed runner
// cannot stop its server.
const LOOK_EVERY_MS = 500;
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(0);
}, LOOK_EVERY_MS).unref();
