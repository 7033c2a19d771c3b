import { beforeAll, describe, expect, test } from '@jest/globals';
import { languageOf } from '../src/engine/files/language.ts';
import { derivedTexts } from '../src/engine/literals/derivedTexts.ts';
import { type Core, loadCore, type ParsedLanguage, parsedLanguages } from '../src/engine/parse/grammars.ts';
import type { Parsed } from '../src/engine/runChecks.ts';
import { SourceText } from '../src/engine/sourceText.ts';

let core: Core;

beforeAll(async () => {
  core = await loadCore('native');
});

function parse(path: string, text: string): Parsed {
  const language = languageOf(path, text, 'file');
  const isParsed = (parsedLanguages as readonly (string | null)[]).includes(language);
  return { language, tree: isParsed ? core.parse(language as ParsedLanguage, text, 5000) : null, documents: [], dockerfile: null };
}

/** `slot = text <- pieces (disguises)`: stretches of the file, in the order in which they are put together; a hole is a `*`. */
function told(path: string, text: string): string[] {
  return [...derivedTexts(new SourceText(path, text), parse(path, text))].map(({ text: whole, via, slot, startOf, endOf }) => {
    const pieces: { start: number; end: number }[] = [];
    for (let at = 0; at < whole.length; at++) {
      const [start, end] = [startOf(at), endOf(at + 1)];
      const last = pieces.at(-1);
      if (last && start >= last.start && start <= last.end) last.end = Math.max(last.end, end);
      else if (end > start) pieces.push({ start, end });
    }
    const from = pieces.map(({ start, end }) => text.slice(start, end)).join(' ');
    return `${slot ?? '-'} = ${whole.replaceAll('\0', '*')} <- ${from} (${via.join(' ')})`;
  });
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const hex = (text: string): string => Buffer.from(text).toString('hex');

type Row = readonly [code: string, ...told: string[]];

describe('JavaScript', () => {
  const rows: readonly Row[] = [
    ['const key = "one" + "two" + \'three\';', 'key = onetwothree <- one two three (concatenation)'],
    ['const key = "one" + x + "two" + "three";', 'key = one*twothree <- one two three (concatenation)'],
    ['const key = "one" + x + "two";'],
    ['const a = "one", b = "two"; f(`${a}-${b}`);', '- = one-two <- one - two (concatenation)'],
    ['let t = "one"; t += "two"; t += "three"; f(t);', 't = onetwothree <- one two three (concatenation)'],
    ['x = ["one", "two"].join("");', 'x = onetwo <- one two (concatenation)'],
    ['const p = ["one"]; p.push("two"); x = p.join("_");', 'x = one_two <- one two (concatenation)'],
    ['const p = ["one", "two"]; f({ token: p[0] + p[1] });', 'token = onetwo <- one two (concatenation)'],
    ['x = ["one", "two"].reduce((a, b) => a + b);', 'x = onetwo <- one two (concatenation)'],
    ['const [m, n] = ["one", "two"]; this.token = m + n;', 'this.token = onetwo <- one two (concatenation)'],
    ['x = "one".concat("two", "three");', 'x = onetwothree <- one two three (concatenation)'],
    ['const o = { a: "one", b: { c: "two" } }; x = o.a + o.b.c;', 'x = onetwo <- one two (concatenation)'],
    ['class A { a = "one"; static b = "two"; f() { return this.a + A.b; } }', '- = onetwo <- one two (concatenation)'],
    ['enum E { A = "one", B = E.A + "two" }', 'B = onetwo <- one two (concatenation)'],
    ['x = "eno".split("").reverse().join("");', 'x = one <- o n e (escape)'],
    ['x = [..."eno"].reverse().join("");', 'x = one <- o n e (escape)'],
    ['x = "o-n-e".replace(/-/g, "");', 'x = one <- o n e (concatenation)'],
    ['x = "o#n#e".replaceAll("#", "");', 'x = one <- o n e (concatenation)'],
    ['x = "o#n#e".split("#").join("");', 'x = one <- o n e (concatenation)'],
    ['x = "oneXtwo".slice(0, 3) + "oneXtwo".substring(4);', 'x = onetwo <- one two (concatenation)'],
    ['x = String.fromCharCode(111, 0x6e, 101);', 'x = one <- 111 0x6e 101 (escape)'],
    ['x = String.fromCharCode(...[111, 110, 101]);', 'x = one <- 111 110 101 (escape)'],
    ['x = [111, 110, 101].map((c) => String.fromCharCode(c)).join("");', 'x = one <- 111 110 101 (escape)'],
    ['x = Buffer.from([111, 110, 101]).toString();', 'x = one <- 111 110 101 (escape)'],
    [
      'x = "\\x6f\\u006e" + "e";',
      '- = x = "on" + "e"; <- x = "\\x6f\\u006e" + "e"; (escape)',
      'x = one <- \\x6f\\u006e e (escape concatenation)',
    ],
    ['x = util.format("%s-%s", "one", "two");', 'x = one-two <- one - two (concatenation)'],
    ['x = "one" + atob("dHdv");', 'x = onetwo <- one dHdv (base64 concatenation)'],
    ['x = Buffer.from("dH" + "dv", "base64").toString("utf8");', 'x = two <- dH" + "dv (concatenation base64)'],
    ['x = Buffer.from("74776f", "hex") + "one";', 'x = twoone <- 74776f one (hex concatenation)'],
    ['x = decodeURIComponent("%6fn") + "e";', 'x = one <- %6fn e (percent concatenation)'],
    ['a = <b token={"one" + "two"} />;', 'token = onetwo <- one two (concatenation)'],
    ['function f() { const a = "one"; } function g(a) { return a + "two"; }'],
    ['let a = "one"; a = f(); x = a + "two";'],
  ];
  test.each(rows)('%s', (code, ...expected) => {
    expect(told('a.tsx', code)).toEqual(expected);
  });
});

describe('Python', () => {
  const rows: readonly Row[] = [
    ['key = "one" "two"', 'key = onetwo <- one two (concatenation)'],
    ['key = ("one"\n  f"two" + "three")', 'key = onetwothree <- one two three (concatenation)'],
    ['key = "one%s" % "two"', 'key = onetwo <- one two (concatenation)'],
    ['key = "%s-%s" % ("one", "two")', 'key = one-two <- one - two (concatenation)'],
    ['key = "%(a)s%(b)s" % {"a": "one", "b": "two"}', 'key = onetwo <- one two (concatenation)'],
    ['key = "{}{}".format("one", "two")', 'key = onetwo <- one two (concatenation)'],
    ['key = "{a}{b}".format(a="one", b="two")', 'key = onetwo <- one two (concatenation)'],
    ['a = "one"\nf(token=f"{a}two")', 'token = onetwo <- one two (concatenation)'],
    ['a = "one"\na += "two"\n', 'a = onetwo <- one two (concatenation)'],
    ['key = "".join(["one", "two"])', 'key = onetwo <- one two (concatenation)'],
    ['p = ["one"]\np.append("two")\np.extend(["three"])\nkey = "".join(p)', 'key = onetwothree <- one two three (concatenation)'],
    ['a, b = "one", "two"\nkey = a + b', 'key = onetwo <- one two (concatenation)'],
    ['class C:\n  A = "one"\n  B = "two"\n  def f(self):\n    return self.A + C.B', '- = onetwo <- one two (concatenation)'],
    ['key = "eno"[::-1]', 'key = one <- o n e (escape)'],
    ['key = "".join(reversed("eno"))', 'key = one <- o n e (escape)'],
    ['key = "o.n.e".replace(".", "")', 'key = one <- o n e (concatenation)'],
    ['key = "oneXtwo"[:3] + "oneXtwo"[-3:]', 'key = onetwo <- one two (concatenation)'],
    ['key = bytes([111, 110, 101]).decode()', 'key = one <- 111 110 101 (escape)'],
    ['key = chr(111) + chr(110) + chr(0x65)', 'key = one <- 111 110 0x65 (escape concatenation)'],
    ['key = "".join(chr(c) for c in [111, 110, 101])', 'key = one <- 111 110 101 (escape)'],
    ['key = "".join(map(chr, (111, 110, 101)))', 'key = one <- 111 110 101 (escape)'],
    ['key = base64.b64decode("dH" + "dv").decode()', 'key = two <- dH" + "dv (concatenation base64)'],
    ['key = bytes.fromhex("74776f").decode() + "one"', 'key = twoone <- 74776f one (hex concatenation)'],
    ['key = codecs.decode("bar", "rot13")', 'key = one <- bar (escape)'],
    ['key = unquote("%6f") + "ne"', 'key = one <- %6f ne (percent concatenation)'],
    ['key = "one" + other()'],
    ['key = "{} {}".format(a, b)'],
  ];
  test.each(rows)('%s', (code, ...expected) => {
    expect(told('a.py', code)).toEqual(expected);
  });
});

describe('shell', () => {
  const rows: readonly Row[] = [
    ['KEY="one""two"\'three\'four', 'KEY = onetwothreefour <- one two three four (concatenation)'],
    ['export KEY=one"two"', 'KEY = onetwo <- one two (concatenation)'],
    ['a=one\nb="two"\ncurl --token "$a${b}"', 'token = onetwo <- one two (concatenation)'],
    ['f() { a=one; }\nf\nlocal k=$a"two"', 'k = onetwo <- one two (concatenation)'],
    ['KEY=one\nKEY+=two\nKEY+="three"', 'KEY = onetwothree <- one two three (concatenation)'],
    ['p=(one "two")\nKEY="${p[0]}${p[1]}"', 'KEY = onetwo <- one two (concatenation)'],
    ['p=(one two)\np+=(three)\nKEY=$(printf "%s" "${p[@]}")', 'KEY = onetwothree <- one two three (concatenation)'],
    ['p[0]=one'],
    ["KEY=$(printf '%s%s' one two)", 'KEY = onetwo <- one two (concatenation)'],
    ["printf '%s%s' one two | docker login --password-stdin", '- = onetwo <- one two (concatenation)'],
    ['KEY=$(echo "dH""dv" | base64 -d)', 'KEY = two <- dH""dv (concatenation base64)'],
    ['KEY=$(base64 --decode <<< dHdv)', 'KEY = two <- dHdv (base64)'],
    ['KEY=$(base64 -d <<EOF\ndHdv\nEOF\n)', 'KEY = two <- dHdv (base64)'],
    ['KEY="one$(echo 74776f | xxd -r -p)"', 'KEY = onetwo <- one 74776f (hex concatenation)'],
    ['KEY=`echo eno | rev`', 'KEY = one <- o n e (escape)'],
    ['KEY=$(echo o-n-e | tr -d -)', 'KEY = one <- o n e (concatenation)'],
    ["KEY=$(echo o-n-e | sed 's/-//g')", 'KEY = one <- o n e (concatenation)'],
    ["KEY=$(echo bar | tr 'A-Za-z' 'N-ZA-Mn-za-m')", 'KEY = one <- bar (escape)'],
    ['v=o-n-e\nKEY=${v//-/}', 'KEY = one <- o n e (concatenation)'],
    ['v=oneXtwo\nKEY="${v:0:3}${v:4}"', 'KEY = onetwo <- one two (concatenation)'],
    ["KEY=$'\\x6f\\156e'", 'KEY = one <- \\x6f\\156e (escape)'],
    ["KEY=$(printf '\\x6fne')", "- = KEY=$(printf 'one') <- KEY=$(printf '\\x6fne') (escape)", 'KEY = one <- \\x6fne (escape)'],
    ['echo one two three'],
    ['KEY="$(get-it)two"'],
  ];
  test.each(rows)('%s', (code, ...expected) => {
    expect(told('a.sh', code)).toEqual(expected);
  });
});

describe('PowerShell', () => {
  const rows: readonly Row[] = [
    ['$Key = "one" + \'two\' + "three"', 'Key = onetwothree <- one two three (concatenation)'],
    ['$a = "one"; $b = "two"\nConnect-It -Token "$a${b}"', 'Token = onetwo <- one two (concatenation)'],
    ['$a = "one"\n$A += "two"', 'a = onetwo <- one two (concatenation)'],
    ['$key = -join ("one", "two")', 'key = onetwo <- one two (concatenation)'],
    ['$key = @(\n"one"\n"two"\n) -join ""', 'key = onetwo <- one two (concatenation)'],
    ['$p = @("one", "two")\n$h = @{ token = $p[0] + $p[1] }', 'token = onetwo <- one two (concatenation)'],
    ['$p = @("one")\n$p += "two"\n$key = [string]::Join("", $p)', 'key = onetwo <- one two (concatenation)'],
    ['$key = "{0}{1}" -f "one", "two"', 'key = onetwo <- one two (concatenation)'],
    ['$key = [string]::Concat("one", "two")', 'key = onetwo <- one two (concatenation)'],
    ['$key = [string]::Format("{0}{1}", "one", "two")', 'key = onetwo <- one two (concatenation)'],
    ['$key = "o-n-e" -replace "-", ""', 'key = one <- o n e (concatenation)'],
    ['$key = "o-n-e".Replace("-", "")', 'key = one <- o n e (concatenation)'],
    ['$key = ("o-n-e" -split "-") -join ""', 'key = one <- o n e (concatenation)'],
    ['$key = "oneXtwo".Substring(0, 3) + "oneXtwo".Substring(4)', 'key = onetwo <- one two (concatenation)'],
    ['$key = [char]0x6f + [char]110 + "e"', 'key = one <- 0x6f 110 e (escape concatenation)'],
    ['$key = -join [char[]](111, 110, 101)', 'key = one <- 111 110 101 (escape)'],
    ['$key = (111, 110, 101 | ForEach-Object { [char]$_ }) -join ""', 'key = one <- 111 110 101 (escape)'],
    ['$r = "eno"\n$key = -join $r[-1..-3]', 'key = one <- o n e (escape)'],
    ['$key = "`u{6f}n" + "e"', 'key = one <- `u{6f}n e (escape concatenation)'],
    ['$key = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String("dH" + "dv"))', 'key = two <- dH" + "dv (concatenation base64)'],
    ['$key = [uri]::UnescapeDataString("%6fn") + "e"', 'key = one <- %6fn e (percent concatenation)'],
    ['$o.a = "one"; $o.key = "$($o.a)two"', 'o.key = onetwo <- one two (concatenation)'],
    ['Write-Host "one" "two"'],
    ['$key = "one" + (Get-It)'],
  ];
  test.each(rows)('%s', (code, ...expected) => {
    expect(told('a.ps1', code)).toEqual(expected);
  });
});

describe('any text', () => {
  const text = 'hello there, world 123';
  const long = 'some text that is long enough to be wrapped; '.repeat(4);
  const rows: readonly Row[] = [
    [`data:\n  token: ${base64(text)}\n`, `token = ${text} <- ${base64(text).replaceAll('=', '')} (base64)`],
    [`see x/y_${base64(text)}`, `- = ${text} <- ${base64(text).replaceAll('=', '')} (base64)`],
    [
      `key: |\n  ${base64(long).replace(/.{64}/g, '$&\n  ')}\n`,
      `key = ${long} <- ${base64(long).replaceAll('=', '').replace(/.{64}/g, '$& ').trim()} (base64)`,
    ],
    [`key = "${hex(text)}"`, `key = ${text} <- ${hex(text)} (hex)`],
    [
      `key = "${base64(base64(text))}"`,
      `key = ${base64(text)} <- ${base64(base64(text)).replaceAll('=', '')} (base64)`,
      `key = ${text} <- ${base64(base64(text)).replace(/.{4}$/, '').slice(0, 40)} (base64 base64)`,
    ],
    [
      `-EncodedCommand ${Buffer.from(text, 'utf16le').toString('base64')}`,
      `- = ${text} <- ${Buffer.from(text, 'utf16le').toString('base64').replaceAll('=', '')} (base64)`,
    ],
    ['sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
    ['getElementsByClassNameAndSoOn someOtherLongIdentifier /usr/share/doc/packages/readme'],
  ];
  test.each(rows)('%s', (code, ...expected) => {
    expect(told('a.txt', code)).toEqual(expected);
  });
});

describe('pieces and escapes in', () => {
  const whole = 'xyz_abcdefghijklmnopqrstuv';
  const [a, b] = ['xyz_abcdefgh', 'ijklmnopqrstuv'];
  const numbers = (text: string, how: (code: number) => string): string => [...text].map((char) => how(char.charCodeAt(0))).join('');
  const unicode = numbers(whole, (code) => `\\u${code.toString(16).padStart(4, '0')}`);
  const list = [...whole].map((char) => char.charCodeAt(0)).join(', ');
  const both = (slot: string, via = 'concatenation'): string => `${slot} = ${whole} <- ${a} ${b} (${via})`;
  type FileRow = readonly [path: string, text: string, ...told: string[]];
  const rows: readonly FileRow[] = [
    ['a.go', `t := "${a}" + "${b}"\n`, both('t')],
    ['a.go', `const a = "${a}"\nconst b = "${b}"\nvar t = a + b\n`, both('t')],
    ['a.java', `String t = "${a}"\n    + "${b}";`, both('t')],
    ['A.java', `sb.append("${a}").append("${b}");`, both('-')],
    ['A.java', `sb.append("${a}");\nsb.append("${b}");`, both('-')],
    ['A.cs', `var t = "${a}";\nt += "${b}";`, both('t')],
    ['A.cs', `var a = "${a}";\nvar t = $"{a}${b}";`, both('t')],
    ['a.php', `$a = "${a}";\n$t = $a . "${b}";`, both('$t')],
    ['a.php', "$all = array_filter($all);\n$password = $all['password'];"],
    ['a.rb', `t = ["${a}", "${b}"].join`, both('-')],
    ['a.rb', `a = "${a}"\nt = "#{a}${b}"`, both('t')],
    ['a.lua', `local t = "${a}" .. "${b}"`, both('t')],
    ['a.sql', `select '${a}' || '${b}';`, both('-')],
    ['a.c', `char *t = "${a}"\n  "${b}";`, both('t')],
    ['a.c', `char t[] = {${list}};`, `- = ${whole} <- ${list.replaceAll(',', '')} (escape)`],
    ['a.tf', `t = join("", ["${a}", "${b}"])`, both('-')],
    ['.env', `A=${a}\nB='${b}'\nTOKEN=\${A}$B\n`, both('TOKEN')],
    ['a.bat', `set A=${a}\nset TOKEN=%A%${b}\n`, both('TOKEN')],
    ['Dockerfile', `ENV A=${a}\nENV TOKEN=$A${b}\n`.replace('$A', '\u0024{A}'), both('TOKEN')],
    ['Dockerfile', `RUN login ${a}"${b}"\n`, both('-')],
    ['Dockerfile', `ENV TOKEN=${a}\\\n${b}\n`, `- = ENV TOKEN=${whole} <- ENV TOKEN=${a} ${b} (concatenation)`],
    ['a.yaml', `token: "${a}\\\n  ${b}"\n`, `- = token: "${whole}" <- token: "${a} ${b}" (concatenation)`],
    ['a.yaml', `token: >-\n  ${a}\n  ${b}\nother: x\n`, both('token')],
    ['a.yaml', `env:\n  A: ${a}\n  B: "${b}"\nrun: f \u0024{{ env.A }}\u0024{{ env.B }}\n`, both('-')],
    ['a.json', `{ "parts": ["${a}", "${b}"], "c": "d" }`, both('-')],
    ['a.json', `{ "one": "${a}", "two": "${b}" }`],
    ['a.json', `{ "token": "${unicode}" }`, `- = { "token": "${whole}" } <- { "token": "${unicode}" } (escape)`],
    ['a.properties', `token=${a}\\\n    ${b}\n`, `- = token=${whole} <- token=${a} ${b} (concatenation)`],
    ['a.properties', 'url=https\\://user\\:pass@host', '- = url=https://user:pass@host <- url=https\\://user\\:pass@host (escape)'],
    ['a.xml', `<a token="xyz&#95;&#x61;bcdefghijk"/>`, 'token = xyz_abcdefghijk <- xyz&#95;&#x61;bcdefghijk (escape)'],
    ['a.txt', 'see https://h/?t=xyz%5Fabcdefgh there', '- = https://h/?t=xyz_abcdefgh <- https://h/?t=xyz%5Fabcdefgh (percent)'],
    ['a.md', 'call with xyz\\_abcdefgh', '- = call with xyz_abcdefgh <- call with xyz\\_abcdefgh (escape)'],
    ['a.md', `\`\`\`js\nconst t = "${a}" + "${b}";\n\`\`\`\n`, both('t')],
    ['a.txt', `xyz\u200b_abcdefgh`, '- = xyz_abcdefgh <- xyz _abcdefgh (escape)'],
    ['a.md', "It doesn't say \"how\" it's done; 100% isn't 50 % & so on, `one` or `two`, e.g. don't."],
    ['a.json', '{ "a": "b", "c": ["d"], "e": { "f": "g" } }'],
    ['a.css', '.a { width: 10%; background: url("a.png") } .b::after { content: "\\201c" }'],
  ];
  test.each(rows)('%s: %s', (path, text, ...expected) => {
    expect(told(path, text)).toEqual(expected);
  });

  test('a notebook: a cell is a program', () => {
    const notebook = JSON.stringify({ cells: [{ source: ['import os\n', `a = "${a}"\n`, `t = a + "${b}"\n`] }] }, null, 1);
    expect(told('a.ipynb', notebook)[1]).toBe(both('t', 'escape concatenation'));
  });
});
