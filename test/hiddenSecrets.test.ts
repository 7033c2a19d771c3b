import { beforeAll, describe, expect, test } from '@jest/globals';
import { checks } from '../checks/index.ts';
import { type AnalyzeFile, createAnalyzer } from '../src/engine/analyzeFile.ts';
import { languageOf } from '../src/engine/files/language.ts';
import { derivedTexts } from '../src/engine/literals/derivedTexts.ts';
import { type Core, loadCore, type ParsedLanguage, parsedLanguages } from '../src/engine/parse/grammars.ts';
import { SourceText } from '../src/engine/sourceText.ts';
import type { FileMode } from '../src/model/change.ts';
import { secretSample } from './support/secrets.ts';

let core: Core;
let analyze: AnalyzeFile;

beforeAll(async () => {
  core = await loadCore('native');
  analyze = createAnalyzer(core, checks, { parseDeadline: 60_000 });
});

/** `check confidence start-end`, each line:column, for every token that is found. */
function found(path: string, text: string | Uint8Array, mode: FileMode = 'file', only?: 'secrets'): string[] {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const { findings } = analyze({ path, mode, bytes, ...(only && { only }) });
  return findings
    .filter(({ checkId }) => checkId === 'leak/github-token')
    .map(
      ({ confidence, startLine, startColumn, endLine, endColumn }) => `${confidence} ${startLine}:${startColumn}-${endLine}:${endColumn}`,
    );
}

const token = secretSample('ghp', 7)!;
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const plain = base64(token).replaceAll('=', '');
const hex = Buffer.from(token).toString('hex');
const codes = [...token].map((char) => char.charCodeAt(0));
const joined = (how: (code: number) => string, between = ''): string => codes.map(how).join(between);
const turned = [...token].reverse().join('');
const rot13 = token.replace(/[a-zA-Z]/g, (letter) => {
  const first = letter <= 'Z' ? 65 : 97;
  return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first);
});
const [a, b, c] = [token.slice(0, 9), token.slice(9, 24), token.slice(24)];
const [x, y] = [plain.slice(0, 21), base64(token).slice(21)];
const dashed = (token.match(/.{1,4}/g) ?? []).join('-');

/** What is hidden, and the text from its first to its last character: where it has to be found. */
type Case = readonly [name: string, path: string, text: string, from: string, to: string];

