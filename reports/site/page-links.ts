// Stable addresses below the status page's folder, for the page itself and for whoever links to it (notices, summaries).

/** A name that every file system, GitHub's artifacts and an address take: ids of ticks hold colons. Two ids that differ only there are one. */
export const fileNameOf = (id: string): string => id.replaceAll(/[^\w.-]+/g, '-').replace(/^\.+/, '-');

export const incidentPath = (id: string): string => `incidents/${fileNameOf(id)}.html`;
export const runPath = (runId: string): string => `runs/${fileNameOf(runId)}.html`;

/** The whole address of a path of the page; undefined where nobody said where the page is published. */
export const pageLink = (base: string | undefined, path: string): string | undefined =>
  base === undefined || base === '' ? undefined : new URL(path, base.endsWith('/') ? base : `${base}/`).href;
