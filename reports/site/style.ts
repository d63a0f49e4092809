// The page's style: system fonts, both colour schemes, one column on a phone.
export const STYLE = `
:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--ink:#16191f;--soft:#5b6472;--line:#e1e5ea;
--good:#146c3e;--warn:#8f5000;--bad:#b92a2a;--none:#c9d0d8;--goodbg:#e5f5ec;--warnbg:#fdf1df;--badbg:#fdeaea;--nonebg:#eef1f4}
@media(prefers-color-scheme:dark){:root{--bg:#101318;--card:#191e25;--ink:#e9edf2;--soft:#9aa5b3;--line:#2b323c;
--good:#4cc38a;--warn:#f0a848;--bad:#ff7b72;--none:#434c58;--goodbg:#143024;--warnbg:#35270f;--badbg:#3a1b1b;--nonebg:#242a33}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1080px;margin:0 auto;padding:32px 20px 48px}
h1{font-size:1.6rem;line-height:1.25;margin:0}h2{font-size:1.1rem;margin:36px 0 12px}
p{margin:0}.soft,time{color:var(--soft)}.soft{font-size:.9rem}.wide{overflow-wrap:anywhere}
header{border-left:6px solid var(--none);background:var(--card);border-radius:10px;padding:18px 20px;box-shadow:0 1px 2px #0001}
header.good{border-color:var(--good)}header.warn{border-color:var(--warn)}header.bad{border-color:var(--bad)}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(280px,1fr));gap:14px}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:16px 18px;min-width:0}
.card h3{font-size:.95rem;margin:0;font-weight:600}.row{display:flex;justify-content:space-between;gap:10px;align-items:baseline}
.figure{font-size:1.7rem;font-weight:650;font-variant-numeric:tabular-nums;margin:4px 0}
.tag{font-size:.8rem;font-weight:600;border-radius:99px;padding:1px 10px;white-space:nowrap;background:var(--nonebg);color:var(--soft)}
.tag.good{background:var(--goodbg);color:var(--good)}.tag.warn{background:var(--warnbg);color:var(--warn)}.tag.bad{background:var(--badbg);color:var(--bad)}
.days{display:flex;gap:3px;align-items:stretch;height:44px;margin:10px 0 6px}
.days i{flex:1;border-radius:3px;background:repeating-linear-gradient(45deg,var(--nonebg) 0 3px,var(--none) 3px 5px)}
.days i.good{background:var(--good)}.days i.warn{background:var(--warn)}.days i.bad{background:var(--bad)}
.scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:10px}
table{border-collapse:collapse;width:100%;font-size:.92rem}th,td{text-align:left;padding:9px 14px;border-top:1px solid var(--line);vertical-align:top}
thead th{border-top:0;color:var(--soft);font-weight:600;font-size:.82rem}td.num,th.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
code{font:.88em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
ul{margin:8px 0 0;padding-left:20px}.card+.card{margin-top:12px}.cards .card+.card{margin-top:0}
@media(max-width:640px){main{padding:16px 12px 32px}h2{margin-top:28px}.days{gap:2px}
table.stack thead{display:none}table.stack,table.stack tbody,table.stack tr,table.stack td{display:block}
table.stack tr{border-top:1px solid var(--line);padding:8px 0}table.stack tr:first-child{border-top:0}
table.stack td{border:0;padding:3px 14px;text-align:left;white-space:normal;display:flex;justify-content:space-between;gap:14px}
table.stack td::before{content:attr(data-label);color:var(--soft);flex:none}
table.stack td:has(>span:empty){display:none}}
`;
