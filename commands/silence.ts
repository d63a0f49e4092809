// npm run silence: nobody is told for a while; what is seen meanwhile is kept, marked and not judged.
import { runCommand } from './lib/run-command.ts';

await runCommand('silence', async (config) => {
  const { silence } = await import('./lib/silence-command.ts');
  await silence(config);
});
