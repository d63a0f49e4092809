// The script and what it imports: read, stripped of types and checked once; then evaluated anew in a realm for every VU.
import { existsSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { EngineError, EXIT, Refusal } from './codes.ts';
import { scan } from './scan.ts';
import { MISSING_BUILTINS, MISSING_NAMES, MODULES } from './support.ts';

export type Values = Record<string, unknown>;
/** A VU's own JavaScript world: its globals and constructors. */
export type Realm = typeof globalThis & Values;
type File = { source: string; keys: Map<string, number>; cached?: Buffer };
/** Node's types do not know this method yet. */
type Cacheable = vm.SourceTextModule & { createCachedData(): Buffer };

function stripped(text: string, path: string): string {
  try {
    return path.endsWith('.ts') ? stripTypeScriptTypes(text) : text;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX')
      throw new EngineError(EXIT.scriptException, `${path}: ${message}`);
    throw new Refusal(`TypeScript that makes code (${message.split('\n')[0]})`, path);
  }
}

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
    const path = fileURLToPath(href);
    const source = stripped(readFileSync(path, 'utf8'), path);
    const { imports, keys } = scan(source, path);
    this.#files.set(href, { source, keys });
    for (const name of imports.filter((one) => !(one in MODULES))) {
      const next = new URL(name, href);
      if (!existsSync(next))
        throw new EngineError(EXIT.scriptException, `${path}: "${name}" couldn't be found on local disk`);
      if (!this.#files.has(next.href)) this.#read(next.href);
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
    const module = (href: string): vm.Module => {
      const values = modules[href];
      const known = made.get(href) ?? (values ? builtIn(href, values, context) : this.#compile(href, context));
      made.set(href, known);
      return known;
    };
    const entry = module(this.entry);
    await entry.link((name, { identifier }) => module(name in MODULES ? name : new URL(name, identifier).href));
    await entry.evaluate();
    return entry.namespace as Values;
  }

  /** V8's compiled form is kept for the next VU. */
  #compile(href: string, context: vm.Context): vm.Module {
    const file = this.#files.get(href) as File;
    const cachedData = file.cached && { cachedData: file.cached };
    const module = new vm.SourceTextModule(file.source, { context, identifier: href, ...cachedData });
    file.cached ??= (module as Cacheable).createCachedData();
    return module;
  }
}

/** What is imported and missing is undefined: the scan has seen that it is not used. */
function builtIn(identifier: string, values: Values, context: vm.Context): vm.Module {
  const names = Object.keys(MODULES[identifier] ?? {});
  const module = new vm.SyntheticModule(
    [...names, 'default'],
    () => {
      for (const name of names) module.setExport(name, values[name]);
      module.setExport('default', values);
    },
    { context, identifier },
  );
  return module;
}

/** Removes what k6 does not have, and guards what it has in another form. */
const PRELUDE = new vm.Script(`((removed, guarded, refuse) => {
  for (const name of ['console', ...removed]) delete globalThis[name];
  for (const [path, names] of Object.entries(guarded)) {
    const owner = path.split('.').reduce((object, key) => object[key], globalThis);
    for (const name of names.filter((one) => one in owner))
      Object.defineProperty(owner, name, { get: () => refuse(path + '.' + name), enumerable: false, configurable: true });
  }
})`);

/** `refuse` is called where the script uses a function of JavaScript that k6's interpreter may not have. */
export function makeRealm(refuse: (what: string) => never): { realm: Realm; context: vm.Context } {
  const context = vm.createContext(vm.constants.DONT_CONTEXTIFY);
  const prepare = PRELUDE.runInContext(context) as (...given: unknown[]) => void;
  prepare(MISSING_NAMES, MISSING_BUILTINS, refuse);
  return { realm: context as unknown as Realm, context };
}
