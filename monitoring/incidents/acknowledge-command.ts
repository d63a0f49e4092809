// The command that takes an incident, to be copied.
import { shellQuoted } from '../../common/shell-quoted.ts';

export const acknowledgeCommand = (target: string, incident: string): string =>
  `npm run incidents -- --target ${shellQuoted(target)} --acknowledge ${incident} --by NAME`;
