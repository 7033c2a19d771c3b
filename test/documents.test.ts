import { describe, expect, test } from '@jest/globals';
import { createAnalyzer } from '../src/engine/analyzeFile.ts';
import { defineCheck } from '../src/engine/check.ts';
import { type Instruction, parseDockerfile } from '../src/engine/documents/dockerfile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';

/** An instruction in short: stage, keyword, flags and words, then what the file says there. */
function short(text: string, { stage, keyword, isTrigger, flags, words, heredocs }: Instruction): unknown[] {
  const parts = [...flags, ...words].map((word) => {
    const written = text.slice(word.start, word.end);
    return written === word.text ? word.text : [word.text, written];
  });
  const texts = heredocs.map(({ name, start, end }) => `${name}: ${text.slice(start, end)}`);
  return [stage, isTrigger ? `ONBUILD ${keyword}` : keyword, ...parts, ...texts];
}

function read(text: string): unknown[] {
  return parseDockerfile(text).instructions.map((instruction) => short(text, instruction));
}

describe('a Dockerfile', () => {
  test.each<[string, string, unknown[]]>([
    ['nothing', '', []],
    ['comments and blank lines', '# a\n\n  # b\n', []],
    [
      'stages, case, tabs',
      'ARG V=1\nfrom node:20 AS build\n\tRUN\tmake\r\nFROM scratch\nCOPY --from=build /a /b\n',
      [
        [-1, 'ARG', 'V=1'],
        [0, 'FROM', 'node:20', 'AS', 'build'],
        [0, 'RUN', 'make'],
        [1, 'FROM', 'scratch'],
        [1, 'COPY', '--from=build', '/a', '/b'],
      ],
    ],
    [
      'quotes and escapes',
      `ENV A="b c" D='e "f"' G=h\\ i`,
      [[-1, 'ENV', ['A=b c', 'A="b c"'], [`D=e "f"`, `D='e "f"'`], ['G=h i', 'G=h\\ i']]],
    ],
    [
      'continued lines',
      'RUN a && \\\n  b \\ \n  c\nRUN d',
      [
        [-1, 'RUN', 'a', '&&', 'b', 'c'],
        [-1, 'RUN', 'd'],
      ],
    ],
    ['a word over two lines', 'ENV A=b\\\nc', [[-1, 'ENV', ['A=bc', 'A=b\\\nc']]]],
    [
      'comments and blank lines within',
      'ENV A=1 \\\n# no \\\n\n  B=2\nUSER app',
      [
        [-1, 'ENV', 'A=1', 'B=2'],
        [-1, 'USER', 'app'],
      ],
    ],
    ['another escape', '# escape=`\nENV A=C:\\dir `\n B=2', [[-1, 'ENV', 'A=C:\\dir', 'B=2']]],
    [
      'an escape directive that comes too late',
      '# note\n# escape=`\nENV A=1 `\nUSER b',
      [
        [-1, 'ENV', 'A=1', '`'],
        [-1, 'USER', 'b'],
      ],
    ],
    [
      'triggers',
      'ONBUILD ENV A=1\nONBUILD',
      [
        [-1, 'ONBUILD ENV', 'A=1'],
        [-1, 'ONBUILD'],
      ],
    ],
    [
      'heredocs',
      'RUN <<EOF sh\nENV A=1\nEOF\nCOPY <<-"a" <<b /x/\n\t1\n\ta\n2\nb\nUSER u',
      [
        [-1, 'RUN', '<<EOF', 'sh', 'EOF: ENV A=1\n'],
        [-1, 'COPY', ['<<-a', '<<-"a"'], '<<b', '/x/', 'a: \t1\n', 'b: 2\n'],
        [-1, 'USER', 'u'],
      ],
    ],
    ['a heredoc that never ends', 'RUN <<EOF\nUSER a\n', [[-1, 'RUN', '<<EOF', 'EOF: USER a\n']]],
    [
      'a shift is no heredoc',
      'RUN echo $((1<<2)) "<<A"\nUSER u',
      [
        [-1, 'RUN', 'echo', '$((1<<2))', ['<<A', '"<<A"']],
        [-1, 'USER', 'u'],
      ],
    ],
    ['a continuation at the end', 'RUN a \\', [[-1, 'RUN', 'a']]],
    [
      'a quote that never ends',
      'ENV A="b\nUSER u',
      [
        [-1, 'ENV', ['A=b', 'A="b']],
        [-1, 'USER', 'u'],
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test('an instruction ends after its last line', () => {
    const text = 'RUN a \\\n b\nRUN <<E\nx\nE\nUSER c';
    expect(parseDockerfile(text).instructions.map(({ start, end }) => text.slice(start, end))).toEqual([
      'RUN a \\\n b',
      'RUN <<E\nx\nE',
      'USER c',
    ]);
  });

  test.each([
    ['lines', 'RUN a\n'.repeat(100_000), 100_000],
    ['continued lines', `RUN ${'a \\\n'.repeat(200_000)}`, 1],
    ['words', `RUN ${'a '.repeat(400_000)}`, 1],
    ['heredocs', `RUN ${'<<A '.repeat(100_000)}\n${'x\n'.repeat(200_000)}`, 1],
    ['open heredocs', 'RUN <<A\nA\n'.repeat(80_000), 80_000],
    ['quotes', `RUN ${'"'.repeat(900_000)}`, 1],
    ['triggers', 'ONBUILD '.repeat(100_000), 1],
    ['comments', '# a\n'.repeat(200_000), 0],
  ])('of a hundred thousand %s is read', (_, text, count) => {
    expect(parseDockerfile(text).instructions).toHaveLength(count);
  });
});

describe('documents for checks', () => {
  const declared = {
    family: 'container',
    title: '',
    cwe: [1],
    cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    message: '',
    why: '',
    remediation: '',
    limits: '',
    references: [],
  } as const;
  const checks = [
    defineCheck({
      ...declared,
      id: 'container/user',
      detect: {
        kind: 'document',
        dockerfile: ({ dockerfile, report }) => {
          for (const instruction of dockerfile.instructions) if (instruction.keyword === 'USER') report({ at: instruction.words[0]! });
        },
      },
    }),
    defineCheck({
      ...declared,
      id: 'container/first',
      detect: {
        kind: 'document',
        yaml: { paths: /^wanted\//, look: ({ document, report }) => report({ at: { start: document.range[0], end: document.range[1] } }) },
      },
    }),
  ];

  async function findings(path: string, text: string): Promise<unknown> {
    const analysis = createAnalyzer(await loadCore('native'), checks)({ path, mode: 'file', bytes: new TextEncoder().encode(text) });
    return [
      analysis.findings.map(({ checkId, startLine, startColumn, endColumn }) => [checkId, startLine, startColumn, endColumn]),
      analysis.incomplete,
    ];
  }

  test('a Dockerfile reaches the checks that ask for it', async () => {
    expect(await findings('app/Dockerfile', 'FROM a\nUSER \\\n  root\n')).toEqual([[['container/user', 3, 3, 7]], []]);
  });

  test('YAML is parsed where a check wants its path, and only there', async () => {
    expect(await findings('wanted/a.yml', 'a: 1')).toEqual([[['container/first', 1, 1, 5]], []]);
    expect(await findings('other/a.yml', 'a: 1')).toEqual([[], []]);
    const deep = '- '.repeat(20_000);
    expect(await findings('wanted/a.yml', deep)).toEqual([
      [],
      ['nested deeper than the YAML parser can follow: searched for secrets only'],
    ]);
    expect(await findings('other/a.yml', deep)).toEqual([[], []]);
  });
});
