// Reads a channel's variables and collects their mistakes. Never prints a value, because most values are secrets.
export class EnvReader {
  readonly mistakes: string[] = [];
  readonly #env: NodeJS.ProcessEnv;
  readonly #known: ReadonlySet<string>;

  /** `known`: the variables that the channel declares. */
  constructor(env: NodeJS.ProcessEnv, known: readonly string[]) {
    this.#env = env;
    this.#known = new Set(known);
  }

  mistake(text: string): void {
    this.mistakes.push(text);
  }

  /** Undefined if not set or blank. Throws if the channel does not declare the variable, because the docs would not list it. */
  text(name: string): string | undefined {
    if (!this.#known.has(name)) throw new Error(`a channel reads ${name} but does not declare it`);
    return this.#env[name]?.trim() || undefined;
  }

  /** An http(s) address. `example` is shown in the error. */
  url(name: string, example: string): URL | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url && /^https?:$/.test(url.protocol)) return url;
    this.mistake(`${name} is not an http(s) address. It looks like ${example}`);
    return undefined;
  }

  /** A text that matches `pattern`. `form` describes it in the error. */
  matching(name: string, pattern: RegExp, form: string): string | undefined {
    const text = this.text(name);
    if (text === undefined || pattern.test(text)) return text;
    this.mistake(`${name} is not ${form}`);
    return undefined;
  }

  /** True if all are set. If only some are set, reports a mistake that names the missing ones. */
  together(...names: string[]): boolean {
    const missing = names.filter((name) => this.text(name) === undefined);
    if (missing.length === 0 || missing.length === names.length) return missing.length === 0;
    const set = names.filter((name) => !missing.includes(name));
    this.mistake(
      `${set.join(' and ')} ${set.length === 1 ? 'needs' : 'need'} ${missing.join(' and ')} as well: set all or none`,
    );
    return false;
  }
}
