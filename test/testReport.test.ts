/** Reports of test runs as tools write them and as somebody who wants to fool the reader would: what `portcullis attest` signs. */
import { describe, expect, test } from '@jest/globals';
import { readJUnit, readTap } from '../src/cli/testReport.ts';

type Report = ReturnType<typeof readJUnit>;

const suite = (cases: string) => `<testsuites><testsuite name="s">${cases}</testsuite></testsuites>`;
const nested = (depth: number) => `${'<testsuite>'.repeat(depth)}<testcase name="a"/>${'</testsuite>'.repeat(depth)}`;

describe('JUnit', () => {
  test.each<[tool: string, text: string, read: Report]>([
    [
      'jest-junit',
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="jest tests" tests="3" failures="1" errors="0" time="0.4">
  <testsuite name="Cart" errors="0" failures="1" skipped="1" timestamp="2026-01-01T00:00:00" time="0.2" tests="3">
    <testcase classname="Cart adds" name="Cart adds" time="0.001">
      <failure>Error: expect(received).toBe(expected) // Object.is equality
Expected: 3 &amp; more
    at Object.&lt;anonymous&gt; (/a/cart.test.js:4:1)</failure>
    </testcase>
    <testcase classname="Cart is" name="Cart is" time="0"/>
    <testcase classname="Cart later" name="Cart later" time="0"><skipped/></testcase>
  </testsuite>
</testsuites>`,
      { passed: 1, failed: ['Cart adds Cart adds'] },
    ],
    [
      'pytest',
      `<?xml version="1.0" encoding="utf-8"?><testsuites><testsuite name="pytest" errors="1" failures="1" skipped="1" tests="4" hostname="h"><testcase classname="tests.test_cart.TestCart" name="test_adds[1-&quot;x&quot;]" time="0.01"><properties><property name="a" value="b"/></properties><failure message="assert 1 == 2&#10; +  where 1 = f()">def test_adds(): ...</failure></testcase><testcase classname="tests.test_cart" name="test_teardown"><error message="failed on teardown">x</error></testcase><testcase classname="tests.test_cart" name="test_later"><skipped type="pytest.xfail" message=""/></testcase><testcase classname="tests.test_cart" name="test_is"><system-out>&lt;failure/&gt;</system-out></testcase></testsuite></testsuites>`,
      { passed: 1, failed: ['tests.test_cart.TestCart test_adds[1-"x"]', 'tests.test_cart test_teardown'] },
    ],
    [
      'surefire, with a flaky test and one that failed again',
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="https://maven.example/surefire.xsd" version="3.0" name="CartTest" tests="3" errors="0" failures="1">
  <properties><property name="java.version" value="21"/></properties>
  <testcase name="adds" classname="shop.CartTest" time="0.0"><failure message="expected:&lt;3&gt;" type="AssertionError"><![CDATA[at <testcase name="no"/> ]]></failure><rerunFailure type="x"/><system-out><![CDATA[</testcase>]]></system-out></testcase>
  <testcase name="flaky" classname="shop.CartTest"><flakyFailure message="m" type="t"><stackTrace><![CDATA[x]]></stackTrace></flakyFailure></testcase>
  <testcase name="is" classname="shop.CartTest"/>
</testsuite>`,
      { passed: 2, failed: ['shop.CartTest adds'] },
    ],
    [
      'go-junit-report',
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="2" failures="1"><testsuite name="example/cart" tests="2" failures="1" errors="0" id="0"><properties><property name="go.version" value="go1.24"></property></properties><testcase name="TestAdds/of_two" classname="example/cart" time="0.000"><failure message="Failed"><![CDATA[    cart_test.go:9: got 1]]></failure></testcase><testcase name="TestIs" classname="example/cart" time="0.000"></testcase></testsuite></testsuites>`,
      { passed: 1, failed: ['example/cart TestAdds/of_two'] },
    ],
    [
      'mocha, its xunit',
      `<testsuite name="Mocha Tests" tests="3" failures="0" errors="1" skipped="1" timestamp="Sat, 21 Nov 2026 00:00:00 GMT" time="0.003">
<testcase classname="Cart" name="adds" time="0.001"><failure>expected 1 to equal 2
AssertionError</failure></testcase>
<testcase classname="Cart" name="is" time="0"/>
<testcase classname="Cart" name="later" time="0"><skipped/></testcase>
</testsuite>`,
      { passed: 1, failed: ['Cart adds'] },
    ],
    [
      'one that failed to start, as Ant and phpunit tell it',
      '<testsuites><testsuite name="CartTest" errors="1" tests="0"><error message="no class">x</error></testsuite></testsuites>',
      { passed: 0, failed: ['CartTest'] },
    ],
    [
      'nested suites',
      '<testsuites><testsuite><testsuite><testcase name="a"/></testsuite><testcase name="b"/></testsuite></testsuites>',
      { passed: 2, failed: [] },
    ],
    [
      'a namespace',
      '<j:testsuites xmlns:j="urn:j"><j:testsuite><j:testcase name="a"><j:failure/></j:testcase></j:testsuite></j:testsuites>',
      { passed: 0, failed: ['a'] },
    ],
    [
      'comments, CDATA, single quotes and references',
      '<testsuite><!-- <testcase name="no"/> --><testcase classname="Cart" name="adds &lt;1&gt; &#x41;&#66;"><failure message="a > b"><![CDATA[</failure>]]></failure></testcase><testcase name=\'e\'><error/></testcase></testsuite>',
      { passed: 0, failed: ['Cart adds <1> AB', 'e'] },
    ],
    ['another byte order mark and blanks', '\ufeff<testsuite ><testcase name="a" /></testsuite >\n\n', { passed: 1, failed: [] }],
  ])('of %s is read', (_, text, read) => {
    expect(readJUnit(text)).toEqual(read);
  });

  const bomb = `<!DOCTYPE l [<!ENTITY a "${'x'.repeat(100)}">${Array.from({ length: 9 }, (_, at) => `<!ENTITY ${'bcdefghij'[at]} "${`&${'abcdefghi'[at]};`.repeat(10)}">`).join('')}]>`;
  test.each<[what: string, text: string]>([
    ['a document type', '<!DOCTYPE testsuite><testsuite><testcase name="a"/></testsuite>'],
    ['a billion laughs', `${bomb}<testsuite><testcase name="&j;"/></testsuite>`],
    ['an entity of its own', '<testsuite><testcase name="&a;"/></testsuite>'],
    ['one that reaches out', '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><testsuite><testcase name="&a;"/></testsuite>'],
    ['a nesting without end', nested(10_000)],
    ['tags that never end', `<testsuite>${'<testcase'.repeat(100_000)}`],
    ['a cut', '<testsuites><testsuite><testcase name="a"/>'],
    ['ends that do not fit', '<testsuite><testcase name="a"></testsuite></testcase>'],
    ['a case in a case', suite('<testcase name="a"><testcase name="b"/></testcase>')],
    ['two roots', '<testsuite><testcase name="a"/></testsuite><testsuite/>'],
    ['another kind of document', '<html><body/></html>'],
    ['no XML', 'no XML'],
    ['nothing', ''],
  ])('with %s is none', (_, text) => {
    expect(readJUnit(text)).toBeNull();
  });

  test('is read in bounds: long names are cut, and a hundred suites in one another are still read', () => {
    const long = 'x'.repeat(500_000);
    expect(readJUnit(suite(`<testcase name="${long}" other="${long}"><failure message="${long}"/></testcase>`))).toEqual({
      passed: 0,
      failed: ['x'.repeat(200)],
    });
    expect(readJUnit(nested(90))).toEqual({ passed: 1, failed: [] });
    const many = Array.from({ length: 600 }, (_, at) => `<testcase name="${at}"><failure/></testcase>`).join('');
    expect(readJUnit(suite(many))!.failed).toEqual(Array.from({ length: 500 }, (_, at) => `${at}`));
  });
});

describe('TAP', () => {
  test.each<[what: string, text: string, read: Report]>([
    ['12', '1..3\nok 1 - is\nnot ok 2 - adds\nok\n', { passed: 2, failed: ['adds'] }],
    [
      '13 with diagnostics',
      "TAP version 13\nnot ok 1 - adds\n  ---\n  message: 'not ok 9 - no'\n  at:\n    ok 1\n  ...\nok 2 - is\n1..2\n# tests 2\n",
      { passed: 1, failed: ['adds'] },
    ],
    [
      '14 with subtests, which are told by their whole names and once',
      'TAP version 14\n# Subtest: Cart\n    ok 1 - is empty\n    not ok 2 - adds\n      ---\n      message: no\n      ...\n    1..2\nnot ok 1 - Cart\nok 2 - x # SKIP later\nnot ok 3 - y # TODO\n1..3\n',
      { passed: 1, failed: ['Cart > adds'] },
    ],
    [
      'subtests in subtests, as node writes them',
      'TAP version 13\n# Subtest: cart.test.js\n    # Subtest: Cart\n        # Subtest: adds\n        not ok 1 - adds\n          ---\n          duration_ms: 1\n          ...\n        1..1\n    not ok 1 - Cart\n    1..1\nnot ok 1 - cart.test.js\n1..1\n',
      { passed: 0, failed: ['cart.test.js > Cart > adds'] },
    ],
    ['subtests in braces', 'ok 1 - Cart {\n    ok 1 - is\n    ok 2 - adds\n    1..2\n}\n1..1\n', { passed: 2, failed: [] }],
    ['what is skipped whole', '1..0 # SKIP no network\n', { passed: 0, failed: [] }],
    [
      'directives in any case, and hashes in names',
      '1..3\nnot ok 1 - a # Todo b\nok 2 - c # skipped: d\nnot ok 3 - is \\# 1\n',
      { passed: 0, failed: ['is # 1'] },
    ],
    ['a bail out', '1..3\nok 1 - is\nBail out! no database\n', { passed: 1, failed: ['Bail out! no database'] }],
    ['line ends of Windows', '1..2\r\nok 1 - is\r\nnot ok 2 - adds\r\n', { passed: 1, failed: ['adds'] }],
    ['other words between', 'hello\n{"ok": 1}\nok 1 - is\nnoise\n      not ok in words\n1..1\n', { passed: 1, failed: [] }],
    ['a failure before a cut', '1..3\nok 1\nnot ok 2 - adds\n', { passed: 1, failed: ['adds'] }],
  ])('of version or kind %s is read', (_, text, read) => {
    expect(readTap(text)).toEqual(read);
  });

  test.each<[what: string, text: string]>([
    ['fewer tests than planned', '1..3\nok 1\nok 2\n'],
    ['no plan', 'ok 1\nok 2\n'],
    ['a test beyond its plan', '1..1\nok 1\nok 2\n'],
    ['a test told twice', '1..2\nok 1 - a\nok 1 - a\n'],
    ['a subtest that was cut', '1..1\n# Subtest: a\n    1..2\n    ok 1 - b\nok 1 - a\n'],
    [
      'a nesting without end',
      `${Array.from({ length: 3000 }, (_, at) => `${'    '.repeat(at)}# Subtest: a`).join('\n')}\n${'    '.repeat(3000)}ok 1\n`,
    ],
    ['no TAP', 'no TAP\n'],
    ['nothing', ''],
  ])('with %s proves nothing', (_, text) => {
    expect(readTap(text)).toBeNull();
  });

  test('is read in bounds: long lines, blanks, aliases and tags in diagnostics', () => {
    const aliases = Array.from(
      { length: 20 },
      (_, at) => `  a${at}: &a${at} [${at === 0 ? '1' : `*a${at - 1},*a${at - 1},*a${at - 1}`}]`,
    ).join('\n');
    const tag = '  f: !function "() => { throw new Error(\'ran\') }"';
    const text = `1..2\nnot ok 1 - ${'x'.repeat(5_000_000)}\n  ---\n${aliases}\n${tag}\n  ...\n${' '.repeat(5_000_000)}z\nok 2\n`;
    expect(readTap(text)).toEqual({ passed: 1, failed: ['x'.repeat(200)] });
  });
});
