// What a weakened reading of a page would miss: an unreadable page, odd tags, buttons among the fields.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mainHeading, readPage } from '../../../checks/html/read-page.ts';

test('a page that cannot be read is empty in every respect, and says why', () => {
  const { problem, elements, ...rest } = readPage(`<html lang="en"><title>x</title>${'<div>'.repeat(600)}`);
  assert.match(problem ?? '', /nested deeper than 512 levels/);
  assert.deepEqual(rest, {
    text: '',
    headings: [],
    title: '',
    lang: '',
    noindex: false,
    refresh: undefined,
    forms: [],
    showsEmailField: false,
    showsPasswordField: false,
    scripts: [],
    locations: [],
  });
  assert.equal(elements.size, 0);
});

test('an error of our own is no fault of the page', () => {
  assert.throws(() => readPage(undefined as unknown as string));
});

test('the main heading is of level 1, else of level 2, else there is none', () => {
  const of = (html: string): string | undefined => mainHeading(readPage(html));
  assert.deepEqual([of('<h2>b</h2><h1>a</h1>'), of('<h3>c</h3><h2>b</h2>'), of('<h3>c</h3>')], ['a', 'b', undefined]);
  assert.deepEqual([of('<h1>a</h1><h1>x</h1>'), of('<h2>b</h2><h2>x</h2>')], ['a', 'b']);
});

test('the same text is read once, and 32 texts are remembered', () => {
  const first = readPage('<p>remembered');
  assert.equal(readPage('<p>remembered'), first);
  for (let i = 0; i < 31; i += 1) readPage(`<p>other ${i}`);
  assert.equal(readPage('<p>remembered'), first);
  readPage('<p>one too many');
  assert.notEqual(readPage('<p>remembered'), first);
});

for (const [html, refresh] of [
  ['<meta http-equiv="refresh" content="0;url=/a">', '/a'],
  ['<meta http-equiv="Refresh" content="0; URL = \'/a\'">', '/a'],
  ['<meta http-equiv="refresh" content="0;url=/a"><meta http-equiv="refresh" content="0;url=/b">', '/a'],
  ['<meta http-equiv="refresh" content="5">', ''],
  ['<meta http-equiv="refresh">', ''],
  ['<meta http-equiv="content-type" content="0;url=/a">', undefined],
  ['<meta name="refresh" content="0;url=/a">', undefined],
] as const)
  test(`a refresh tag: ${html}`, () => assert.equal(readPage(html).refresh, refresh));

for (const [html, noindex] of [
  ['<meta name="robots" content="noindex">', true],
  ['<meta name="robots" content="none">', true],
  ['<meta name="robots" content="index, follow">', false],
  ['<meta name="robots">', false],
  ['<meta name="googlebot" content="noindex">', false],
  ['<meta name="description" content="noindex">', false],
  ['<meta name="robots" content="all"><meta name="robots" content="noindex">', true],
] as const)
  test(`kept out of search engines: ${html}`, () => assert.equal(readPage(html).noindex, noindex));

test('scripts, elements and the language are read as they are written', () => {
  const { scripts, elements, lang, title } = readPage('<html lang=" en "><title>First</title><title>x</title><script src="/a.js"></script><script>1</script><img src="/b.png"><my-tag></my-tag>'); // prettier-ignore
  assert.deepEqual([scripts, lang, title], [['/a.js'], 'en', 'First']);
  assert.equal(readPage('<html lang="en"><svg><html lang="x"></html></svg>').lang, 'en');
  assert.ok(elements.has('my-tag') && elements.has('script'));
});

test("a form's fields are what a browser would send: no buttons, no boxes that are not ticked, nothing disabled", () => {
  const types = ['text', 'submit', 'button', 'reset', 'image', 'file', 'email', 'hidden', 'SUBMIT'];
  const inputs = types.map((type, i) => `<input type="${type}" name="f${i}" value="v">`).join('');
  const boxes = ['checkbox', 'radio'].map((type) => `<input type="${type}" name="${type}"><input type="${type}" name="${type}-on" checked>`); // prettier-ignore
  const { forms } = readPage(`<form>${inputs}${boxes.join('')}<input disabled name="off"><input></form>`);
  assert.deepEqual(
    forms[0]?.fields.map(({ name, type, value }) => `${name} ${type} ${value}`.trim()),
    ['f0 text v', 'f6 email v', 'f7 hidden v', 'checkbox-on checkbox', 'radio-on radio', 'text'],
  );
  assert.deepEqual([forms[0]?.action, forms[0]?.method, forms[0]?.multipart], ['', 'get', false]);
  assert.equal(readPage('<form enctype="MULTIPART/form-data">').forms[0]?.multipart, true);
});

for (const [html, shows] of [
  ['<input type="email">', true],
  ['<input TYPE="EMAIL">', true],
  ['<input type="text" name="email">', false],
  ['<div hidden><input type="email"></div>', false],
  ['<div hidden></div><input type="email">', true],
  ['<div><div hidden><p><span><input type="email"></span></p></div></div>', false],
  ['<button type="email"></button>', false],
] as const)
  test(`${shows ? 'an' : 'no'} e-mail field is shown: ${html}`, () =>
    assert.equal(readPage(html).showsEmailField, shows));
