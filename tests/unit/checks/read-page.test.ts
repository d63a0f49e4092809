// One reading of a page over HTTP, as a browser reads it: text, headings, forms; and pages that are broken on purpose.
import assert from 'node:assert/strict';
import test from 'node:test';
import { mainHeading, readPage } from '../../../checks/html/read-page.ts';

const heading = (inner: string): string => mainHeading(readPage(`<main><h1>${inner}</h1></main>`)) ?? '';
const text = (body: string): string => readPage(`<!doctype html><html><body>${body}</body></html>`).text;

const HEADINGS: readonly [what: string, inner: string][] = [
  ['plain', 'Crowd-Curated Setlists'],
  ['a break and a span, as R1 has it', 'Crowd-Curated<br/><span class="x">Setlists</span>'],
  ['text split by comments, as React sends it', 'Crowd<!-- -->-Curated<!-- --> <!-- -->Setlists'],
  ['nested spans', '<span><span>Crowd</span>-<b>Curated</b></span> <em>Set</em>lists'],
  ['entities and white space', '\n  Crowd&#45;Curated&nbsp;\n\t Setlists '],
  ['blocks inside', '<div>Crowd-Curated</div><div>Setlists</div>'],
  [
    'what is not shown inside',
    'Crowd-Curated <style>h1{}</style><span hidden>Best</span>Setlists<template>x</template>',
  ],
  ['invisible characters', 'Crowd-\u200bCurated Set\u00adlists'],
];
for (const [what, inner] of HEADINGS)
  test(`a heading reads the same: ${what}`, () => assert.equal(heading(inner), 'Crowd-Curated Setlists'));

test('inline elements join words, blocks and breaks separate them', () => {
  assert.equal(text('<p>a<b>b</b>c</p><p>d<br>e</p><ul><li>f<li>g</ul>'), 'abc\nd\ne\nf\ng');
});

test('scripts, hidden parts, closed dialogs and details are not read', () => {
  assert.equal(
    text(
      `seen<script>self.__next_f.push([1,"<h1>Page not found</h1>"])</script><noscript>no</noscript><div hidden>no</div>
       <div style="color: red; display : none">no</div><dialog>no</dialog><dialog open>yes</dialog>
       <details><summary>more</summary>no</details><svg><title>no</title></svg>`,
    ),
    'seen\nyes\nmore',
  );
});

test('a part that React streams late replaces its loading screen', () => {
  const page = `<body><main><!--$?--><template id="B:1"></template><p>Loading...</p><!--$--><i>x</i><!--/$--><!--/$--><footer>end</footer></main>
    <div hidden id="S:1"><h1>Trending</h1><template id="P:2"></template></div><div hidden id="S:2"><p>inner</p></div>
    <script>$RS("S:2","P:2");$RC("B:1","S:1")</script></body>`;
  assert.equal(readPage(page).text, 'Trending\ninner\nend');
  assert.equal(mainHeading(readPage(page)), 'Trending');
  // Without a place to go it stays hidden, as in a browser.
  assert.equal(readPage('<main>Loading...</main><div hidden id="S:9"><h1>Trending</h1></div>').text, 'Loading...');
});

test('headings in hidden parts do not count, and the first of level 1 is the main one', () => {
  const reading = readPage('<div hidden><h1>Ghost</h1></div><h2>Second</h2><h1>First</h1>');
  assert.deepEqual(reading.headings, [
    { level: 2, text: 'Second' },
    { level: 1, text: 'First' },
  ]);
  assert.equal(mainHeading(reading), 'First');
});

test('language, title, robots and refresh tags are read from the document, also where they are written oddly', () => {
  const reading = readPage(
    `<HTML LANG='en-GB'><head><title>\n A &amp; B </title><META content="0; URL='/auth/sign-in'" http-equiv=REFRESH><meta content="index, NOINDEX" name='ROBOTS'>`,
  );
  assert.deepEqual(
    [reading.lang, reading.title, reading.refresh, reading.noindex],
    ['en-GB', 'A & B', '/auth/sign-in', true],
  );
  const plain = readPage(
    '<!-- <meta name="robots" content="noindex"> --><script>"<meta http-equiv=refresh>"</script><p>x',
  );
  assert.deepEqual([plain.lang, plain.refresh, plain.noindex], ['', undefined, false]);
});

test('a nested form is dropped as browsers do, and its fields belong to the outer form', () => {
  const { forms } = readPage(
    `<form action="" method="POST" enctype="multipart/form-data"><input type="hidden" name="$ACTION_ID_1"><input name=email type=email>
     <input type=password name=password><input type=checkbox name=a><input type=checkbox checked name=b value=1><input disabled name=c>
     <button type=submit name=d>Sign in</button><form action=""><input type="hidden" name="$ACTION_ID_2"><button>Spotify</button></form></form>`,
  );
  assert.equal(forms.length, 1);
  assert.deepEqual([forms[0]?.method, forms[0]?.multipart], ['post', true]);
  assert.deepEqual(
    forms[0]?.fields.map(({ name }) => name),
    ['$ACTION_ID_1', 'email', 'password', 'b', '$ACTION_ID_2'],
  );
});

test('a field that is hidden is not shown', () => {
  const shows = (html: string): boolean => readPage(html).showsPasswordField;
  assert.deepEqual(
    [
      '<input type=password>',
      '<div hidden><p><input type=password></div>',
      '<input type=password hidden>',
      '<p>type="password"',
    ].map(shows),
    [true, false, false, false],
  );
});

test('10,000 nested elements are reported as the page’s fault within the deadline', () => {
  const started = performance.now();
  for (const tag of ['<div>', '<span>', '<b><i>', '<table><tr><td>'])
    assert.match(readPage(tag.repeat(10_000)).problem ?? '', /nested deeper than 512 levels/);
  assert.ok(performance.now() - started < 5_000);
  assert.equal(readPage('<div>'.repeat(200)).problem, undefined);
});

test('a wide page of 100,000 elements is read', () => {
  assert.equal(readPage('<p>x</p>'.repeat(100_000)).text.length, 199_999);
});

test('a sitemap is read by its addresses', () => {
  const xml =
    '<?xml version="1.0"?><urlset xmlns="x"><url><loc> https://a.example/artists </loc></url><!-- <loc>no</loc> --><url><loc>https://a.example/shows?a=1&amp;b=2</loc></url></urlset>';
  assert.deepEqual(readPage(xml).locations, ['https://a.example/artists', 'https://a.example/shows?a=1&b=2']);
});
