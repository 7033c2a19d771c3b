/** Shell scripts as outlines: cases, assertions, what is declared, taken and replaced. */
import { describe, expect, test } from '@jest/globals';
import { createOutliner } from '../src/engine/outline/outlineFile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';
import type { Outline } from '../src/model/outline.ts';
import { outlineLines } from './support/outlineLines.ts';

const outlineFile = createOutliner(await loadCore(), { parseDeadline: 2000 });

function outline(path: string, code: string): Outline {
  return outlineFile({ path, mode: 'file', bytes: Buffer.from(code) });
}

const table: readonly { readonly name: string; readonly path: string; readonly code: string; readonly outline: string }[] = [
  {
    name: 'bats, with its helpers, a skipped, a focused, an empty case and one whose body stands on its line',
    path: 'test/add.bats',
    code: `
#!/usr/bin/env bats
load 'test_helper/bats-assert/load'

setup() {
  source "$BATS_TEST_DIRNAME/../lib/math.sh"
  curl() { echo canned; }
}

@test "adds two" {
  run add 2 3
  [ "$status" -eq 0 ]
  [ "$output" = 5 ]
  [[ "$output" == *5* ]]
  assert_output --partial 5
  refute_line 'error'
}
@test 'later' {
  skip "not yet"
  [ 1 -eq "$(add 0 1)" ]
}
# bats test_tags=bats:focus
@test "refuses" {
  run -1 add x
  if [ -n "$CI" ]; then
    assert_equal "$output" 'no number'
  fi
  [ "$output" = none ] || true
  ! grep -q secret out.log
  [ -f a ] && [ -f b ]
  run bash "$BATS_TEST_DIRNAME/../bin/add" 1
}
@test "nothing" {
}
@test "in a line" { [ "$(add 1 1)" -eq 2 ]; }
function named { # @test
  add 1 2 | diff - expected
}
`,
    outline: `
read tree
case 9 run: adds two
  11 exact: [ "$status" -eq 0 ] <$status>
  12 exact: [ "$output" = 5 ] <$output>
  13 partial: [[ "$output" == *5* ]] <$output>
  14 partial: assert_output --partial 5 <$output>
  15 partial: refute_line 'error' <$output>
case 17 skipped: later
  19 exact: [ 1 -eq "$(add 0 1)" ] <$(add 0 1)>
case 22 focused: refuses
  23 truthy: run -1 add x <$status>
  25 exact guarded: assert_equal "$output" 'no number' <$output>
  27 none: [ "$output" = none ] <$output>
  28 partial: ! grep -q secret out.log <out.log>
  29 truthy guarded: [ -f a ] <a>
  29 truthy guarded: [ -f b ] <b>
case 32 run empty: nothing
case 34 run: in a line
  34 exact: [ "$(add 1 1)" -eq 2 ] <$(add 1 1)>
case 35 run: named
  36 exact: add 1 2 | diff - expected <expected>
private 4: setup
public 6: curl
import 2: test_helper/bats-assert/load {*}
import 5: ../lib/math.sh {*}
import 30: ../bin/add {*}
uses add
double 6: curl
`,
  },
  {
    name: 'shUnit2',
    path: 'tests/greet_test.sh',
    code: `
#!/bin/sh
. ./lib/greet.sh
oneTimeSetUp() { TMP=$(mktemp -d); }
testGreets() {
  assertEquals 'hello Ann' "$(greet Ann)"
  assertTrue "[ -f $TMP/x ]"
  assertNotNull 'said' "$(greet)"
}
test_skipped() { startSkipping; assertNull "$(greet)"; }
test_nothing() { :; }
test_with() { assertEquals "$1" "$(greet "$1")"; }
test_both() { test_with Ann; }
. shunit2
`,
    outline: `
read tree
case 4 run: testGreets
  5 exact: assertEquals 'hello Ann' "$(greet Ann)" <$(greet Ann)>
  6 truthy: assertTrue "[ -f $TMP/x ]" <[ -f $TMP/x ]>
  7 partial: assertNotNull 'said' "$(greet)" <$(greet)>
case 9 skipped: test_skipped
  9 truthy: assertNull "$(greet)" <$(greet)>
case 10 run empty: test_nothing
case 12 run: test_both
loose 11 exact: assertEquals "$1" "$(greet "$1")" <"$(greet "$1")">
private 3: oneTimeSetUp
public 11: test_with
import 2: ./lib/greet.sh {*}
import 13: shunit2 {*}
uses greet test_with
`,
  },
  {
    name: 'shellspec',
    path: 'spec/cart_spec.sh',
    code: `
Describe 'cart'
  Include lib/cart.sh
  Mock date
    echo 2020
  End
  It 'adds'
    When call cart_add 1 2
    The output should equal 3
    The status should be success
    The stderr should include warn
  End
  xIt 'is off'
    When run script ./bin/cart
    The output should not eq 3
  End
  fDescribe 'inner'
    Specify 'more'
      Skip 'slow'
    End
  End
End
`,
    outline: `
read tree
case 6 run: cart > adds
  8 exact: The output should equal 3 <output>
  9 exact: The status should be success <status>
  10 partial: The stderr should include warn <stderr>
case 12 skipped: cart > is off
  14 partial: The output should not eq 3 <output>
case 17 skipped empty: cart > inner > more
import 2: lib/cart.sh {*}
import 13: ./bin/cart {*}
uses cart_add cart
double 3: date
`,
  },
  {
    name: "git's test library: bodies in quotes and below",
    path: 't/t0001-cart.sh',
    code: `
#!/bin/sh
test_description='cart'
. ./test-lib.sh
test_expect_success 'adds' '
	cart add 2 >actual &&
	echo "it'\\''s 2" >expect &&
	test_cmp expect actual
'
test_expect_failure PREREQ "is known to fail" '
	test_must_fail cart remove &&
	grep "no \\"such\\"" err
'
test_expect_success 'reads below' - <<\\EOT
	cart list >actual &&
	test_line_count = 2 actual
EOT
test_done
`,
    outline: `
read tree
case 4 run: adds
  7 exact: test_cmp expect actual <actual>
case 9 expected-failure: is known to fail
  10 truthy: test_must_fail cart remove <remove>
  11 partial: grep "no \\"such\\"" err <err>
case 13 run: reads below
  15 exact: test_line_count = 2 actual <actual>
import 3: ./test-lib.sh {*}
uses cart
`,
  },
  {
    name: 'a plain script that stops at the first failure',
    path: 'test/deploy-test.sh',
    code: `
#!/bin/bash
set -e
DIR="$(cd "$(dirname "$0")" && pwd)"
SCRIPT="$DIR/../bin/deploy.sh"
readonly LIMIT=3
failures=0
source "$DIR/../lib/cart.sh"
assert_eq() { if [ "$1" != "$2" ]; then echo "FAIL: $3"; exit 1; fi; }
cd "$DIR" || exit 1
assert_eq "$(total 1 2)" 3 "sum"
out=$("$SCRIPT" --dry-run)
[ "$out" = ready ] || { echo FAIL; exit 1; }
[[ $out =~ ^r ]] || fail "no match"
if ! "$SCRIPT" now; then echo "not ok 1"; failures=$((failures+1)); else echo "ok 1"; fi
if [ "$out" != ready ]; then ((failures++)); fi
grep -q 'set -e' "$SCRIPT"
[[ $(<"$DIR/../lib/cart.sh") == *total* ]]
grep -q done deploy.log
diff -u expected actual
[ 1 = 1 ]
[ "$a" = b ] || :
test -f made.txt
(( n == 3 ))
bash ../x.sh | grep -q hello
set +e
[ unheard = "$x" ]
if [ "$failures" -gt 0 ]; then exit 1; fi
exit 0
assert_eq "$(total 0 0)" 0
`,
    outline: `
read tree
loose 10 exact: assert_eq "$(total 1 2)" 3 "sum" <$(total 1 2)>
loose 12 exact: [ "$out" = ready ] <$out>
loose 13 partial: [[ $out =~ ^r ]] <$out>
loose 14 truthy: ! "$SCRIPT" now <"$SCRIPT" now>
loose 15 exact: [ "$out" != ready ] <$out>
loose 16 partial: grep -q 'set -e' "$SCRIPT" <$SCRIPT>
loose 17 partial: [[ $(<"$DIR/../lib/cart.sh") == *total* ]] <$(<"$DIR/../lib/cart.sh")>
loose 18 partial: grep -q done deploy.log <deploy.log>
loose 19 exact: diff -u expected actual <actual>
loose 20 none: [ 1 = 1 ] <1>
loose 21 none: [ "$a" = b ] <$a>
loose 22 truthy: test -f made.txt <made.txt>
loose 23 exact: (( n == 3 )) <n>
loose 24 partial: bash ../x.sh | grep -q hello <hello>
loose 27 partial: [ "$failures" -gt 0 ] <$failures>
loose 29 exact guarded: assert_eq "$(total 0 0)" 0 <$(total 0 0)>
public 5: LIMIT
public 8: assert_eq
import 7: ../lib/cart.sh {*}
import 11: ../bin/deploy.sh {*}
import 14: ../bin/deploy.sh {*}
import 24: ../x.sh {*}
uses total deploy.sh
source reads 16 17
`,
  },
  {
    name: 'a plain script that goes on counts what it judges',
    path: 'test/run.sh',
    code: `
#!/bin/sh
[ "$out" = unheard ]
grep -q unheard out.txt
check() { if "$@"; then pass=$((pass+1)); else echo "FAIL $1"; fail=$((fail+1)); fi; }
check test_file made
[ "$(./tool --version)" = 1.2 ] && echo ok || echo "not ok - version"
case $1 in
  all) assert_contains "$out" x ;;
esac
for n in 1 2; do
  expect_status "$n" 0
done
stub deploy
cat > "$STUBS/kubectl" <<'SH'
#!/bin/sh
SH
`,
    outline: `
read tree
loose 5 exact: check test_file made <made>
loose 6 exact: [ "$(./tool --version)" = 1.2 ] && echo ok <$(./tool --version)>
loose 8 partial guarded: assert_contains "$out" x <$out>
loose 11 exact: expect_status "$n" 0 <$n>
public 4: check
import 6: ./tool {*}
uses check test_file tool
double 13: deploy
double 14: kubectl
`,
  },
  {
    name: 'production: functions, stubs, constants',
    path: 'lib/cart.sh',
    code: `
#!/bin/bash
readonly MAX=10
declare -r MIN=1
_inner() { echo 1; }
cart_add() { echo $(( $1 + $2 )); }
cart_remove() { :; }
cart_list() { echo "cart_list: not implemented" >&2; return 1; }
[ -n "$1" ] && cart_add "$@"
`,
    outline: `
read tree
public 2: MAX
public 3: MIN
private 4: _inner
public 5: cart_add
public stub 6: cart_remove
public stub 7: cart_list
uses cart_add
`,
  },
];

