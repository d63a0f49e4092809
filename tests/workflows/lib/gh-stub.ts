// `gh api [--silent] [--method M] PATH [-f name=value]... [--jq .field]`, nothing else.
const args = process.argv.slice(2);
if (args.shift() !== 'api') throw new Error('gh-stub knows `gh api` only');
let method = 'GET';
let path = '';
let field = '';
let isSilent = false;
const body: Record<string, string> = {};
while (args.length > 0) {
  const arg = args.shift() ?? '';
  if (arg === '--silent') isSilent = true;
  else if (arg === '--method') method = args.shift() ?? '';
  else if (arg === '--jq') field = (args.shift() ?? '').slice(1);
  else if (arg === '-f') {
    const [, name = '', value = ''] = /^([^=]+)=([\s\S]*)$/.exec(args.shift() ?? '') ?? [];
    body[name] = value;
  } else if (path === '' && !arg.startsWith('-')) path = arg;
  else throw new Error(`gh-stub does not know ${arg}`);
}
const response = await fetch(`${process.env['GITHUB_API_URL'] ?? ''}/${path}`, {
  method,
  headers: { authorization: `Bearer ${process.env['GH_TOKEN'] ?? ''}` },
  ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
});
const text = await response.text();
if (!response.ok) {
  console.error(`gh: ${text} (HTTP ${response.status})`);
  process.exit(1);
}
if (field !== '') console.log(String((JSON.parse(text) as Record<string, unknown>)[field]));
else if (!isSilent) console.log(text);
