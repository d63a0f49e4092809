// Preloaded (`node --import`) into every process that a command starts: when the command is gone, even by SIGKILL,
// the pipe that is our standard input closes, and this process ends with its whole group.
const GRACE_MS = 2_000;

const end = (): void => {
  const signalGroup = (signal: NodeJS.Signals): void => {
    try {
      process.kill(-process.pid, signal);
    } catch {
      process.exit(3); // no group of our own: end at least ourselves
    }
  };
  setTimeout(() => signalGroup('SIGKILL'), GRACE_MS);
  signalGroup('SIGTERM');
};

// Node hands this preload on to the workers that a child forks; only the child itself hangs on the pipe.
if (process.env['MYSETLIST_LEASH'] === String(process.ppid)) {
  process.stdin.on('end', end);
  process.stdin.on('error', end);
  process.stdin.resume();
  // The leash must not keep a finished process alive.
  (process.stdin as unknown as { unref?: () => void }).unref?.();
}
