// The style of the status site, in addition to reports/site/style.ts: charts, keys, navigation, print.
export const PAGE_STYLE = `
:root{--line-a:#2b62c4;--deployment:#7a4fc0;--unwatched:#e3e7ec;--maintenance:#cfe0f8;--day-good:#2f9e68;--day-open:#a9cfbc;--day-warn:#d98e1f;--day-bad:#cf3f3f;--day-none:#d5dbe2;
--c1:#c22f2f;--c2:#d98e1f;--c3:#8a5cc9;--c4:#3f7fbf;--c5:#3f8f8f;--c6:#9aa5b3}
@media(prefers-color-scheme:dark){:root{--line-a:#7aa7f7;--deployment:#b794f4;--unwatched:#2b323c;--maintenance:#23395d;--day-good:#3aa674;--day-open:#3f5f52;--day-warn:#d9962f;--day-bad:#e0605a;--day-none:#39424e;
--c1:#ff7b72;--c2:#f0a848;--c3:#b794f4;--c4:#79b8ff;--c5:#6cc7c7;--c6:#76818e}}
nav{background:var(--card);border-bottom:1px solid var(--line)}nav div{max-width:1080px;margin:0 auto;padding:0 12px;display:flex;flex-wrap:wrap}
nav a{padding:10px 9px;color:var(--soft);text-decoration:none;font-size:.92rem}nav a:hover{text-decoration:underline}
nav a[aria-current]{color:var(--ink);font-weight:600;box-shadow:inset 0 -3px 0 var(--line-a)}
a{color:var(--link)}:root{--link:#1d55b5}@media(prefers-color-scheme:dark){:root{--link:#8ab4ff}}
main{padding-top:20px}header.state h1{overflow-wrap:anywhere}header.state .soft{margin-top:4px}
.facts{display:grid;grid-template-columns:auto 1fr;gap:4px 16px;margin:0}.facts dt{color:var(--soft)}.facts dd{margin:0;overflow-wrap:anywhere}
figure{margin:0 0 14px}figure h3{margin-bottom:8px}svg.chart{display:block;width:100%;height:auto;color:var(--soft)}svg.chart text{white-space:pre}
.on-phone{display:none}.pair{display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:14px}.pair figure{margin:0}
.key{list-style:none;display:flex;flex-wrap:wrap;gap:2px 16px;padding:0;margin:8px 0 0;font-size:.85rem;color:var(--soft)}
.key i{display:inline-block;width:14px;height:10px;margin-right:6px;border-radius:2px;vertical-align:baseline}
.key .line-a{background:var(--line-a);height:3px;vertical-align:middle}.key .band-a{background:var(--line-a);opacity:.3}.key .line-good{border-top:2px dashed var(--good);height:0;vertical-align:middle;border-radius:0}
.key .line-bad{border-top:2px dashed var(--bad);height:0;vertical-align:middle;border-radius:0}.key .unwatched{background:var(--unwatched)}.key .maintenance{background:var(--maintenance)}
.key .deployment{width:0;height:0;background:none;border:5px solid transparent;border-bottom:9px solid var(--deployment);border-top:0;border-radius:0}.key .dot{width:4px;height:4px;border-radius:9px;background:var(--soft);vertical-align:middle}
.key .day-good{background:var(--day-good)}.key .day-open{background:var(--day-open)}.key .day-warn{background:var(--day-warn)}.key .day-bad{background:var(--day-bad)}.key .day-none{background:var(--day-none)}
.key .c1{background:var(--c1)}.key .c2{background:var(--c2)}.key .c3{background:var(--c3)}.key .c4{background:var(--c4)}.key .c5{background:var(--c5)}.key .c6{background:var(--c6)}
details{margin-top:10px}summary{cursor:pointer;color:var(--soft);font-size:.88rem;padding:3px 0}details .scroll{margin-top:8px;max-height:420px;overflow:auto}
table caption{text-align:left;color:var(--soft);font-size:.85rem;padding:8px 14px}.kpi{border-top:4px solid var(--none)}.kpi.good{border-top-color:var(--good)}.kpi.warn{border-top-color:var(--warn)}.kpi.bad{border-top-color:var(--bad)}
.kpi dl{margin-top:8px;font-size:.9rem}.cards{grid-template-columns:repeat(auto-fill,minmax(250px,1fr))}.cards+.cards{margin-top:14px}
.small{padding:10px 14px}.small .figure{font-size:1.05rem;margin:2px 0}svg.chart[width="96"]{width:96px;display:inline-block;vertical-align:middle}
.timeline{list-style:none;padding:0;margin:0}.timeline li{padding:8px 0 8px 16px;border-left:3px solid var(--line);overflow-wrap:anywhere}.timeline li.bad{border-color:var(--bad)}.timeline li.good{border-color:var(--good)}
pre{margin:6px 0 0;padding:10px 12px;background:var(--nonebg);border-radius:6px;overflow-x:auto;font-size:.86rem}pre code{overflow-wrap:normal}
.local{white-space:nowrap}footer{margin-top:40px}.stale .tag.good{background:var(--nonebg);color:var(--soft);text-decoration:line-through}.stale .kpi.good{border-top-color:var(--none)}.kpi>.soft{margin-top:8px}.pair .card+.card{margin-top:0}main>.soft+figure,main>.soft+.scroll{margin-top:16px}h2 a{font-weight:400;font-size:.9rem;margin-left:8px}.picture{max-width:100%;height:auto;border:1px solid var(--line);border-radius:6px;margin-top:8px}
@media(max-width:640px){.on-wide{display:none}.on-phone{display:block}nav div{padding:0 4px;flex-wrap:nowrap;overflow-x:auto}nav a{white-space:nowrap}.card{padding:12px 12px}.facts{grid-template-columns:1fr;gap:0}.facts dd{margin-bottom:6px}}
@media print{:root{--bg:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#ccc}nav,footer,summary{display:none}main{max-width:none;padding:0}figure,.card{break-inside:avoid}header.state{box-shadow:none}}
`;
