// Renders notices as people see them: `node tests/unit/notify/render-notices.ts FOLDER` writes one page for each channel. Slack and Discord
// are approximations; Teams uses Microsoft's own renderer; e-mail is the HTML that is sent. tests/pictures/draw-pictures.ts makes pictures of them.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { discordBody } from '../../../monitoring/notify/channels/discord-channel.ts';
import { mailHtml } from '../../../monitoring/notify/channels/email-channel.ts';
import { pagerDutyBody } from '../../../monitoring/notify/channels/pagerduty-channel.ts';
import { slackBody } from '../../../monitoring/notify/channels/slack-channel.ts';
import { teamsBody } from '../../../monitoring/notify/channels/teams-channel.ts';
import type { Notice } from '../../../monitoring/notify/notice.ts';
import { markup } from '../../../reports/formats/escape.ts';
import { AT, nastyNotice, sampleNotice } from './sample-notices.ts';

const STYLE = `body{font:15px system-ui,sans-serif;margin:12px;width:640px;color:#1d1c1d} pre{background:#f4f4f4;border:1px solid #ddd;border-radius:4px;
  padding:8px;white-space:pre-wrap;overflow-wrap:anywhere;margin:4px 0;font-size:12px} h2{font-size:18px;margin:8px 0} .fields{display:grid;grid-template-columns:1fr 1fr;gap:8px}
  .button{display:inline-block;border:1px solid #aaa;border-radius:4px;padding:4px 10px;margin:4px 6px 4px 0;font-weight:600;text-decoration:none;color:#1d1c1d}
  .primary{background:#007a5a;color:#fff}.context{color:#616061;font-size:12px}.discord{background:#2b2d31;color:#dbdee1;border-left:4px solid;padding:10px;border-radius:4px}
  .discord pre{background:#1e1f22;border-color:#1e1f22}.discord a{color:#00a8fc}.wide{grid-column:1/-1} table{border-collapse:collapse} td{border-top:1px solid #ddd;padding:4px 8px;vertical-align:top}`;
const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${STYLE}</style></head><body>${body}</body></html>`;

/** The part of Slack's mrkdwn that we use. Its entities are the same as in HTML. */
const mrkdwn = (text: string): string =>
  text
    .replace(/^```([^]*)```$/, '<pre>$1</pre>')
    .replaceAll(/\*([^*\u200b]+)\*(?!\u200b)/g, '<b>$1</b>')
    .replaceAll(/\n(?![^]*<\/pre>)/g, '<br>');
function slackPage(notice: Notice): string {
  const blocks = slackBody(notice).blocks.map((block) => {
    switch (block.type) {
      case 'header':
        return `<h2>${markup(block.text.text)}</h2>`;
      case 'section':
        return `<div>${mrkdwn(block.text?.text ?? '')}</div><div class="fields">${(block.fields ?? []).map((field) => `<div>${mrkdwn(field.text)}</div>`).join('')}</div>`;
      case 'actions':
        return block.elements
          .map(
            ({ text, url, style }) => `<a class="button ${style ?? ''}" href="${markup(url)}">${markup(text.text)}</a>`,
          )
          .join('');
      case 'context':
        return `<p class="context">${block.elements.map(({ text }) => mrkdwn(text)).join(' ')}</p>`;
    }
  });
  return page('Slack', blocks.join(''));
}

const discordMarkdown = (text: string): string =>
  markup(text)
    .replace(/^```\n([^]*)```$/, '<pre>$1</pre>')
    .replaceAll(/\[([^\]]+)\]\((https:[^)]+)\)/g, '<a href="$2">$1</a>')
    .replaceAll(/\\(.)/g, '$1');
function discordPage(notice: Notice): string {
  const { content, embeds } = discordBody(notice);
  const [embed] = embeds;
  const fields = embed.fields.map(
    ({ name, value, inline }) =>
      `<div class="${inline === true ? '' : 'wide'}"><b>${markup(name)}</b><br>${discordMarkdown(value)}</div>`,
  );
  const color = `#${embed.color.toString(16).padStart(6, '0')}`;
  return page(
    'Discord',
    `<p>${discordMarkdown(content)}</p><div class="discord" style="border-color:${color}"><h2>${markup(embed.title)}</h2><p>${discordMarkdown(embed.description ?? '')}</p><div class="fields">${fields.join('')}</div><p>${markup(embed.footer.text)}</p></div>`,
  );
}

const RENDERER = path.resolve(import.meta.dirname, '../../../node_modules/adaptivecards/dist/adaptivecards.min.js');
function teamsPage(notice: Notice): string {
  const card = JSON.stringify(teamsBody(notice).attachments[0].content).replaceAll('<', '\\u003c');
  const script = `const card = new AdaptiveCards.AdaptiveCard(); card.parse(${card}); document.body.append(card.render());`;
  return page(
    'Teams',
    `<script>${readFileSync(RENDERER, 'utf8').replaceAll('</script', '<\\/script')}</script><script>${script}</script>`,
  );
}

function pagerDutyPage(notice: Notice): string {
  const { payload, links = [], client_url: url = '' } = pagerDutyBody(notice, 'k'.repeat(32));
  const details = Object.entries(payload?.custom_details ?? {}).map(
    ([name, value]) => `<tr><td>${markup(name)}</td><td>${[value].flat().map(markup).join('<br>')}</td></tr>`,
  );
  const anchors = links.map(({ href, text }) => `<a class="button" href="${markup(href)}">${markup(text)}</a>`);
  return page(
    'PagerDuty',
    `<h2>${markup(payload?.summary ?? '')}</h2><p>${payload?.severity}, ${markup(payload?.source ?? '')}, <a href="${markup(url)}">View in MySetlist checks</a></p>${anchors.join('')}<table>${details.join('')}</table>`,
  );
}

const DRAW = { slack: slackPage, discord: discordPage, teams: teamsPage, pagerduty: pagerDutyPage, email: mailHtml };

/** A page for each channel and notice, by its name: `slack-opened`. */
export function noticePages(): Map<string, string> {
  const notices = {
    opened: sampleNotice('opened'),
    resolved: sampleNotice('resolved', {
      incident: { acknowledgedBy: 'ada', acknowledgedMs: AT - 60_000, startedMs: AT - 720_000 },
    }),
    nasty: nastyNotice(),
  };
  return new Map(
    Object.entries(notices).flatMap(([kind, notice]) =>
      Object.entries(DRAW).map(([channel, drawn]) => [`${channel}-${kind}`, drawn(notice)] as const),
    ),
  );
}

const [folder] = process.argv.slice(2);
if (import.meta.main && folder !== undefined) {
  mkdirSync(folder, { recursive: true });
  for (const [name, page] of noticePages()) writeFileSync(path.join(folder, `${name}.html`), page);
}