describe('outlines of shell scripts', () => {
  test.each(table)('$name', ({ path, code, outline: expected }) => {
    expect(`\n${outlineLines(outline(path, code.slice(1))).join('\n')}\n`).toBe(expected);
  });
});

const digests = ({ code, rest, cases, declarations }: Outline) => ({
  code,
  rest,
  cases: cases.map(({ body }) => body),
  declarations: declarations.map(({ signature, body }) => [signature, body]),
});

const original = 'set -u\nadd() {\n  echo $(( $1 + $2 ))\n}\n@test "adds" {\n  run add 1 2\n  [ "$output" = 3 ]\n}\n';

describe('digests of shell scripts', () => {
  test('do not know comments, white space and ends of lines', () => {
    const other = 'set -u # strict\n\nadd() { echo $(( $1 + $2 )); }\n\n# says it\n@test "adds" {\n\trun add 1 2; [ "$output" = 3 ]\n}\n';
    expect(digests(outline('test/add.bats', other))).toEqual(digests(outline('test/add.bats', original)));
  });

  test('know what a program does otherwise, each in its place', () => {
    const before = digests(outline('test/add.bats', original));
    const edited = (from: string, to: string) => digests(outline('test/add.bats', original.replace(from, to)));
    const changed = edited('= 3', '= 4');
    expect(changed).toEqual({ ...before, code: changed.code, cases: changed.cases });
    expect(changed.cases).not.toEqual(before.cases);
    const body = edited('$1 + $2', '$1 - $2');
    expect(body).toEqual({ ...before, code: body.code, declarations: [[before.declarations[0]![0], body.declarations[0]![1]]] });
    expect(body.declarations).not.toEqual(before.declarations);
    const top = edited('set -u', 'set -eu');
    expect(top).toEqual({ ...before, code: top.code, rest: top.rest });
    expect(top.rest).not.toBe(before.rest);
  });

  test('tell white space within quotes', () => {
    expect(outline('a.sh', 'echo "$a $b"\n').code).not.toBe(outline('a.sh', 'echo "$a$b"\n').code);
  });
});