const pieces: readonly Case[] = [
  ['a sum', 'src/a.ts', `export const t = '${a}' + '${b}' + '${c}';\n`, a, c],
  ['a sum over lines', 'src/a.ts', `f(\n  '${a}' +\n    '${b}' + "${c}",\n);\n`, a, c],
  ['a template', 'src/a.ts', `const p = '${a}';\nconst q = \`\${p}${b}\`;\nf(\`\${q}${c}\`);\n`, a, c],
  ['an array', 'src/a.js', `const p = [\n  '${a}',\n  '${b}',\n  '${c}',\n];\nmodule.exports = p.join('');\n`, a, c],
  ['additions', 'src/a.js', `let t = '${a}';\nt += '${b}';\nt += '${c}';\n`, a, c],
  ['concat', 'src/a.js', `const t = '${a}'.concat('${b}', '${c}');\n`, a, c],
  ['members', 'src/a.ts', `const o = { a: '${a}', b: '${b}' };\nf(o.a + o.b + '${c}');\n`, a, c],
  ['JSX', 'src/a.tsx', `const e = <A token={'${a}' + "${b}${c}"} />;\n`, a, c],
  ['a filler', 'src/a.ts', `const t = '${dashed}'.replace(/-/g, '');\n`, dashed, dashed],
  ['backwards', 'src/a.ts', `const t = '${turned}'.split('').reverse().join('');\n`, turned, turned],
  ['Python side by side', 'a.py', `t = (\n    "${a}"\n    "${b}"\n    "${c}"\n)\n`, a, c],
  ['Python with names', 'a.py', `A = "${a}"\nB = "${b}"\nheaders = {"Authorization": f"token {A}{B}${c}"}\n`, a, c],
  ['Python formats', 'a.py', `t = "{}{}{}".format("${a}", "${b}", "${c}")\n`, a, c],
  ['Python percent', 'a.py', `t = "%s%s" % ("${a}${b}", "${c}")\n`, a, c],
  ['Python join', 'a.py', `p = ["${a}"]\np.append("${b}")\np += ["${c}"]\nt = "".join(p)\n`, a, c],
  ['Python backwards', 'a.py', `t = "${turned}"[::-1]\n`, turned, turned],
  ['shell words', 'a.sh', `A='${a}'\nexport TOKEN="$A"'${b}'"${c}"\n`, a, c],
  ['shell additions', 'a.sh', `T=${a}\nT+=${b}\nT+="${c}"\n`, a, c],
  ['shell printf', 'a.sh', `T=$(printf '%s' '${a}' '${b}' '${c}')\n`, a, c],
  ['shell continued', 'a.sh', `T=${a}\\\n${b}\\\n${c}\n`, a, c],
  ['PowerShell', 'a.ps1', `$a = '${a}'\n$t = "\${a}${b}" + '${c}'\n`, a, c],
  ['a name that runs on', 'a.ps1', `$head = '${a}'\n$t = "$head${b}${c}"\n`, a, c],
  ['a name that runs on in a shell', 'a.sh', `head='${a}'\nT="$head${b}${c}"\n`, a, c],
  ['PowerShell -join', 'a.ps1', `$t = @('${a}', '${b}', '${c}') -join ''\n`, a, c],
  ['PowerShell -f', 'a.ps1', `$t = '{0}{1}{2}' -f '${a}', '${b}', '${c}'\n`, a, c],
  ['YAML', 'a.yaml', `token: "${a}\\\n  ${b}\\\n  ${c}"\n`, a, c],
  [
    'a workflow',
    '.github/workflows/a.yml',
    `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: echo "${a}""${b}${c}"\n`,
    a,
    c,
  ],
  ['JSON', 'a.json', `{ "token": ["${a}", "${b}", "${c}"] }\n`, a, c],
  ['.env', 'prod.conf', `A=${a}\nB=${b}\nTOKEN=\${A}\${B}${c}\n`, a, c],
  ['a Dockerfile', 'Dockerfile', `FROM a\nENV A=${a}\nENV TOKEN=\${A}${b}${c}\n`, a, c],
  ['HCL', 'a.tf', `t = join("", ["${a}", "${b}", "${c}"])\n`, a, c],
  ['Go', 'a.go', `const a = "${a}"\nvar t = a + "${b}" +\n\t"${c}"\n`, a, c],
  ['Java', 'A.java', `String t = new StringBuilder("${a}").append("${b}").append("${c}").toString();\n`, a, c],
  ['Ruby', 'a.rb', `T = "${a}" \\\n    "${b}" \\\n    "${c}"\n`, a, c],
  ['PHP', 'a.php', `<?php $t = '${a}' . '${b}' . '${c}';\n`, a, c],
  ['properties', 'a.properties', `token=${a}\\\n  ${b}\\\n  ${c}\n`, a, c],
  ['Markdown', 'docs/a.md', `\`\`\`js\nconst t = "${a}" + "${b}" + "${c}";\n\`\`\`\n`, a, c],
];

