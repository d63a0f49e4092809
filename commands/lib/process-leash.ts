// Preloaded (`node --import`) into every process that a command starts: when the command has ended, even by SIGKILL,
// the pipe that is our standard input closes, and this process ends with its whole group.
const GRACE_MS = 2_000;

const end = (): void => {
  const signalGroup = (signal: NodeJS.Signals): void => {
    try {
      process.kill(-process.pid, signal);
    } catch {
      process.exit(3); // no own process group: end only this process
    }
  };
  setTimeout(() => signalGroup('SIGKILL'), GRACE_MS);
  signalGroup('SIGTERM');
};

// Node passes this preload to a child's own workers; only the child itself has the pipe.
if (process.env['MYSETLIST_LEASH'] === String(process.ppid)) {
  process.stdin.on('end', end);
  process.stdin.on('error', end);
  process.stdin.resume();
  // The open pipe must not keep a finished process running.
  (process.stdin as unknown as { unref?: () => void }).unref?.();
}
