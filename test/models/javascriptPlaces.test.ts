/** Files, archives, pages, templates and records of JavaScript's libraries, one line an entry: what is reported, and its harmless twin. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { checks } from '../../checks/index.ts';
import { type AnalyzeFile, createAnalyzer } from '../../src/engine/analyzeFile.ts';
import { loadCore } from '../../src/engine/parse/grammars.ts';

let analyze: AnalyzeFile;

beforeAll(async () => {
  analyze = createAnalyzer(await loadCore('native'), checks, { parseDeadline: 60_000 });
});

function told(code: string): string[] {
  const { findings } = analyze({ path: 'src/service.ts', mode: 'file', bytes: new TextEncoder().encode(code) });
  return findings.flatMap(({ checkId, startLine }) => (checkId.startsWith('injection/') ? [`${startLine}: ${checkId.slice(10)}`] : []));
}

const handler = (imports: string, body: string) =>
  `${imports}\nconst app = require('express')();\napp.get('/', async (req, res) => {\n${body}\n});\n`;

/** What it is, imports, the dangerous line, the harmless one, the check. */
const inHandlers: readonly (readonly [string, string, string, string, string])[] = [
  [
    'fs',
    `import fs from 'fs';`,
    `fs.readFile('/d/' + req.query.x, () => {});`,
    `fs.readFile('/d/' + Number(req.query.x), () => {});`,
    'path-traversal',
  ],
  ['fs promises', `import { rm } from 'node:fs/promises';`, `await rm(req.query.x);`, `await rm('/d/x');`, 'path-traversal'],
  [
    'fs-extra',
    `import fse from 'fs-extra';`,
    `await fse.outputJson(req.query.x, {});`,
    `await fse.outputJson('x', req.query);`,
    'path-traversal',
  ],
  ['two paths', `import fs from 'fs';`, `fs.renameSync('/d/a', req.query.x);`, `fs.renameSync('/d/a', '/d/b');`, 'path-traversal'],
  ['rimraf', `import { rimraf } from 'rimraf';`, `await rimraf(req.query.x);`, `await rimraf('/d/x');`, 'path-traversal'],
  ['sendFile', '', `res.sendFile(req.query.x);`, `res.sendFile(req.query.x, { root: '/d' });`, 'path-traversal'],
  ['download', '', `res.download('/d/' + req.query.x);`, `res.download('/d/x');`, 'path-traversal'],
  [
    'basename',
    `import fs from 'fs';\nimport path from 'path';`,
    `fs.readFileSync(path.normalize(req.query.x));`,
    `fs.readFileSync(path.basename(req.query.x));`,
    'path-traversal',
  ],
  [
    'parts of a path',
    `import fs from 'fs';\nimport path from 'path';`,
    `fs.readFileSync(path.parse(req.query.x).dir);`,
    `fs.readFileSync(path.parse(req.query.x).base);`,
    'path-traversal',
  ],
  [
    'sanitize-filename',
    `import fs from 'fs';\nimport clean from 'sanitize-filename';`,
    `fs.readFileSync(req.query.x);`,
    `fs.readFileSync(clean(req.query.x));`,
    'path-traversal',
  ],
  ['ejs', `import ejs from 'ejs';`, `ejs.compile(req.query.x);`, `ejs.compile('<%= x %>');`, 'template-injection'],
  [
    'mustache',
    `import Mustache from 'mustache';`,
    `Mustache.render(req.query.x, {});`,
    `Mustache.render('{{x}}', { x: req.query.x });`,
    'template-injection',
  ],
  ['doT', `import dot from 'dot';`, `dot.template(req.query.x);`, `dot.template('{{=it.x}}');`, 'template-injection'],
  [
    'eta',
    `import { Eta } from 'eta';`,
    `new Eta().renderString(req.query.x, {});`,
    `new Eta().renderString('x', {});`,
    'template-injection',
  ],
  ['node-serialize', `import s from 'node-serialize';`, `s.unserialize(req.query.x);`, `s.unserialize('{}');`, 'node-deserialize'],
  [
    'escape-html',
    `import esc from 'escape-html';`,
    `res.send('<b>' + req.query.x);`,
    `res.send('<b>' + esc(req.query.x));`,
    'xss-server-html',
  ],
  [
    'lodash.escape',
    `import _ from 'lodash';`,
    `res.write('<b>' + req.query.x);`,
    `res.write('<b>' + _.escape(req.query.x));`,
    'xss-server-html',
  ],
];

/** What it is, the dangerous line of a page, the harmless one, the check. */
const inPages: readonly (readonly [string, string, string, string])[] = [
  ['a fragment', `el.innerHTML = location.hash;`, `el.textContent = location.hash;`, 'xss-dom'],
  ['a path', `el.outerHTML = '<i>' + decodeURIComponent(location.pathname);`, `el.outerHTML = '<i></i>';`, 'xss-dom'],
  ['a query', `document.write(new URLSearchParams(location.search).get('x'));`, `document.write('x');`, 'xss-dom'],
  ['a name', `$('#x').append(window.name);`, `$('#x').text(window.name);`, 'xss-dom'],
  ['a frame', `frame.srcdoc = document.referrer;`, `frame.title = document.referrer;`, 'xss-dom'],
  ['an attribute', `el.setAttribute('onclick', location.hash);`, `el.setAttribute('title', location.hash);`, 'xss-dom'],
  ['a fragment of a document', `range.createContextualFragment(location.hash);`, `range.createContextualFragment('<i></i>');`, 'xss-dom'],
  ['DOMPurify', `el.innerHTML = location.hash + '';`, `el.innerHTML = DOMPurify.sanitize(location.hash);`, 'xss-dom'],
  ['assign', `location.assign(location.hash.slice(1));`, `location.assign('/x#' + location.hash);`, 'client-redirect'],
  ['open', `window.open(window.name);`, `window.open('/x', window.name);`, 'client-redirect'],
];

describe('what JavaScript libraries do with files, templates and answers', () => {
  test.each(inHandlers)('%s', (_, imports, bad, good, check) => {
    const line = imports.split('\n').length + 3;
    expect([told(handler(imports, bad)), told(handler(imports, good))]).toEqual([[`${line}: ${check}`], []]);
  });
});

describe('what pages do with what links say', () => {
  test.each(inPages)('%s', (_, bad, good, check) => {
    expect([told(`${bad}\n`), told(`${good}\n`)]).toEqual([[`1: ${check}`], []]);
  });
});
