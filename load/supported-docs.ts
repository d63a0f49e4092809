// docs/load-engine.md: what the embedded engine has of k6, from the tables that decide it.
import { EXIT } from './engine/codes.ts';
import {
  EXECUTORS,
  FLAGS,
  MISSING_BUILTINS,
  MISSING_FLAGS,
  MISSING_GLOBALS,
  MISSING_IN_RESPONSE,
  MISSING_NAMES,
  MISSING_PARAMS,
  MODULES,
  OPTIONS,
  SHORT,
} from './engine/support.ts';

const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;
const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.map(code).join(', '));

function moduleRows(): string[] {
  return Object.entries(MODULES).map(([module, api]) => {
    const names = Object.keys(api);
    const missing = names.filter((name) => api[name] !== true);
    return `| ${code(module)} | ${list(names.filter((name) => api[name] === true))} | ${list(missing)} |`;
  });
}

const insteadRows = (): string[] =>
  Object.entries(MODULES).flatMap(([module, api]) =>
    Object.entries(api).flatMap(([name, support]) =>
      typeof support === 'string' && support !== ''
        ? [`| ${code(`${module.replace('k6/', '')}.${name}`)} | ${code(support)} |`]
        : [],
    ),
  );

function optionRows(): string[] {
  return Object.entries(OPTIONS).map(
    ([name, { flag, variable, missing }]) =>
      `| ${code(name)} | ${flag === undefined ? '' : code(`--${flag}`)} | ${variable === undefined ? '' : code(variable)} | ${missing ? 'refused' : 'yes'} |`,
  );
}

/** The whole page. */
export function loadEnginePage(): string {
  const builtIns = Object.entries(MISSING_BUILTINS).flatMap(([owner, names]) =>
    names.map((name) => `${owner}.${name}`),
  );
  return `<!-- Written by \`npm run generate\` from load/engine/support.ts. -->

# What the embedded load engine has of k6

It runs scripts in k6's async style (\`http.asyncRequest\`, \`await\`, \`setTimeout\`, \`Promise.all\`), all VUs on one event loop. For every script it does what
k6 2.2 does, or ends with ${EXIT.invalidConfig} before the first request and names what it has not, with file and line. What shows only when the script runs
(a computed name, a selector, digest authentication) ends the whole run with ${EXIT.invalidConfig}; it is never an exception of one iteration at exit 0.

## Modules

| module | there | refused |
| --- | --- | --- |
${moduleRows().join('\n')}

Any other name, any other module, npm packages, addresses and \`import()\` are refused, and so is a module as a value (\`const h = http\`). Of a
response ${list(MISSING_IN_RESPONSE)}, of a request's parameters ${list(Object.keys(MISSING_PARAMS))} are refused, and so are bodies that are no text
(\`responseType: 'binary'\`, forms, \`open(file, 'b')\`, bytes from handleSummary), selectors of \`json()\`, and user names in addresses.
TypeScript is stripped of its types; what makes code (\`enum\`) is refused.

## What to write instead

| blocking | async |
| --- | --- |
${insteadRows().join('\n')}

## Options, flags and variables

| option | flag of \`k6 run\` | variable | there |
| --- | --- | --- | --- |
${optionRows().join('\n')}

Flags without an option: ${list(Object.keys(FLAGS).map((name) => `--${name}`))}. Refused: ${list(MISSING_FLAGS.map((name) => `--${name}`))}.
Short forms: ${list(Object.entries(SHORT).map(([short, name]) => `-${short} --${name}`))}. \`--report\` and \`--parent-pipe\` are the suite's own. A flag that k6 has not ends with ${EXIT.other}, as there.

## Executors

| executor | fields |
| --- | --- |
${Object.entries(EXECUTORS)
  .map(([name, fields]) => `| ${code(name)} | ${list(fields)} |`)
  .join('\n')}

## Thresholds

\`aggregation operator number\`, as in k6: counters \`count\`, \`rate\`; gauges \`value\`; rates \`rate\`; trends \`avg\`, \`min\`, \`max\`, \`med\`, \`p(N)\`. Sub-metrics by tags,
\`abortOnFail\`, \`delayAbortEval\`. A rate without samples crosses nothing, a counter without samples counts 0: as in k6.

## JavaScript

A script sees the globals that k6 gives it, and none of Node's: \`URL\`, \`fetch\`, \`Buffer\` and \`process\` are a ReferenceError, as in k6. Of k6's own globals ${list(MISSING_GLOBALS)} are
refused where a script uses them. ${list(MISSING_NAMES)} are not there. What k6's interpreter has
in another form, or may not have, ends the run when it is used: ${list(builtIns)};
also async generators, \`for await\`, \`using\` and the flags \`v\` and \`d\` of regular expressions.

## What no table shows

- A script that computes without a pause keeps every other VU waiting, and cannot be interrupted: the run says that its generator was overloaded.
- A site on this machine waits for a core as the engine does: where every core is busy for over 90 % of the time, its drops and slow answers are "inconclusive".
- \`http_req_blocked\` and \`http_req_connecting\` are this process's own; \`http_req_looking_up\` is always 0.
- The text of the exception of \`response.json()\` for a body that is no JSON: it begins as in k6 ("cannot parse json due to an error: "), and then has V8's
  words in the place of Go's.
- \`--execution-segment\` takes this instance's share of VUs, iterations and arrivals, as k6 stripes them.
`;
}
