// Whether to colour: the variables that other tools read, in their usual order. https://no-color.org, https://force-color.org

type Env = Readonly<Record<string, string | undefined>>;

/** An empty variable counts as none. NO_COLOR wins, then FORCE_COLOR (`0` and `false` switch off), then CI logs that show colours, then a terminal. */
export function wantsColour(env: Env, isTerminal: boolean): boolean {
  if (env['NO_COLOR']) return false;
  const forced = env['FORCE_COLOR'];
  if (forced) return forced !== '0' && forced !== 'false';
  if (env['TERM'] === 'dumb') return false;
  return isTerminal || env['GITHUB_ACTIONS'] === 'true' || env['GITLAB_CI'] === 'true';
}
