// After a release vX.Y.Z: the tag vX names the same commit. A tag of another form moves nothing.
import { annotate } from './runner-files.ts';
import { ApiError, github } from './web-api.ts';

const env = process.env;
const tag = env['TAG'] ?? '';
const [, major] = /^(v[1-9]\d*)\.\d+\.\d+$/.exec(tag) ?? [];
const sha = env['GITHUB_SHA'] ?? '';
if (major === undefined || !/^[0-9a-f]{40}$/.test(sha)) {
  annotate('error', 'release', `"${tag}" at "${sha}" is no release of the form v1.2.3: no tag was moved`);
  process.exit(4);
}
const api = github();
const refs = `/repos/${env['GITHUB_REPOSITORY'] ?? ''}/git/refs`;
try {
  try {
    await api('PATCH', `${refs}/tags/${major}`, { sha, force: true });
  } catch (error) {
    // 422: there is no such tag yet.
    if (!(error instanceof ApiError) || error.status !== 422) throw error;
    await api('POST', refs, { ref: `refs/tags/${major}`, sha });
  }
  annotate('notice', 'release', `${major} is ${tag} (${sha})`);
} catch (error) {
  annotate('error', 'release', error instanceof Error ? error.message : String(error));
  process.exit(3);
}
