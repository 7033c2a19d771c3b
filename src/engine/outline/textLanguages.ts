/** What languages without a grammar call their tests, their assertions and what they declare. Patterns read text without comments. */
import type { CaseState, Strength } from '../../model/outline.ts';
import type { Lexis } from './textLexer.ts';

export interface CaseRule {
  /** From the beginning of what opens the case; group `name` is its name, or its title is the first string behind it. */
  readonly pattern: RegExp;
  readonly kind: 'case' | 'group';
  readonly state?: CaseState;
}

export interface TextLanguage {
  readonly lexis: Lexis;
  readonly ends: 'braces' | 'indent';
  readonly cases: readonly CaseRule[];
  /** Marks before a case on its own lines: `#[ignore]`, `@Disabled`. */
  readonly skipping: RegExp;
  readonly failing: RegExp | null;
  /** A call in a case's body that skips it. */
  readonly skipCall: RegExp;
  readonly assertion: RegExp;
  /** Groups `name`; `hidden` or `shown` where they say who can use it. */
  readonly declaration: RegExp;
  readonly isPublic: (match: RegExpExecArray) => boolean;
  readonly imports: RegExp;
}

const c: Lexis = { line: ['//'], block: [['/*', '*/']], quotes: '"', long: [], hasCharacters: true, isSpaced: false };
const script: Lexis = { line: ['#'], block: [], quotes: '"\'', long: [], hasCharacters: false, isSpaced: true };
const never = /(?!)/g;
const unlessHidden = ({ groups }: RegExpExecArray): boolean => groups?.hidden === undefined;
const ifShown = ({ groups }: RegExpExecArray): boolean => groups?.shown !== undefined;