test('nesting without end is looked at as far as somebody reads', () => {
  const deep = outline('test/deep.sh', `${'if true; then '.repeat(900)}assert_eq "$a" 1${'; fi'.repeat(900)}\n`);
  expect(outlineLines(deep)).toEqual(['read tree']);
});

describe('cases that the grammar does not get through', () => {
  const casesOf = (path: string, code: string) =>
    outline(path, code).cases.map(({ name, state, line, assertions }) => [
      line,
      name,
      state,
      assertions.map(({ text, strength, line }) => `${line} ${strength} ${text}`),
    ]);

  test('one that cannot be parsed is kept with its assertions by lines; those around it are whole', () => {
    const code = `#!/bin/sh
. ./test-lib.sh
check_sum () {
	test "$(sum)" = "$1" || exit 1
}
test_expect_success 'one' '
	check_sum 1
'
test_expect_success 'two' '
	for a in $(seq 1 2
	test_cmp expect actual &&
	! grep gone actual &&
	test "$a" = 2
'
test_expect_failure PERL 'three' '
	check_sum 3
'
test_done
`;
    expect(casesOf('t/t1-sum.sh', code)).toEqual([
      [6, 'one', 'run', ['7 truthy check_sum 1']],
      [9, 'two', 'run', ['11 exact test_cmp expect actual', '12 partial ! grep gone actual', '13 exact test "$a" = 2']],
      [15, 'three', 'expected-failure', ['16 truthy check_sum 3']],
    ]);
  });

  test('one that swallows those after it leaves them as they are', () => {
    const rest = `@test "two" {
  run add 1 1
  [ "$output" = 2 ]
}
@test "three" {
  [ "$(three)" = 3 ]
}
`;
    const whole = outline('a.bats', `#!/usr/bin/env bats\n# nothing\n# here\n# yet\n${rest}`).cases;
    const { cases, loose } = outline('a.bats', `#!/usr/bin/env bats\n@test "one" {\n  if [ "$(one" = 1 ]; then\n}\n${rest}`);
    expect(cases.map(({ name }) => name)).toEqual(['one', 'two', 'three']);
    expect(cases.slice(1)).toEqual(whole);
    expect(loose).toEqual([]);
  });

  test('one whose here-document takes those after it with it, without an error', () => {
    const code = `#!/bin/sh
test_expect_success 'one' '
	cat >expect <<-\\EOF &&
	Data:11|11|
	EOF
	tool "" >actual &&
	test_cmp expect actual
'

test_expect_success 'two' '
	cat >expect <<-\\EOF &&
	Data:11|11|
	EOF
	tool " " >actual &&
	test_cmp expect actual
'
test_done
`;
    expect(casesOf('t/t1-tool.sh', code)).toEqual([
      [2, 'one', 'run', ['7 exact test_cmp expect actual']],
      [10, 'two', 'run', ['15 exact test_cmp expect actual']],
    ]);
  });

  test('functions of a script whose cases have a form of their own are no cases', () => {
    const code = `test_setup_1 () {
	test_create_repo one
}
test_expect_success 'one' '
	test_setup_1 &&
	test_cmp expect actual
'
test_done
`;
    expect(casesOf('t/t1-one.sh', code)).toEqual([[4, 'one', 'run', ['6 exact test_cmp expect actual']]]);
  });
});

test('a text that a program is compared with may come from its source', () => {
  const { sourceReads } = outline(
    'test/version.bats',
    `#!/usr/bin/env bats
program="$BATS_TEST_DIRNAME/../bin/build.sh"
version="$(grep VERSION "$program" | cut -d'"' -f 2)"
@test "says its version" {
  run build --version
  assert_success "build $version"
  [ "$output" = "build $version" ]
}
@test "has a version" {
  [ "$version" = 3 ]
}
`,
  );
  expect(sourceReads).toEqual([10]);
});
