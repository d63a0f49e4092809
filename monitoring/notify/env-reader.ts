// Reads a channel's variables and collects what is wrong with them. A value is never quoted: most of them are secrets.
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

  /** Undefined where it is not set or blank. Throws where the channel does not declare the variable: its row would be missing. */
  text(name: string): string | undefined {
    if (!this.#known.has(name)) throw new Error(`a channel reads ${name} and does not declare it`);
    return this.#env[name]?.trim() || undefined;
  }

  /** An http(s) address. `example` shows what one looks like. */
  url(name: string, example: string): URL | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url && /^https?:$/.test(url.protocol)) return url;
    this.mistake(`${name} is not an http(s) address. It looks like ${example}`);
    return undefined;
  }

  /** A text of a given form. `form` says in words what is expected. */
  matching(name: string, pattern: RegExp, form: string): string | undefined {
    const text = this.text(name);
    if (text === undefined || pattern.test(text)) return text;
    this.mistake(`${name} is not ${form}`);
    return undefined;
  }

  /** Whether all of them are set; where only some are, that is a mistake that names the missing ones. */
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
