// Stable addresses below the status page's folder, for the page itself and for links to it (notices, summaries).

/**
 * A name valid in every file system, in GitHub's artifacts and in a URL, since ids of ticks contain colons. Ids that differ only there get
 * the same name.
 */
export const fileNameOf = (id: string): string => id.replaceAll(/[^\w.-]+/g, '-').replace(/^\.+/, '-');

export const incidentPath = (id: string): string => `incidents/${fileNameOf(id)}.html`;
export const runPath = (runId: string): string => `runs/${fileNameOf(runId)}.html`;

/** The whole address of a path of the page; undefined if the page's address is not set. */
export const pageLink = (base: string | undefined, path: string): string | undefined =>
  base === undefined || base === '' ? undefined : new URL(path, base.endsWith('/') ? base : `${base}/`).href;
