// Where a link into a Markdown file leads on GitHub: the headings' slugs, and `<a id>`. `{#id}` behind a heading is plain text there.

/** GitHub's rule for a heading: lower case, no punctuation, hyphens for blanks; a second one of the same name ends in -1. */
function slugsOf(headings: readonly string[]): string[] {
  const used = new Map<string, number>();
  return headings.map((heading) => {
    const slug = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
      .replaceAll(' ', '-');
    const times = used.get(slug) ?? 0;
    used.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  });
}

export function anchorsOf(markdown: string): ReadonlySet<string> {
  const prose = markdown.replaceAll(/^ *```[^]*?^ *```$/gm, '');
  const headings = [...prose.matchAll(/^#{1,6} +(.*?) *#*$/gm)].map(([, text = '']) => text);
  const own = [...prose.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, id = '']) => id);
  return new Set([...slugsOf(headings), ...own]);
}
