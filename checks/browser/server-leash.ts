// `node --import ./checks/browser/server-leash.ts server.ts`: ends the server when the process that started it is gone. A runner that was
// killed cannot stop its server.
const LOOK_EVERY_MS = 500;
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(0);
}, LOOK_EVERY_MS).unref();