const encodings: readonly Case[] = [
  ['base 64', 'src/a.ts', `const t = atob('${base64(token)}');\n`, plain, plain],
  ['base 64 in pieces', 'src/a.ts', `const t = Buffer.from('${x}' + '${y}', 'base64').toString();\n`, x, y.replaceAll('=', '')],
  [
    'base 64 of a part',
    'src/a.ts',
    `const t = 'ghp_' + atob('${base64(token.slice(4))}');\n`,
    'ghp_',
    base64(token.slice(4)).replaceAll('=', ''),
  ],
  ['base 64 in Python', 'a.py', `import base64\nt = base64.b64decode("${base64(token)}").decode()\n`, plain, plain],
  ['base 64 in a shell', 'a.sh', `T=$(echo ${base64(token)} | base64 -d)\n`, plain, plain],
  ['base 64 in PowerShell', 'a.ps1', `[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${base64(token)}'))\n`, plain, plain],
  ['a secret of Kubernetes', 'a.yaml', `kind: Secret\ndata:\n  token: ${base64(token)}\n`, plain, plain],
  ['base 64 twice', 'a.json', `{ "token": "${base64(base64(`{"auth":"${token}"}`))}" }\n`, '', ''],
  ['hexadecimal', 'a.py', `t = bytes.fromhex("${hex}").decode()\n`, hex, hex],
  ['hexadecimal in a text', 'notes.txt', `the key is ${hex} today\n`, hex, hex],
  ['percent signs', 'notes.txt', `https://h/?t=${joined((code) => `%${code.toString(16)}`)}\n`, '%67', `%${codes.at(-1)!.toString(16)}`],
  ['\\x', 'src/a.ts', `const t = '${joined((code) => `\\x${code.toString(16)}`)}';\n`, '\\x67', `\\x${codes.at(-1)!.toString(16)}`],
  ['\\u', 'a.json', `{ "t": "${joined((code) => `\\u00${code.toString(16)}`)}" }\n`, '\\u0067', `\\u00${codes.at(-1)!.toString(16)}`],
  [
    'octal',
    'a.sh',
    `T=$'${joined((code) => `\\${code.toString(8).padStart(3, '0')}`)}'\n`,
    '\\147',
    `\\${codes.at(-1)!.toString(8).padStart(3, '0')}`,
  ],
  ['character codes', 'src/a.ts', `const t = String.fromCharCode(${codes.join(', ')});\n`, '103', `${codes.at(-1)}`],
  ['bytes', 'a.py', `t = bytes([${codes.join(', ')}]).decode()\n`, '103', `${codes.at(-1)}`],
  ['chr', 'a.py', `t = ${joined((code) => `chr(${code})`, ' + ')}\n`, '103', `${codes.at(-1)}`],
  ['[char]', 'a.ps1', `$t = -join [char[]](${codes.join(', ')})\n`, '103', `${codes.at(-1)}`],
  ['bytes in C', 'a.c', `char t[] = { ${joined((code) => `0x${code.toString(16)}`, ', ')} };\n`, '0x67', `0x${codes.at(-1)!.toString(16)}`],
  ['rot13', 'a.py', `import codecs\nt = codecs.decode("${rot13}", "rot13")\n`, rot13, rot13],
  ['entities', 'a.xml', `<t>${joined((code) => `&#${code};`)}</t>\n`, '&#103;', `&#${codes.at(-1)};`],
  ['Markdown', 'docs/a.md', `Use ${token.replace('_', '\\_')} for it.\n`, 'ghp', c],
];

function place(text: string, at: number): string {
  const before = text.slice(0, at);
  return `${before.split('\n').length}:${at - before.lastIndexOf('\n')}`;
}

describe('a token is found at its place', () => {
  test.each([...pieces, ...encodings])('%s', (_, path, text, from, to) => {
    const whole = from === '' ? /[A-Za-z0-9+/]{60,}/.exec(text)![0] : null;
    const start = text.indexOf(whole ?? from);
    const end = whole ? start + whole.length : text.lastIndexOf(to) + to.length;
    const all = found(path, text);
    expect(all.map((one) => one.split(' ')[0])).toEqual(['high']);
    if (!whole) expect(all).toEqual([`high ${place(text, start)}-${place(text, end)}`]);
  });
});

/** UTF-16 and UTF-32 without a mark that says so: each character with the NUL bytes that belong to it. */
const wide = (text: string, size: 2 | 4, isBig = false): Buffer =>
  Buffer.from(
    [...text].flatMap((char) =>
      isBig ? [...new Array(size - 1).fill(0), char.charCodeAt(0)] : [char.charCodeAt(0), ...new Array(size - 1).fill(0)],
    ),
  );
const program = Buffer.from([77, 90, 0, 1, 2, 255, 3]);
const pointer = `version https://git-lfs.github.com/spec/v1\next-0-${token} sha256:${'a'.repeat(64)}\noid sha256:${'a'.repeat(64)}\nsize 5\n`;

describe('a token is found where no text is expected', () => {
  test.each([
    ['UTF-16 without a mark', 'a.txt', wide(`token: ${token}\r\n`, 2), 'file'],
    ['UTF-16 without a mark, the other way round', 'a.txt', wide(`token: ${token}\r\n`, 2, true), 'file'],
    ['UTF-32', 'a.txt', Buffer.concat([Buffer.from([0xff, 0xfe, 0, 0]), wide(`token: ${token}\n`, 4)]), 'file'],
    ['a string of a program', 'a.exe', Buffer.concat([program, wide(token, 2), Buffer.from([0, 0, 200])]), 'file'],
    ['a string of a program, the other way round', 'a.exe', Buffer.concat([program, wide(token, 2, true), Buffer.from([0, 0])]), 'file'],
    ['the target of a link', 'link', `../keys/${token}`, 'symlink'],
    ['a pointer', 'a.bin', pointer, 'file'],
    ['the name of a file', `keys/${token}.txt`, '', 'file'],
    ['the name of a folder', `${token}/a.ts`, 'export const a = 1;\n', 'file'],
  ] as const)('%s', (_, path, text, mode) => {
    const confidences = (only?: 'secrets') => found(path, text, mode, only).map((one) => one.split(' ')[0]);
    expect([confidences(), confidences('secrets')]).toEqual([['high'], ['high']]);
  });

  test('a password in UTF-16 without a mark', () => {
    const bytes = wide(`password = ${secretSample('random-20', 3)}\r\n`, 2);
    const { findings, skipped } = analyze({ path: 'prod.conf', mode: 'file', bytes });
    expect([findings.map(({ checkId, startLine }) => `${checkId} ${startLine}`), skipped]).toEqual([
      ['leak/hard-coded-secret 1'],
      'binary: searched for secrets only',
    ]);
  });
});

describe('a token in a notebook', () => {
  test('is put together across lines of a cell', () => {
    const notebook = JSON.stringify({ cells: [{ source: [`a = "${a}"\n`, `t = a + "${b}${c}"\n`] }] }, null, 1);
    expect(found('a.ipynb', notebook)).toHaveLength(1);
  });
});

describe('what identifies a secret', () => {
  /** Names a check, and how many hexadecimal digits of a hash of the value. */
  const identities = (path: string, text: string): string[] =>
    analyze({ path, mode: 'file', bytes: new TextEncoder().encode(text) }).findings.map(
      ({ checkId, statement }) => `${checkId} ${statement.split(' ').at(-1)!.length}`,
    );
  const typed = ['Winter', '2031!'].join('');
  const random = secretSample('base62-32', 5)!;

  test.each([
    ['a password that a person can remember', 'prod.conf', `password = ${typed}\n`, ['leak/hard-coded-secret 4']],
    ['a short one that was drawn', 'prod.conf', `password = ${random.slice(0, 12)}\n`, ['leak/hard-coded-secret 4']],
    ['a long one that was drawn', 'prod.conf', `password = ${random}\n`, ['leak/hard-coded-secret 32']],
    ['one in an address', 'prod.conf', `url = postgres://app:${typed}@db.acme.io/x\n`, ['leak/url-credentials 4']],
    ['one in a file of its own', '.vault_pass', `${typed}\n`, ['leak/secret-file 4']],
    ['a token', 'prod.conf', `token = ${token}\n`, ['leak/github-token 32']],
  ])('tells too little to try values against it where somebody could guess: %s', (_, path, text, expected) => {
    expect(identities(path, text)).toEqual(expected);
  });

  test('still tells one such password from another', () => {
    const statement = (value: string) =>
      analyze({ path: 'prod.conf', mode: 'file', bytes: new TextEncoder().encode(`password = ${value}\n`) }).findings[0]!.statement;
    expect(new Set([typed, `${typed}1`, `${typed}2`].map(statement)).size).toBe(3);
    expect(statement(typed)).toBe(statement(typed));
  });
});

describe('what is made of a hostile text', () => {
  const long = 200_000;
  const rows: readonly (readonly [path: string, text: string])[] = [
    ['a.txt', base64('some text and more of it. '.repeat(long / 30))],
    ['a.txt', '%41'.repeat(long / 3)],
    ['a.txt', '\\u0041'.repeat(long / 6)],
    ['a.txt', '"a" + '.repeat(long / 6)],
    ['a.txt', '"a", '.repeat(long / 5)],
    ['a.txt', `a = "${'b'.repeat(300)}"\n${'a + a; '.repeat(long / 7)}`],
    ['a.js', `x = ${'"a" + '.repeat(10_000)}"b";`],
    ['a.js', `a0 = "${'a'.repeat(20)}";\n${Array.from({ length: 50 }, (_, at) => `a${at + 1} = a${at} + a${at};`).join('\n')}`],
    ['a.js', `x = ${'('.repeat(3000)}"a" + "b"${')'.repeat(3000)}`],
    ['a.py', `x = "a"\n${'x = x[::-1] + x\n'.repeat(5000)}`],
    ['a.sh', `x=a\n${'x+=b\n'.repeat(20_000)}`],
  ];
  test.each(rows.map(([path, text]) => [`${path}: ${text.slice(0, 20)}`, path, text] as const))('is bounded: %s', (_, path, text) => {
    const language = languageOf(path, text, 'file');
    const isParsed = (parsedLanguages as readonly (string | null)[]).includes(language);
    const tree = isParsed ? core.parse(language as ParsedLanguage, text, 60_000) : null;
    let length = 0;
    for (const made of derivedTexts(new SourceText(path, text), { language, tree, documents: [], dockerfile: null }))
      length += made.text.length;
    expect(length).toBeLessThanOrEqual(12 * text.length + 1_000_000);
  });
});