const asserts =
  /\b(?:(?:[Aa]ssert(?:ions|That|j)?|self|this|XCT|Expect|StringAssert|CollectionAssert)\s?(?:\.|->|::)\s?(?:assert\w+|That|[A-Z]\w+|fail|same|equals?|isTrue)|assert\w*|expect\w*|EXPECT_\w+|ASSERT_\w+|XCT(?:Assert\w*|Fail|Unwrap)|verify\w*|fail|should\w*)\s*(?=[(<{])/g;
const java: TextLanguage = {
  lexis: { ...c, long: [['"""', '"""']] },
  ends: 'braces',
  cases: [
    {
      pattern:
        /@(?:Test|ParameterizedTest|RepeatedTest|TestFactory|Property|Theory)\b(?:\s*\([^()]{0,300}\))?(?:\s|@\w+(?:\s?\([^()]{0,300}\))?|\b(?:public|protected|private|internal|final|static|suspend|fun|void|override|open|async|def|[A-Z]\w{0,60})\b|<[^<>]{0,80}>){0,90}(?<name>\w+|`[^`\n]{1,200}`)\s*(?=\()/g,
      kind: 'case',
    },
    { pattern: /\bclass\s+(?<name>\w+)/g, kind: 'group' },
  ],
  skipping: /@(?:Disabled\w*|Ignore)\b/,
  failing: /\bexpected\s*=\s*(?!.)/,
  skipCall: never,
  assertion: asserts,
  declaration:
    /^[ \t]*(?:@\w+(?:\([^()\n]{0,200}\))?[ \t]+)*(?:(?<shown>public|protected)[ \t]+|(?<hidden>private|internal)[ \t]+|static[ \t]+|final[ \t]+|abstract[ \t]+|synchronized[ \t]+|override[ \t]+|open[ \t]+|suspend[ \t]+|inline[ \t]+|data[ \t]+|sealed[ \t]+|default[ \t]+|virtual[ \t]+|async[ \t]+|readonly[ \t]+|partial[ \t]+|lazy[ \t]+|implicit[ \t]+|case[ \t]+)*(?:(?:class|interface|enum|record|object|trait|struct|fun|def)[ \t]+(?:<[^<>\n]{1,80}>[ \t]*)?(?:\w{1,60}\.)?|(?!return|new|throw|else|await|yield|var|val|using|package|import)[\w<>[\],.?]{1,120}[ \t]+)(?<name>\w{1,100})[ \t]*(?=[({:<]|$|extends|implements|=[^=])/gm,
  isPublic: unlessHidden,
  imports: /^[ \t]*(?:import|using)[ \t]+(?:static[ \t]+)?(?<from>[\w.*]{2,200})/gm,
};

const languages: Readonly<Record<string, TextLanguage>> = {
  go: {
    lexis: { ...c, long: [['`', '`']] },
    ends: 'braces',
    cases: [
      { pattern: /^func\s+(?:\([^()\n]{0,100}\)\s*)?(?<name>(?:Test|Fuzz)(?:[A-Z_0-9]\w*)?|Example\w*)\s*(?=\()/gm, kind: 'case' },
      { pattern: /\b\w{1,20}\.Run\s*(?=\(\s*")/g, kind: 'case' },
      { pattern: /\b(?:F?(?:Describe|Context|When))\s*(?=\(\s*")/g, kind: 'group' },
      { pattern: /\b(?:It|Specify)\s*(?=\(\s*")/g, kind: 'case' },
      { pattern: /\bP(?:It|Specify)\s*(?=\(\s*")/g, kind: 'case', state: 'skipped' },
      { pattern: /\bF(?:It|Specify)\s*(?=\(\s*")/g, kind: 'case', state: 'focused' },
    ],
    skipping: never,
    failing: null,
    skipCall: /^[ \t]*\w{1,20}\.Skip(?:f|Now)?\s*\(/m,
    assertion:
      /\b(?:(?:t|tb|b|c|f|s|suite|tt)\.(?:Error|Errorf|Fatal|Fatalf|Fail|FailNow)|(?:assert|require|is|qt|td|check|must|s|suite)\.[A-Z]\w*|Expect|Eventually|Ω)\s*(?=\()/g,
    declaration: /^(?:func\s+(?:\(\s*\w*\s*\*?(?<owner>\w+)[^()\n]{0,80}\)\s*)?|type\s+)(?<name>\w+)/gm,
    isPublic: ({ groups }) => /^\p{Lu}/u.test(groups!.name!),
    imports: /^(?:import\s+|[ \t]+)(?:[\w.]+[ \t]+)?"(?<from>[^"\n]{1,200})"[ \t]*$/gm,
  },
  rs: {
    lexis: {
      ...c,
      long: [
        ['r#"', '"#'],
        ['r##"', '"##'],
        ['r"', '"'],
      ],
    },
    ends: 'braces',
    cases: [
      {
        pattern:
          /#\[(?:\w+::)?(?:test|rstest|test_case|quickcheck|wasm_bindgen_test)\b[^\]]{0,300}\](?:\s*#\[[^\]]{0,300}\]){0,10}\s*(?:pub(?:\([^()]{0,40}\))?\s+)?(?:async\s+|unsafe\s+)*fn\s+(?<name>\w+)/g,
        kind: 'case',
      },
      { pattern: /\bmod\s+(?<name>\w+)\s*(?=\{)/g, kind: 'group' },
    ],
    skipping: /#\[ignore\b/,
    failing: null,
    skipCall: never,
    assertion:
      /\b(?:(?:debug_)?assert\w*|prop_assert\w*|panic|unreachable|insta::assert\w+|assert_\w+)!\s*(?=[([{])|\.(?:expect_err|unwrap_err)\s*(?=\()|#\[should_panic\b/g,
    declaration:
      /^[ \t]*(?<shown>pub(?:\([^()\n]{0,40}\))?[ \t]+)?(?:default[ \t]+|const[ \t]+|async[ \t]+|unsafe[ \t]+|extern[ \t]+"[ \t]*"[ \t]+)*(?:(?:fn|struct|enum|trait|type|union|macro_rules!)[ \t]+|impl(?:<[^<>\n]{0,200}>)?[ \t]+(?:[\w:]{1,100}(?:<[^<>\n]{0,100}>)?[ \t]+for[ \t]+)?)(?<name>\w+)/gm,
    isPublic: ifShown,
    imports: /^[ \t]*(?:pub[ \t]+)?use[ \t]+(?<from>[\w:]{1,200})/gm,
  },
  java,
  kt: {
    ...java,
    cases: [
      ...java.cases,
      { pattern: /(?<![\w.])(?:test|it|should|scenario)\s*(?=\(\s*")/g, kind: 'case' },
      { pattern: /(?<![\w.])(?:xtest|xit)\s*(?=\(\s*")/g, kind: 'case', state: 'skipped' },
      { pattern: /(?<![\w.])(?:describe|context|feature)\s*(?=\(\s*")/g, kind: 'group' },
    ],
  },
  cs: {
    ...java,
    cases: [
      {
        pattern:
          /\[(?:Fact|Theory|Test|TestCase|TestMethod|DataTestMethod|TestCaseSource)\b[^\]]{0,400}\](?:\s*\[[^\]]{0,300}\]){0,10}(?:\s+(?:public|private|internal|static|async|virtual|override|void|[A-Z]\w{0,60}(?:<[^<>]{0,80}>)?)){0,10}\s+(?<name>\w+)\s*(?=\()/g,
        kind: 'case',
      },
      { pattern: /\bclass\s+(?<name>\w+)/g, kind: 'group' },
    ],
    skipping: /\[Ignore\b|\bSkip\s*=|\[Explicit\b/,
  },
  rb: {
    lexis: { ...script, block: [['=begin', '\n=end']] },
    ends: 'indent',
    cases: [
      { pattern: /^[ \t]*(?:RSpec\.)?(?:describe|context|feature|shared_examples(?:_for)?)\b(?=[ \t(])/gm, kind: 'group' },
      { pattern: /^[ \t]*(?:RSpec\.)?(?:xdescribe|xcontext)\b(?=[ \t(])/gm, kind: 'group', state: 'skipped' },
      { pattern: /^[ \t]*(?:RSpec\.)?(?:fdescribe|fcontext)\b(?=[ \t(])/gm, kind: 'group', state: 'focused' },
      { pattern: /^[ \t]*(?:it|specify|scenario|example|test|its)\b(?=[ \t]*[("'{]|[ \t]+do\b)/gm, kind: 'case' },
      { pattern: /^[ \t]*(?:xit|xspecify|pending|skip|xscenario)\b(?=[ \t(]+["'])/gm, kind: 'case', state: 'skipped' },
      { pattern: /^[ \t]*(?:fit|fspecify|focus)\b(?=[ \t(]+["'])/gm, kind: 'case', state: 'focused' },
      { pattern: /^[ \t]*def[ \t]+(?<name>test_\w+[?!]?)/gm, kind: 'case' },
      { pattern: /^[ \t]*class[ \t]+(?<name>[\w:]+)/gm, kind: 'group' },
    ],
    skipping: never,
    failing: null,
    skipCall: /^[ \t]*(?:skip|pending)\b/m,
    assertion:
      /(?<![\w.:])(?:assert\w*|refute\w*|expect|flunk|is_expected|must_\w+|assert_\w+\?)(?![\w:])|\.(?:must_\w+|wont_\w+|should(?:_not)?)\b/g,
    declaration: /^[ \t]*(?:(?<hidden>private)[ \t]+)?(?:def[ \t]+(?:self\.)?|class[ \t]+|module[ \t]+)(?<name>[\w:]+[?!=]?)/gm,
    isPublic: unlessHidden,
    imports: /^[ \t]*(?:require|require_relative|load)[ \t(]+["'](?<from>[^"'\n]{1,200})["']/gm,
  },
  php: {
    ...java,
    lexis: { ...c, line: ['//', '# '], quotes: '"\'', hasCharacters: false },
    cases: [
      { pattern: /\bfunction\s+(?<name>test\w*)\s*(?=\()/gi, kind: 'case' },
      { pattern: /(?<![\w>$:])(?:it|test)\s*(?=\(\s*["'])/g, kind: 'case' },
      { pattern: /(?<![\w>$:])describe\s*(?=\(\s*["'])/g, kind: 'group' },
      { pattern: /\bclass\s+(?<name>\w+)/gm, kind: 'group' },
    ],
    skipping: /@group\s+skip/,
    skipCall: /^[ \t]*(?:\$this->|self::|static::)?markTest(?:Skipped|Incomplete)\s*\(/m,
    declaration:
      /^[ \t]*(?:(?<hidden>private|protected)[ \t]+|public[ \t]+|static[ \t]+|final[ \t]+|abstract[ \t]+)*(?:function|class|interface|trait|enum)[ \t]+&?(?<name>\w+)/gm,
    imports: /^[ \t]*(?:use|require_once|require|include)[ \t(]+["']?(?<from>[\w\\./-]{2,200})/gm,
  },
  swift: {
    ...java,
    cases: [
      { pattern: /\bfunc\s+(?<name>test\w*)\s*(?=\()/g, kind: 'case' },
      { pattern: /@Test\b(?:\s*\([^()]{0,300}\))?\s*(?:@\w+\s+|static\s+|mutating\s+){0,5}func\s+(?<name>\w+)/g, kind: 'case' },
      { pattern: /\b(?:class|struct|extension)\s+(?<name>\w+)/g, kind: 'group' },
    ],
    skipping: /\.disabled\b/,
    skipCall: /^[ \t]*throw\s+XCTSkip\b/m,
    assertion: /\bXCT(?:Assert\w*|Fail|Unwrap)\s*(?=\()|#(?:expect|require)\s*(?=\()|\bexpect\s*(?=\()/g,
    declaration:
      /^[ \t]*(?:@\w+[ \t]+)*(?:(?<hidden>private|fileprivate)[ \t]+|public[ \t]+|open[ \t]+|internal[ \t]+|static[ \t]+|final[ \t]+|override[ \t]+|mutating[ \t]+|class[ \t]+(?=func))*(?:func|class|struct|enum|protocol|extension|actor)[ \t]+(?<name>\w+)/gm,
  },
  ex: {
    lexis: {
      ...script,
      quotes: '"',
      long: [
        ['"""', '"""'],
        ["'''", "'''"],
      ],
    },
    ends: 'indent',
    cases: [
      { pattern: /^[ \t]*describe[ \t]+(?=")/gm, kind: 'group' },
      { pattern: /^[ \t]*(?:test|property)[ \t]+(?=")/gm, kind: 'case' },
    ],
    skipping: /@tag\s+:skip|@tag\s+skip:/,
    failing: null,
    skipCall: never,
    assertion: /(?<![\w.:])(?:assert\w*|refute\w*|flunk)(?![\w:])/g,
    declaration: /^[ \t]*(?:(?<hidden>defp|defmacrop)|def|defmacro|defmodule)[ \t]+(?<name>[\w.]+[?!]?)/gm,
    isPublic: unlessHidden,
    imports: /^[ \t]*(?:alias|import|use)[ \t]+(?<from>[\w.]{1,200})/gm,
  },
  cpp: {
    ...java,
    lexis: { ...c, long: [['R"(', ')"']] },
    cases: [
      { pattern: /\b(?:TEST(?:_F|_P)?|TYPED_TEST(?:_P)?)\s*\(\s*(?<name>\w+\s*,\s*\w+)\s*(?=\))/g, kind: 'case' },
      {
        pattern:
          /\b(?:TEST_CASE|SCENARIO|SECTION|SUBCASE|BOOST_AUTO_TEST_CASE|Test|START_TEST|BENCHMARK|TEMPLATE_TEST_CASE)\s*\(\s*(?:(?<name>\w+)\s*)?(?=["),])/g,
        kind: 'case',
      },
      { pattern: /\bvoid\s+(?<name>test_\w+)\s*(?=\()/g, kind: 'case' },
    ],
    skipping: /\bskip\b(?!.)/,
    skipCall: /^[ \t]*(?:GTEST_SKIP\s*\(|skip\s*\(\)|TEST_IGNORE)/m,
    assertion:
      /\b(?:EXPECT_\w+|ASSERT_\w+|CHECK(?:_\w+)?|REQUIRE(?:_\w+)?|BOOST_(?:CHECK|REQUIRE|TEST)\w*|(?:ck_)?assert\w*|cr_assert\w*|cr_expect\w*|TEST_ASSERT\w*|FAIL|fail_(?:if|unless)|g_assert\w*|CU_ASSERT\w*|static_assert|mu_assert\w*)\s*(?=\()/g,
    declaration:
      /^(?!return\b|else\b|typedef\b|using\b|case\b|goto\b)(?:(?<hidden>static)[ \t]+)?(?:(?:class|struct|enum|union|namespace)[ \t]+|(?:[\w:<>,]{1,80}[ \t*&]{1,4}){1,5})(?<name>~?[\w:]{1,100})[ \t]*(?=\([^;{}]{0,300}\)[^;{}()]{0,40}\{|\{|:[^:])/gm,
    imports: /^[ \t]*#[ \t]*include[ \t]*"(?<from>[^"\n]{1,200})"/gm,
  },
  pl: {
    lexis: {
      ...script,
      block: [
        ['=pod', '\n=cut'],
        ['=head', '\n=cut'],
        ['=over', '\n=cut'],
        ['=encoding', '\n=cut'],
        ['=begin', '\n=cut'],
      ],
    },
    ends: 'braces',
    cases: [
      { pattern: /^[ \t]*subtest\b(?=[ \t(]*["'])/gm, kind: 'case' },
      { pattern: /^[ \t]*(?:it|describe)\b(?=[ \t(]*["'])/gm, kind: 'group' },
    ],
    skipping: never,
    failing: /\bTODO\b(?!.)/,
    skipCall: /^[ \t]*plan[ \t(]+skip_all\b/m,
    assertion:
      /(?<![\w$@%&>:{-])(?:ok|is|isnt|like|unlike|is_deeply|cmp_ok|isa_ok|can_ok|pass|fail|use_ok|require_ok|throws_ok|lives_ok|dies_ok|lives_and|eq_or_diff|cmp_deeply|is_string|ok_\w+|BAIL_OUT)(?=[ \t]*[($@%"'&\\!\w])(?![ \t]*=>?)/g,
    declaration: /^[ \t]*(?:sub|package)[ \t]+(?<name>[\w:]+)/gm,
    isPublic: ({ groups }) => !/^_/.test(groups!.name!),
    imports: /^[ \t]*(?:use|require)[ \t]+["']?(?<from>(?!strict|warnings|utf8|Test::|lib\b|v?5)[A-Za-z][\w:./-]{1,200})/gm,
  },
  lua: {
    lexis: { line: ['--'], block: [['--[[', ']]']], quotes: '"\'', long: [['[[', ']]']], hasCharacters: false, isSpaced: false },
    ends: 'indent',
    cases: [
      { pattern: /^[ \t]*(?:describe|context|insulate)\s*(?=\(\s*["'])/gm, kind: 'group' },
      { pattern: /^[ \t]*(?:it|spec|test)\s*(?=\(\s*["'])/gm, kind: 'case' },
      { pattern: /^[ \t]*pending\s*(?=\(\s*["'])/gm, kind: 'case', state: 'skipped' },
      { pattern: /^[ \t]*function[ \t]+(?:\w+[.:])?(?<name>test\w*)/gm, kind: 'case' },
    ],
    skipping: never,
    failing: null,
    skipCall: /^[ \t]*pending\s*\(/m,
    assertion: /\b(?:assert(?:[.:]\w+){0,4}|lu\.assert\w+|luaunit\.assert\w+|MiniTest\.expect(?:\.\w+)+|expect)\s*(?=\()/g,
    declaration: /^[ \t]*(?:(?<hidden>local)[ \t]+)?(?:function[ \t]+(?<name>[\w.:]+)|(?<named>[\w.]+)[ \t]*=[ \t]*function\b)/gm,
    isPublic: unlessHidden,
    imports: /\brequire[ \t]*\(?[ \t]*["'](?<from>[^"'\n]{1,200})["']/gm,
  },
  hs: {
    lexis: { line: ['--'], block: [['{-', '-}']], quotes: '"', long: [], hasCharacters: true, isSpaced: false },
    ends: 'indent',
    cases: [
      { pattern: /^[ \t]*(?:describe|context|testGroup)[ \t]+(?=")/gm, kind: 'group' },
      { pattern: /^[ \t]*(?:it|specify|prop|testCase|testProperty)[ \t]+(?=")/gm, kind: 'case' },
      { pattern: /^[ \t]*(?:xit|xspecify)[ \t]+(?=")/gm, kind: 'case', state: 'skipped' },
    ],
    skipping: never,
    failing: null,
    skipCall: /^[ \t]*pending(?:With)?\b/m,
    assertion: /`?\bshould\w*`?|@\?=|@=\?|\bassert\w+|===/g,
    declaration: /^(?<name>[a-z]\w*'*)[ \t]+::/gm,
    isPublic: () => true,
    imports: /^import[ \t]+(?:qualified[ \t]+)?(?<from>[\w.]{1,200})/gm,
  },
  scala: {
    ...java,
    cases: [
      ...java.cases,
      { pattern: /(?<![\w.])(?:test|it|describe)\s*(?=\(\s*")/g, kind: 'case' },
      { pattern: /(?<![\w.])ignore\s*(?=\(\s*")/g, kind: 'case', state: 'skipped' },
      { pattern: /"[ ]*"\s+in\s*(?=\{)/g, kind: 'case' },
    ],
    assertion: /\bassert\w*\s*(?=\()|\b(?:should|must)(?:Be|Equal|\s+(?:be|equal|contain|have|not|===))|\bintercept\s*(?=\[)/g,
  },
  dart: {
    ...java,
    lexis: {
      ...c,
      quotes: '"\'',
      long: [
        ['"""', '"""'],
        ["'''", "'''"],
      ],
      hasCharacters: false,
    },
    cases: [
      { pattern: /(?<![\w.])(?:test|testWidgets|blocTest)\s*(?=\(\s*["'])/g, kind: 'case' },
      { pattern: /(?<![\w.])group\s*(?=\(\s*["'])/g, kind: 'group' },
    ],
    skipCall: /^[ \t]*markTestSkipped\s*\(/m,
    assertion: /(?<![\w.])(?:expect(?:Later)?|verify\w*|fail)\s*(?=\()/g,
    isPublic: ({ groups }) => !/^_/.test(groups!.name!),
    imports: /^[ \t]*(?:import|export)[ \t]+["'](?<from>[^"'\n]{1,200})["']/gm,
  },
  zig: {
    ...java,
    lexis: { ...c, block: [] },
    cases: [{ pattern: /^[ \t]*test\s+(?=["{])/gm, kind: 'case' }],
    skipCall: /^[ \t]*return\s+error\.SkipZigTest/m,
    assertion: /\b(?:testing\.)?expect\w*\s*(?=\()/g,
    declaration: /^[ \t]*(?<shown>pub[ \t]+)?(?:inline[ \t]+|export[ \t]+)*fn[ \t]+(?<name>\w+)/gm,
    isPublic: ifShown,
    imports: /@import\("(?<from>[^"\n]{1,200})"\)/gm,
  },
};

const byExtension: Readonly<Record<string, string>> = {
  go: 'go',
  rs: 'rs',
  java: 'java',
  kt: 'kt',
  kts: 'kt',
  groovy: 'kt',
  cs: 'cs',
  rb: 'rb',
  rake: 'rb',
  php: 'php',
  swift: 'swift',
  ex: 'ex',
  exs: 'ex',
  c: 'cpp',
  h: 'cpp',
  cc: 'cpp',
  cpp: 'cpp',
  cxx: 'cpp',
  hh: 'cpp',
  hpp: 'cpp',
  m: 'cpp',
  mm: 'cpp',
  pl: 'pl',
  pm: 'pl',
  t: 'pl',
  lua: 'lua',
  hs: 'hs',
  scala: 'scala',
  dart: 'dart',
  zig: 'zig',
};

export function textLanguage(path: string): TextLanguage | null {
  const extension = /\.(\w{1,8})$/.exec(path.toLowerCase())?.[1] ?? '';
  return Object.hasOwn(byExtension, extension) ? languages[byExtension[extension]!]! : null;
}

const EXACT =
  /(?:^|[^a-z])(?:assert_?)?(?:eq|equals?|same|deep|is_deeply|is|jsoneq|eqvalues|elementsmatch|len|must_equal|strictequal|exactly|nil|eqlist|int_eq|str_eq)(?:$|[^a-z])/;
const PARTIAL =
  /not|^ne$|_ne\b|contain|match|like|regex|greater|less|starts|ends|includ|_gt|_ge|_lt|_le|between|approx|near|subset|instance|isa|can_ok|positive|negative|throw|raise|panic|dies|lives|error/;

/** How much an assertion demands, by what it is called and what is written behind it. */
export function strengthOfText(name: string, text: string): Strength {
  const words = name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
  const behind = text
    .slice(name.length)
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
  if (/^\s*!?\s*\(\s*(?:t,\s*)?(?:true|1|!false)\s*[,)]/.test(text.slice(name.length)) && /true|^assert|expect|require|ok/i.test(name))
    return 'none';
  const pair = /^\s*\(\s*([\w."']{1,60})\s*,\s*([\w."']{1,60})\s*\)/.exec(text.slice(name.length).replace(/^!/, ''));
  if (pair && pair[1] === pair[2]) return 'none';
  if (PARTIAL.test(words)) return 'partial';
  if (EXACT.test(words)) return 'exact';
  if (/true|false|null|nil|empty|success|exists|_ok$/.test(words)) return 'truthy';
  const chain = /(?:\)|^)\s*\.?(?:to|not_to|to_not|should|is_|must_|toBe|,\s*)?[^\n]*/.test(behind) ? behind : '';
  if (
    /not_to|to_not|contain|match|starts|ends|greater|less|include|raise|be_an?\b|isinstance|has_size|instance|throw|>=|<=|=~|!=|[^=<>-][<>][^=]/.test(
      chain,
    )
  )
    return 'partial';
  if (/==|\beq\b|\beql\b|equal|is_equal|\bsame|\bis\b|match_array|exactly|===/.test(chain)) return 'exact';
  if (/be_(?:truthy|falsy|nil|present)|is_(?:true|false|null|not_null|empty)|be_/.test(chain)) return 'truthy';
  return /expect\b|fail/.test(words) && /,/.test(behind) ? 'exact' : 'truthy';
}

const common = new Set(
  (
    'if for while switch return func fn def end function self this super new try catch throw raise match case else elsif elif unless do let var val const static public private class struct enum impl mod pub use import package ' +
    'test it describe context expect assert require t Run Error Errorf Fatal Fatalf Fail FailNow Helper Log Logf Skip Parallel Cleanup True False Equal NoError Nil NotNil Contains println print printf fmt String string int bool float void Object List Map Set Vec Option Some None Ok Err Result Box ' +
    'len append make panic format vec println assert_eq assert_ne Test Before After BeforeEach AfterEach assertEquals assertTrue assertFalse assertNull assertThat EXPECT_EQ ASSERT_EQ TEST sub my our is ok like done_testing plan subtest use_ok and or not in then of to eq be'
  ).split(' '),
);
export const isCommonWord = (word: string): boolean => common.has(word);
