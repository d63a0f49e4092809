// The script and what it imports: read, stripped of types and checked once; then made anew in a realm for every VU.
import { existsSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { EngineError, EXIT, Refusal } from './codes.ts';
import { scan } from './scan.ts';
import { MISSING_BUILTINS, MODULES } from './support.ts';

export type Values = Record<string, unknown>;
/** A VU's own JavaScript world: its globals and constructors. */
export type Realm = typeof globalThis & Values;
type File = { source: string; keys: Map<string, number>; cached?: Buffer };

/** Node's types do not know it yet. */
type Cacheable = vm.SourceTextModule & { createCachedData?: () => Buffer };

export class Program {
  readonly entry: string;
  readonly #files = new Map<string, File>();

  /** @throws EngineError: 255 without a file, 107 where it is no script, 104 for what this engine has not. */
  constructor(entry: URL) {
    this.entry = entry.href;
    if (!existsSync(entry)) throw new EngineError(EXIT.other, `no such script: ${fileURLToPath(entry)}`);
    this.#read(entry.href);
  }

  #read(href: string): void {
    if (this.#files.has(href)) return;
    const path = fileURLToPath(href);
    const text = readFileSync(path, 'utf8');
    const source = href.endsWith('.ts') ? stripped(text, path) : text;
    const { imports, keys } = scan(source, path);
    this.#files.set(href, { source, keys });
    for (const name of imports) {
      if (name in MODULES) continue;
      const next = new URL(name, href);
      if (!existsSync(next))
        throw new EngineError(EXIT.scriptException, `${path}: "${name}" couldn't be found on local disk`);
      this.#read(next.href);
    }
  }

  /** Where a property of that name stands in the script: for refusals of options. */
  where(key: string): string {
    const line = this.#files.get(this.entry)?.keys.get(key);
    return `${fileURLToPath(this.entry)}${line === undefined ? '' : `:${line}`}`;
  }

  /** Runs the init code with these modules. @returns the script's exports. */
  async load(context: vm.Context, modules: Readonly<Record<string, Values>>): Promise<Values> {
    const made = new Map<string, vm.Module>();
    const builtIn = (name: string): vm.Module => {
      const values = modules[name] ?? {};
      const names = [...Object.keys(values), 'default'];
      return new vm.SyntheticModule(
        names,
        function () {
          for (const key of names) this.setExport(key, key === 'default' ? values : values[key]);
        },
        { context, identifier: name },
      );
    };
    const module = (name: string, parent: string): vm.Module => {
      const href = name in MODULES ? name : new URL(name, parent).href;
      let known = made.get(href);
      if (!known) made.set(href, (known = name in MODULES ? builtIn(name) : this.#compile(href, context)));
      return known;
    };
    const entry = module(this.entry, this.entry);
    await entry.link((name, parent) => module(name, parent.identifier));
    await entry.evaluate();
    return entry.namespace as Values;
  }

  #compile(href: string, context: vm.Context): vm.SourceTextModule {
    const file = this.#files.get(href) as File;
    const options = { context, identifier: href };
    const made: Cacheable = new vm.SourceTextModule(file.source, {
      ...options,
      ...(file.cached ? { cachedData: file.cached } : {}),
    });
    const cached = file.cached ?? made.createCachedData?.();
    if (cached) file.cached = cached;
    return made;
  }
}

function stripped(text: string, path: string): string {
  try {
    return stripTypeScriptTypes(text);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX')
      throw new Refusal(`TypeScript that makes code (${message.split('\n')[0]})`, path);
    throw new EngineError(EXIT.scriptException, `${path}: ${message}`);
  }
}

/** Removes what k6 does not have. What differs between the two interpreters ends the run when a script uses it. */
const PRELUDE = new vm.Script(`((table, touched) => {
  delete globalThis.console;
  for (const [path, names] of Object.entries(table)) {
    const owner = path === 'globalThis' ? globalThis : path.split('.').reduce((o, key) => o[key], globalThis);
    for (const name of names) {
      if (path === 'globalThis') delete owner[name];
      else if (name in owner) Object.defineProperty(owner, name, { get() { touched(path + '.' + name); }, enumerable: false, configurable: true });
    }
  }
})`);

/** `touched` throws where the script uses a function of JavaScript that k6's interpreter has not, or has otherwise. */
export function makeRealm(touched: (what: string) => void): { realm: Realm; context: vm.Context } {
  const context = vm.createContext(vm.constants.DONT_CONTEXTIFY);
  (PRELUDE.runInContext(context) as (table: unknown, touched: unknown) => void)(MISSING_BUILTINS, touched);
  return { realm: context as unknown as Realm, context };
}
