// Everything in the repository that is written by code. One row a room; `npm run generate` writes the files and a test compares them.
import { checkList, LISTS, listFile, objectList, shapeList, SHAPES_FILE } from './generated-lists.ts';

/** A path below the repository's root, with `/`, and the whole text of that file. */
export type GeneratedFile = readonly [path: string, text: string];

// In this order, each loaded when it is its turn. What comes later imports the lists before it: an old list would lack a new file, or
// name one that is gone.
const GENERATORS: readonly (() => Promise<readonly GeneratedFile[]>)[] = [
  ...LISTS.map((list) => async (): Promise<GeneratedFile[]> => [[listFile(list), await objectList(list)]]),
  async () => [[SHAPES_FILE, await shapeList()]],
  async () => {
    const { collectChecks } = await import('../../checks/declarations/collect-checks.ts');
    const { LOAD_CHECKS } = await import('../../load/load-checks.ts');
    return [['checks/checks.generated.ts', await checkList(await collectChecks(LOAD_CHECKS))]];
  },
  async () => {
    const { generateSchemas } = await import('../../contracts/contract-list.ts');
    return [...generateSchemas()].map(([name, text]) => [`contracts/published/${name}`, text]);
  },
  async () => {
    const { verdictJsonSchema } = await import('../../reports/verdict/verdict-format.ts');
    return [['reports/verdict/verdict.schema.json', verdictJsonSchema()]];
  },
  async () => {
    const { environmentPage } = await import('./environment-table.ts');
    return [['docs/environment.md', environmentPage()]];
  },
  async () => {
    const { runbookCoverage } = await import('./runbook-coverage.ts');
    return [['docs/runbook-coverage.md', runbookCoverage()]];
  },
  async () => {
    const { loadEnginePage } = await import('../../load/supported-docs.ts');
    return [['docs/load-engine.md', loadEnginePage()]];
  },
  async () => {
    const { prometheusRules } = await import('../../monitoring/prometheus/rule-file.ts');
    return [['monitoring/prometheus/synthetic-rules.yml', prometheusRules()]];
  },
  async () => {
    const { faultTable } = await import('../../proof/fault-table.ts');
    return [['docs/fault-matrix.md', faultTable()]];
  },
  async () => {
    const { weaknessList } = await import('../../checks/audits/weakness-list.ts');
    return [['checks/audits/known-weaknesses.generated.json', weaknessList()]];
  },
  async () => {
    const { mutationPage, readmeWithFigures } = await import('./proof-figures-file.ts');
    return [
      ['README.md', readmeWithFigures()],
      ['docs/mutation.md', mutationPage()],
    ];
  },
];

/** One room after the other: write what one has given before the next one is asked for. */
export async function* generatedFiles(): AsyncGenerator<GeneratedFile> {
  for (const files of GENERATORS) yield* await files();
}
