import { beforeAll, describe, expect, test } from '@jest/globals';
import { checks } from '../checks/index.ts';
import { paths } from '../checks/models/javascript/paths.ts';
import { lower } from '../checks/models/javascript/program.ts';
import { createAnalyzer } from '../src/engine/analyzeFile.ts';
import { argumentsOf, JavaScriptFile } from '../src/engine/javascript.ts';
import { ResourceKeys } from '../src/engine/order/resourceKey.ts';
import { type Core, loadCore } from '../src/engine/parse/grammars.ts';
import { SyntaxNode } from '../src/engine/parse/syntaxNode.ts';
import { SourceText } from '../src/engine/sourceText.ts';

let core: Core;

beforeAll(async () => {
  core = await loadCore('native');
});

function fileOf(text: string): JavaScriptFile {
  return new JavaScriptFile(new SyntaxNode(core.parse('typescript', text, 60_000)!, 0));
}

/** The arguments of the calls of `probe` in a text. */
function probed(text: string): { file: JavaScriptFile; given: SyntaxNode[] } {
  const file = fileOf(text);
  return { file, given: file.calls.named('probe').flatMap((call) => argumentsOf(call)) };
}

describe('what a name means', () => {
  test.each([
    ['named import', "import { exec } from 'node:child_process'; probe(exec)", 'child_process.exec'],
    ['renamed import', "import { exec as run } from 'child_process'; probe(run)", 'child_process.exec'],
    ['default import', "import cp from 'child_process'; probe(cp.exec)", 'child_process.exec'],
    ['namespace', "import * as cp from 'child_process'; probe(cp['exec'])", 'child_process.exec'],
    ['import equals', "import cp = require('child_process'); probe(cp.exec)", 'child_process.exec'],
    ['require', "const cp = require('child_process'); probe(cp.exec)", 'child_process.exec'],
    ['destructured', "const { exec: run } = require('child_process'); probe(run)", 'child_process.exec'],
    ['in two steps', "const cp = require('child_process'); const { exec } = cp; probe(exec)", 'child_process.exec'],
    ['promisified', "const run = require('util').promisify(require('child_process').exec); probe(run)", 'child_process.exec'],
    ['compiled', "const cp_1 = __importStar(require('child_process')); probe((0, cp_1.default.exec))", 'child_process.exec'],
    ['awaited import', "const { exec } = await import('child_process'); probe(exec)", 'child_process.exec'],
    ['promises of fs', "const { promises: files } = require('fs'); probe(files.stat)", 'fs.promises.stat'],
    ['fs/promises', "import { stat } from 'fs/promises'; probe(stat)", 'fs.promises.stat'],
    ['instance', "const pg = require('pg'); const client = new pg.Client(); probe(client.query)", 'pg.Client().query'],
    ['global', 'probe(process.argv)', 'process.argv'],
    ['casts', "import cp from 'child_process'; probe((cp as any)!.exec)", 'child_process.exec'],
    ['parameter', "import { exec } from 'child_process'; function f(exec) { probe(exec) }", null],
    ['local function', "import cp from 'child_process'; { function exec() {} probe(exec) }", null],
    ['written again', "let { exec } = require('child_process'); exec = other; probe(exec)", null],
  ])('%s', (_, text, name) => {
    const { file, given } = probed(text);
    expect(given.map((node) => file.nameOf(node))).toEqual([name]);
  });
});

describe('the same path', () => {
  test.each([
    ['two spellings of a join', "const path = require('path'); const p = path.join(dir, 'x'); probe(p, path.join(dir, 'x'))", true],
    ['an alias', 'const q = p; probe(p, q)', true],
    ['two templates', 'probe(`${a}/x`, a + "/x")', true],
    ['another file', 'probe(`${a}/x`, `${a}/y`)', false],
    ['another variable of that name', 'probe(p); { const p = 1; probe(p) }', false],
    ['the folder of a path, kept or not', "const path = require('path'); const d = path.dirname(p); probe(d, path.dirname(p))", true],
  ])('%s', (_, text, same) => {
    const program = lower(probed(text).file.root, new SourceText('a.js', text));
    const keys = new ResourceKeys(program, paths.names);
    const probes = program.functions.flatMap((fn) =>
      fn.blocks.flatMap(({ instructions }) =>
        instructions.flatMap((one) => (one.op === 'call' && one.word === 'probe' ? [{ fn, one }] : [])),
      ),
    );
    const [first, second] = probes.flatMap(({ fn, one }) => program.argumentsOf(one).map((value) => keys.keyOf(fn, value, one)));
    expect(first === second).toBe(same);
  });
});

describe('texts made to be hard', () => {
  const many = (count: number, piece: (index: number) => string) => Array.from({ length: count }, (_, index) => piece(index)).join('');
  test.each([
    ['nested brackets', `exec(${'('.repeat(900)}x${')'.repeat(900)})`],
    ['a long sum', `require('child_process').exec('a'${many(20_000, (index) => `\n + b${index}`)})`],
    ['a long chain', `require('child_process').exec(a${many(400, () => '.b()')})`],
    ['variables in a row', `${many(5000, (index) => `const a${index + 1} = a${index};\n`)}require('child_process').exec(\`x \${a5000}\`)`],
    ['functions in a row', `${many(2000, (index) => `function f${index}(x) { f${index + 1}(x); }\n`)}function f2000(x) { eval('a' + x); }`],
    ['a function that calls itself', 'function f(x) { f(x + 1); f(`${x}`); eval(`a${x}`); } f(process.argv[2])'],
    ['nested calls', `eval('a' + ${'f('.repeat(300)}x${')'.repeat(300)})`],
    ['nested conditions', `function f(p) { ${'if (fs.existsSync(p)) {'.repeat(150)} fs.writeFileSync(p, ''); ${'}'.repeat(150)} }`],
    ['one name, written often', `${many(3000, (index) => `{ let s = 'x'; s += y${index}; eval(s); }\n`)}`],
    ['nested patterns', `const ${'{ a: '.repeat(200)}x${' }'.repeat(200)} = process.env; eval('a' + x)`],
  ])('%s: analysed to the end', (_, text) => {
    const analyze = createAnalyzer(core, checks, { parseDeadline: 60_000 });
    const { incomplete } = analyze({ path: 'hard.js', mode: 'file', bytes: new TextEncoder().encode(text) });
    expect(incomplete).toEqual([]);
  });
});
