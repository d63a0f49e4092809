// Where the action of a step is: in the workspace, or fetched beside it.
import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';
import type { Scope } from './step-types.ts';

/** `./x` is in the workspace, whatever repository the workflow is from. Others are fetched. */
export function actionFolder(uses: string, scope: Scope): string {
  if (uses.startsWith('./')) return path.join(scope.workspace, uses);
  const [repository = '', ref = ''] = uses.split('@');
  const source = scope.world.repositories[repository];
  if (source === undefined || ref === '') throw new Error(`Unable to resolve action ${uses}`);
  const into = path.join(path.dirname(scope.workspace), '_actions', repository, ref);
  if (!existsSync(into)) cpSync(source, into, { recursive: true });
  return into;
}
