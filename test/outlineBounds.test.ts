import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { outlineBash } from '../src/engine/outline/bash.ts';
import { readNames } from '../src/engine/outline/bashNames.ts';
import { createOutliner } from '../src/engine/outline/outlineFile.ts';
import { type Core, loadCore } from '../src/engine/parse/grammars.ts';
import { SyntaxNode } from '../src/engine/parse/syntaxNode.ts';
import { SourceText } from '../src/engine/sourceText.ts';
import { noOutline } from '../src/model/outline.ts';

let core: Core;

beforeAll(async () => {
  core = await loadCore('native');
});

const outlineOf = (path: string, text: string) =>
  createOutliner(core, { parseDeadline: 20_000 })({ path, mode: 'file', bytes: new TextEncoder().encode(text) });

describe('files made to hurt an outliner', () => {
  const wide: [string, string, string][] = [
    ['a shell array of very many words', 'a.sh', `x=(\n${'a a a a a\n'.repeat(30_000)})\n`],
    ['a statement of very many words', 'a.ts', `x = [\n${'a,a,a,a,a,\n'.repeat(16_000)}];\n`],
  ];
  test.each(wide)(
    '%s',
    (_name, path, text) => {
      const { read, problem } = outlineOf(path, text);
      expect({ read, problem }).toEqual({ read: 'tree', problem: null });
    },
    60_000,
  );

  test('an outliner that fails: a problem, not a dead child', () => {
    const broken: Core = {
      kind: 'native',
      parse: () => {
        throw new RangeError('Maximum call stack size exceeded');
      },
    };
    const outline = createOutliner(broken, { parseDeadline: 500 });
    expect(outline({ path: 'a.sh', mode: 'file', bytes: new TextEncoder().encode('a\n') })).toEqual(
      noOutline('outlining failed with a RangeError'),
    );
  });

  test('the whole text of a shell script is looked at as often for many cases as for one', () => {
    const looks = (count: number): number => {
      const text = 'test_a() {\n  assertEquals 1 "$a"\n}\n'.repeat(count);
      let looked = 0;
      const source = new SourceText('a.sh', text);
      Object.defineProperty(source, 'text', {
        get() {
          looked++;
          return text;
        },
      });
      outlineBash(core.parse('bash', text, 5000)!, source);
      return looked;
    };
    expect(looks(40)).toBe(looks(1));
  });

  test('a path that grows from itself does not grow for ever', () => {
    const text = `a=..\n${'a="$a/xxxxxxxxxx.sh"\n'.repeat(100)}`;
    const { paths } = readNames(new SyntaxNode(core.parse('bash', text, 5000)!, 0), new SourceText('a.sh', text));
    expect([...paths.values()].filter((path) => path.length > 300)).toEqual([]);
  });

  test('tests of Pester in tests of Pester are told apart to a depth', () => {
    const depth = 40;
    const { cases } = outlineOf('a.Tests.ps1', `${"It 'a' {\n".repeat(depth)}1 | Should -Be $a\n${'}\n'.repeat(depth)}`);
    expect(cases.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  test('a pipe is not looked back over at each of its steps', () => {
    const looks = (count: number): number => {
      const start = jest.spyOn(SyntaxNode.prototype, 'start', 'get');
      const { cases } = outlineOf('a.Tests.ps1', `It 'a' { $a${' | Should -Be 1'.repeat(count)} }\n`);
      const { length } = start.mock.calls;
      start.mockRestore();
      expect(cases.map(({ assertions }) => assertions.length)).toEqual([count]);
      return length;
    };
    // Twice the steps, twice the work.
    expect(looks(800) / looks(400)).toBeLessThan(2.5);
  });

  test('quotes that nothing closes: 900 KB of them are read before the test is given up', async () => {
    const { read, problem } = outlineOf('a.go', `${'\\"'.repeat(24_000)}\n`.repeat(18));
    // Lets the runner notice that its time is over.
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect({ read, problem }).toEqual({ read: 'text', problem: null });
  });

  test('assertions are read up to a number', () => {
    expect(outlineOf('a.t', 'ok 1;\n'.repeat(20_100)).loose.length).toBe(20_000);
  });

  test('blocks in blocks are told apart to a depth', () => {
    const depth = 40;
    const nested = (open: string) => open.repeat(depth) + '}\n'.repeat(depth);
    const twelve = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    expect({
      cases: outlineOf('test/a.rs', nested('#[test] fn a() {\n')).cases.map(({ line }) => line),
      declarations: outlineOf('a.java', nested('class A {\n')).declarations.map(({ line }) => line),
    }).toEqual({ cases: twelve, declarations: twelve });
  });

  test('cases that share a body borrow its assertions up to a number', () => {
    const body = `function body() {\n${'expect(a).toBe(1);\n'.repeat(100)}}\n`;
    const { cases } = outlineOf('a.test.ts', `${body}${"it('a', body);\n".repeat(210)}`);
    expect(cases.map(({ assertions }) => assertions.length)).toEqual([...Array(200).fill(100), ...Array(10).fill(0)]);
  });
});

describe('a formatter changes nothing', () => {
  test('quotes, line breaks, trailing commas, spaces in braces, parentheses around parameters', () => {
    const one = `test('adds', async (t) => {
  const found = list.map((item) => item.name);
  expect(found).toEqual([{ path: 'a', more: { line: 1 } }, \`\${found}\`]);
  expect(found.map((one) => one.length)).toEqual({ "it's": 'b' });
});
`;
    const other = `test("adds", async t => {
  const found = list
    .map(item => item.name)
  expect(found).toEqual([
    {
      path: "a",
      more: {line: 1},
    },
    \`\${found}\`,
  ])
  expect(
    found.map(one => one.length),
  ).toEqual({"it's": "b"})
})
`;
    const told = (text: string) =>
      outlineOf('a.test.js', text).cases.map(({ line: _, ...one }) => ({
        ...one,
        assertions: one.assertions.map(({ line: _, ...assertion }) => assertion),
      }));
    expect(told(other)).toEqual(told(one));
  });
});
