// The payload of each trigger: GitHub's published example, changed where our workflows look, and held against GitHub's published schema.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import type { Json } from './expressions.ts';
import { SITE_REPOSITORY } from './runner-world.ts';

type Payload = { [key: string]: Json };
type Example = { name: string; examples: Payload[] };
export type Event = { name: string; payload: Payload };

const require = createRequire(import.meta.url);
const examples = JSON.parse(
  readFileSync(require.resolve('@octokit/webhooks-examples/api.github.com/index.json'), 'utf8'),
) as Example[];
const schema = JSON.parse(readFileSync(require.resolve('@octokit/webhooks-schemas/schema.json'), 'utf8')) as object;
const ajv = new Ajv({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addSchema(schema, 'github');

const exampleOf = (name: string): Payload => structuredClone(examples.find((e) => e.name === name)?.examples[0]) ?? {};
const part = (payload: Payload, key: string): Payload => payload[key] as Payload;

/** Throws where the payload is none that GitHub sends. */
function checked(name: string, definition: string, payload: Payload): Event {
  const validate = ajv.getSchema(`github#/definitions/${definition.replaceAll('$', '%24')}`);
  if (validate === undefined) throw new Error(`no schema ${definition}`);
  if (validate(payload) !== true) throw new Error(`${name}: ${ajv.errorsText(validate.errors)}`);
  return { name, payload };
}

/** The examples are older than the schemas: these properties came later. */
const NEWER = {
  is_template: false,
  web_commit_signoff_required: false,
  topics: [],
  visibility: 'public',
  custom_properties: {},
};

function inRepository(payload: Payload, fullName: string = SITE_REPOSITORY): Payload {
  payload['repository'] = { ...NEWER, ...part(payload, 'repository'), full_name: fullName };
  return payload;
}

export function deploymentStatus(changes: {
  environment: string;
  state?: string;
  sha: string;
  url: string;
  id?: number;
}): Event {
  const payload = inRepository(exampleOf('deployment_status'));
  const state = changes.state ?? 'success';
  Object.assign(part(payload, 'deployment'), {
    environment: changes.environment,
    sha: changes.sha,
    id: changes.id ?? 4242,
  });
  Object.assign(part(payload, 'deployment_status'), {
    state,
    environment: changes.environment,
    environment_url: changes.url,
    target_url: changes.url,
  });
  return checked('deployment_status', 'deployment_status$created', payload);
}

/** What Vercel puts into `client_payload`. */
export function vercelDispatch(changes: { environment: string; sha: string; url: string; project?: string }): Event {
  const payload = inRepository(exampleOf('repository_dispatch'));
  payload['action'] = 'vercel.deployment.success';
  payload['client_payload'] = {
    id: 'dpl_4242',
    environment: changes.environment,
    url: changes.url,
    git: { ref: 'main', sha: changes.sha, shortSha: changes.sha.slice(0, 7) },
    project: { id: 'prj_1', name: changes.project ?? 'mysetlist-sonnet' },
    state: { type: 'success' },
  };
  return checked('repository_dispatch', 'repository_dispatch$event', payload);
}

export function workflowDispatch(inputs: Payload, repository: string = SITE_REPOSITORY): Event {
  const payload = inRepository(exampleOf('workflow_dispatch'), repository);
  payload['inputs'] = inputs;
  return checked('workflow_dispatch', 'workflow_dispatch$event', payload);
}

/** GitHub publishes neither example nor schema of it; the payload has the cron line and the repository. */
export const schedule = (cron: string): Event => ({
  name: 'schedule',
  payload: { schedule: cron, repository: part(exampleOf('push'), 'repository') },
});

export function releasePublished(tag: string, isPrerelease = false): Event {
  const payload = inRepository(exampleOf('release'));
  payload['action'] = 'published';
  Object.assign(part(payload, 'release'), {
    tag_name: tag,
    prerelease: isPrerelease,
    draft: false,
    name: tag,
    body: 'Notes',
    published_at: '2026-11-28T00:00:00Z',
  });
  return checked('release', 'release$published', payload);
}
