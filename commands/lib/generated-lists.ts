// The lists that are made from the files beside them: which contract, security check, journey and load script there is.
import { existsSync, globSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import type { DeclaredCheck } from '../../reports/result.ts';
import { ROOT } from './run-folder.ts';

const HEAD = '// Written by `npm run generate` from the files themselves. Do not edit.\n';

/** The file's text as prettier leaves it. */
export async function formatted(file: string, text: string): Promise<string> {
  const options = await resolveConfig(path.join(ROOT, file));
  return format(`${HEAD}${text}`, { ...options, filepath: file });
}

/** A list of objects that stand in a file each: which folder and suffix, what an id begins with, and the list's name and type. */
export type ObjectList = {
  folder: string;
  suffix: string;
  idPrefix: string;
  name: string;
  type: string;
  typeFrom: string;
};

export const LISTS: readonly ObjectList[] = [
  {
    folder: 'contracts',
    suffix: '.contract.ts',
    idPrefix: 'contract.',
    name: 'CONTRACTS',
    type: 'Contract',
    typeFrom: './contract.ts',
  },
  {
    folder: 'checks/security',
    suffix: '.security.ts',
    idPrefix: 'security.',
    name: 'SECURITY_CHECKS',
    type: 'SecurityCheck',
    typeFrom: './security-request.ts',
  },
];

/** Where a list is written. */
export const listFile = ({ folder, name }: ObjectList): string =>
  `${folder}/${name.toLowerCase().replaceAll('_', '-')}.generated.ts`;

/**
 * The source of a list: each file of the folder with the suffix exports one object whose id begins with the prefix. In the order of
 * the file names. Throws where a file exports none or several.
 */
export async function objectList(list: ObjectList): Promise<string> {
  const { folder, suffix, idPrefix, name, type, typeFrom } = list;
  const files = globSync(`*${suffix}`, { cwd: path.join(ROOT, folder) }).toSorted();
  const entries: { file: string; key: string }[] = [];
  for (const file of files) {
    const exports = (await import(pathToFileURL(path.join(ROOT, folder, file)).href)) as Record<string, unknown>;
    const keys = Object.keys(exports).filter((key) => idOf(exports[key])?.startsWith(idPrefix));
    const [key, ...more] = keys;
    if (key === undefined || more.length > 0)
      throw new Error(
        `${folder}/${file} exports ${keys.length} objects with an id that begins with "${idPrefix}"; one is expected`,
      );
    entries.push({ file, key });
  }
  const imports = entries.map(({ file, key }) => `import { ${key} } from './${file}';`).join('\n');
  const keys = entries.map(({ key }) => key).join(', ');
  const text = `import type { ${type} } from '${typeFrom}';\n${imports}\n\nexport const ${name}: readonly ${type}[] = [${keys}];\n`;
  return formatted(listFile(list), text);
}

const SHAPES_FOLDER = 'load/shapes';
export const SHAPES_FILE = `${SHAPES_FOLDER}/shapes.generated.ts`;

/**
 * The source of the list of load shapes: NAME-shape.ts exports one object whose check has the id "load.NAME", beside the script
 * load/scripts/NAME.ts. Throws where one of both is missing.
 */
export async function shapeList(): Promise<string> {
  const entries: { name: string; key: string }[] = [];
  for (const file of globSync('*-shape.ts', { cwd: path.join(ROOT, SHAPES_FOLDER) }).toSorted()) {
    const name = file.slice(0, -'-shape.ts'.length);
    const exports = (await import(pathToFileURL(path.join(ROOT, SHAPES_FOLDER, file)).href)) as Record<string, unknown>;
    const key = Object.keys(exports).find((one) => {
      const shape = exports[one];
      return typeof shape === 'object' && shape !== null && 'check' in shape && idOf(shape.check) === `load.${name}`;
    });
    if (key === undefined)
      throw new Error(`${SHAPES_FOLDER}/${file} must export a shape whose check has the id "load.${name}"`);
    if (!existsSync(path.join(ROOT, 'load/scripts', `${name}.ts`)))
      throw new Error(`${SHAPES_FOLDER}/${file} has no script: write load/scripts/${name}.ts`);
    entries.push({ name, key });
  }
  const imports = entries.map(({ name, key }) => `import { ${key} } from './${name}-shape.ts';`).join('\n');
  const rows = entries.map(({ name, key }) => `${JSON.stringify(name)}: ${key}`).join(', ');
  return formatted(SHAPES_FILE, `${imports}\n\nexport const SHAPES = { ${rows} } as const;\n`);
}

const idOf = (value: unknown): string | undefined => {
  if (typeof value !== 'object' || value === null || !('id' in value)) return undefined;
  return typeof value.id === 'string' ? value.id : undefined;
};

/** The source of checks/checks.generated.ts. Throws where two checks have one id. */
export async function checkList(checks: readonly DeclaredCheck[]): Promise<string> {
  const ids = checks.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) {
    const files = checks.filter(({ id }) => id === twice).map(({ file }) => file);
    throw new Error(`two checks have the id "${twice}": ${files.join(', ')}`);
  }
  const rows = checks.map((check) => JSON.stringify(check)).join(',\n');
  return formatted(
    'checks/checks.generated.ts',
    `import type { DeclaredCheck } from '../reports/result.ts';\n\nexport const CHECKS: readonly DeclaredCheck[] = [${rows}];\n`,
  );
}
