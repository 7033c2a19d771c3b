/** Shell scripts as programs of the intermediate representation: whole functions as text. */
import { describe, expect, test } from '@jest/globals';
import { lowerBash } from '../src/engine/ir/bash/shellProgram.ts';
import type { FlowProgram } from '../src/engine/ir/program.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';
import { SyntaxNode } from '../src/engine/parse/syntaxNode.ts';
import { programText, valueText } from './support/irText.ts';

const core = await loadCore();

function lower(code: string) {
  return lowerBash(new SyntaxNode(core.parse('bash', code, 10_000)!, 0));
}

const table: readonly { readonly name: string; readonly code: string; readonly ir: string }[] = [
  {
    name: 'a test decides by its own answer',
    code: `
if [ ! -e "$f" ]; then echo data > "$f"; fi
`,
    ir: `
b0: [({double $f}) unraised; -> not status of [({double $f}) ? b2 : b3
b3: -> b1
b2: >({double $f}) unraised; echo('data') unraised; -> b1
b1: -> return
`,
  },
  {
    name: 'short circuits are branches',
    code: `
[ -e "$f" ] && rm -- "$f"
`,
    ir: `
b0: [({double $f}) unraised; -> status of [({double $f}) ? b2 : b1
b2: rm('--', {double $f}) unraised; -> b1
b1: -> return (&& status of [({double $f}) status of rm('--', {double $f}))
`,
  },
  {
    name: 'mixed lists lead each operand on by its outcome',
    code: `
a && b || c && d
`,
    ir: `
b0: a() unraised; -> status of a() ? b2 : b3
b2: b() unraised; -> status of b() ? b4 : b3
b3: c() unraised; -> status of c() ? b4 : b1
b4: d() unraised; -> b1
b1: -> return (&& status of a() status of b() status of c() status of d())
`,
  },
  {
    name: 'a block that leaves',
    code: `
cmd || { echo no >&2; exit 1; }
rest
`,
    ir: `
b0: cmd() unraised; -> status of cmd() ? b1 : b2
b2: echo('no') unraised; -> exit failed
b1: rest() unraised; -> return status of rest()
`,
  },
  {
    name: 'set -e ends the script where it has effect',
    code: `
set -e
chmod 600 f
a && chmod 700 d
if chmod 755 g; then :; fi
! chmod 500 h
`,
    ir: `
b0: set('-e') unraised; chmod('600', 'f'); a() unraised; -> status of a() ? b2 : b1
b2: chmod('700', 'd'); -> b1
b1: chmod('755', 'g') unraised; -> status of chmod('755', 'g') ? b6 : b7
b7: -> b5
b6: -> b5
b5: chmod('500', 'h') unraised; -> return (! status of chmod('500', 'h'))
`,
  },
  {
    name: 'set -e does not reach functions called in conditions',
    code: `
set -e
lax() { chmod 600 f; }
strict() { chmod 600 g; }
if lax; then :; fi
strict
`,
    ir: `
b0: set('-e') unraised; lax() unraised; -> status of lax() ? b2 : b3
b3: -> b1
b2: -> b1
b1: strict(); -> return status of strict()
lax():
  b0: chmod('600', 'f') unraised; -> return status of chmod('600', 'f')
strict():
  b0: chmod('600', 'g'); -> return status of chmod('600', 'g')
`,
  },
  {
    name: 'set +e, and a shebang that sets it',
    code: `
#!/bin/sh -e
a
set +e
b
`,
    ir: `
b0: a(); set('+e'); b() unraised; -> return status of b()
`,
  },
  {
    name: 'a test under set -e is known to hold',
    code: `
set -e
[ -f x ]
last
`,
    ir: `
b0: set('-e') unraised; [('x') unraised; -> status of [('x') ? b1 : b2
b2: -> exit failed
b1: last(); -> return status of last()
`,
  },
  {
    name: 'a status kept in a variable',
    code: `
chmod 600 f
rc=$?
if [ $rc -ne 0 ]; then exit $rc; fi
`,
    ir: `
b0: chmod('600', 'f') unraised; rc = status of chmod('600', 'f'); [({bare rc}, '0') unraised; -> (! (-eq rc '0')) ? b2 : b3
b3: -> b1
b1: -> return
b2: -> exit failed
`,
  },
  {
    name: 'a status in each form of comparison',
    code: `
a
[ "$?" = 0 ] && b
c
[[ $? -gt 0 ]] && d
e
[ $? -eq 2 ] && f
`,
    ir: `
b0: a() unraised; [({double status of a()}, '0') unraised; -> (-eq status of a() '0') ? b2 : b1
b2: b() unraised; -> b1
b1: c() unraised; [({bare status of c()}, '0') unraised; (((status of c()) unraised; -> (! (-eq status of c() '0')) ? b6 : b5
b6: d() unraised; -> b5
b5: e() unraised; [({bare status of e()}, '2') unraised; -> (! (-eq status of e() '0')) ? b10 : b9
b10: f() unraised; -> b9
b9: -> return (&& (! (-eq status of e() '0')) status of f())
`,
  },
  {
    name: 'arithmetic conditions',
    code: `
(( rc == 0 )) || exit
if (( !ok )); then a; fi
(( count++ ))
(( $? ))
`,
    ir: `
b0: ((($rc) unraised; -> (-eq $rc '0') ? b1 : b2
b2: -> exit failed
b1: ((($ok) unraised; -> (! (! (-eq $ok '0'))) ? b7 : b8
b8: -> b6
b7: a() unraised; -> b6
b6: ((($count) unraised; count = _; (((?) unraised; -> return (! (-eq ? '0'))
`,
  },
  {
    name: 'a status by its cases',
    code: `
a
case $? in 0) b;; 1) c;; *) exit 1;; esac
`,
    ir: `
b0: a() unraised; -> (-eq status of a() '0') ? b2 : b5
b5: -> (! (-eq status of a() '0')) ? b3 : b7
b7: -> b4
b4: -> exit failed
b3: c() unraised; -> b1
b2: b() unraised; -> b1
b1: -> return
`,
  },
  {
    name: 'the status in each branch',
    code: `
if cmd; then a=$?; else b=$?; fi
x || c=$?
`,
    ir: `
b0: cmd() unraised; -> status of cmd() ? b2 : b3
b3: b = status of cmd(); -> b1
b2: a = status of cmd(); -> b1
b1: x() unraised; -> status of x() ? b6 : b7
b7: c = status of x(); -> b6
b6: -> return ?
`,
  },
  {
    name: 'loops',
    code: `
while read -r l; do [ -f "$l" ] || continue; rm "$l"; done < list
`,
    ir: `
b0: <('list') unraised; -> b1
b1: read('-r', 'l') unraised; l = <('list')[]; -> status of read('-r', 'l') ? b2 : b3
b3: -> return
b2: [({double l}) unraised; -> status of [({double l}) ? b5 : b6
b6: -> b1
b5: rm({double l}) unraised; -> b1
`,
  },
  {
    name: 'until',
    code: `
until mkdir "$lock"; do sleep 1; done
`,
    ir: `
b0: -> b1
b1: mkdir({double $lock}) unraised; -> status of mkdir({double $lock}) ? b3 : b2
b2: sleep('1') unraised; -> b1
b3: -> return
`,
  },
  {
    name: 'break of two loops',
    code: `
while a; do while b; do break 2; done; c; done
`,
    ir: `
b0: -> b1
b1: a() unraised; -> status of a() ? b2 : b3
b2: -> b5
b5: b() unraised; -> status of b() ? b6 : b7
b7: c() unraised; -> b1
b6: -> b3
b3: -> return
`,
  },
  {
    name: 'for over words',
    code: `
for x in a "$b"; do touch "$x"; done
`,
    ir: `
b0: -> b1
b1: -> b2 or b3
b3: -> return
b2: x = ['a', {double $b}][]; touch({double x}) unraised; -> b1
`,
  },
  {
    name: 'for over parameters, and select',
    code: `
for x; do a; done
select y in 1 2; do break; done
`,
    ir: `
b0: -> b1
b1: -> b2 or b3
b3: -> b6
b6: -> b7 or b8
b7: y = ['1', '2'][]; -> b8
b8: -> return
b2: x = [1, 2, 3, 4, 5, 6, 7, 8, 9][]; a() unraised; -> b1
`,
  },
  {
    name: 'counting loops',
    code: `
for ((i = 0; i < 3; i++)); do touch "f$i"; done
`,
    ir: `
b0: i = _; -> b1
b1: (((i) unraised; -> b2 or b3
b3: -> return
b2: touch({double 'f' + double i}) unraised; (((i) unraised; i = _; -> b1
`,
  },
  {
    name: 'endless loops',
    code: `
while true; do a && break; done
b
`,
    ir: `
b0: -> b1
b1: -> b2
b2: a() unraised; -> status of a() ? b6 : b5
b5: -> b1
b6: -> b3
b3: b() unraised; -> return status of b()
`,
  },
  {
    name: 'case',
    code: `
case $1 in -h) usage;; a|b) x=1;; y*) z;; *) y=2; exit 0;; esac
after
`,
    ir: `
b0: -> (= 1 '-h') ? b2 : b6
b6: -> 1 is a | b: b3, else: b8
b8: -> 1 is /y*/: b4, else: b10
b10: -> b5
b5: y = '2'; -> exit
b4: z() unraised; -> b1
b3: x = '1'; -> b1
b1: after() unraised; -> return status of after()
b2: usage() unraised; -> exit failed
`,
  },
  {
    name: 'case that falls through',
    code: `
case "$x" in a) one;& b) two;; esac
`,
    ir: `
b0: -> (= $x 'a') ? b2 : b4
b4: -> (= $x 'b') ? b3 : b6
b6: -> b1
b2: one() unraised; -> b3
b3: two() unraised; -> b1
b1: -> return
`,
  },
  {
    name: 'helpers, with parameters and locals',
    code: `
save() { local p=$1; cat > "$p"; }
there() { [ -e "$1" ]; }
die() { echo "$*" >&2; exit 1; }
there "$f" || die no
save "$f"
`,
    ir: `
b0: there({double $f}) unraised; -> status of there({double $f}) ? b1 : b2
b2: die('no') unraised; -> exit failed
b1: save({double $f}) unraised; -> return status of save({double $f})
save(1):
  b0: p = 1; >({double p}) unraised; cat() unraised; -> return status of cat()
there(1):
  b0: [({double 1}) unraised; -> return status of [({double 1})
die(1, 2, 3, 4, 5, 6, 7, 8, 9):
  b0: echo({double [1, 2, 3, 4, 5, 6, 7, 8, 9][]}) unraised; -> exit failed
`,
  },
  {
    name: 'returns',
    code: `
f() { [ -e a ] && return 0; return 1; }
g() { cmd; return $?; }
h() { return; }
`,
    ir: `
b0: -> return
f():
  b0: [('a') unraised; -> status of [('a') ? b2 : b1
  b1: -> fail
  b2: -> return
g():
  b0: cmd() unraised; -> return status of cmd()
h():
  b0: -> return
`,
  },
  {
    name: 'functions of a subshell, with a redirection',
    code: `
f() ( cd x && exit 2; ) > out
`,
    ir: `
b0: -> return
f():
  b0: enter subshell; cd('x') unraised; -> status of cd('x') ? b3 : b2
  b2: -> b1
  b3: -> b1
  b1: leave; -> return ?
`,
  },
  {
    name: 'a subshell ends with its exit',
    code: `
(umask 077; echo x > f; exit 3; never)
echo done
`,
    ir: `
b0: enter subshell; umask('077') unraised; >('f') unraised; echo('x') unraised; -> b1
b1: leave; echo('done') unraised; -> return status of echo('done')
`,
  },
  {
    name: 'substitutions run before the command',
    code: `
x=$(mktemp) || exit 1
y=$(dirname "$x")/z
local z=$(foo)
`,
    ir: `
b0: enter subshell; mktemp() unraised; -> b3
b3: leave; x = mktemp(); -> status of mktemp() ? b1 : b2
b2: -> exit failed
b1: enter subshell; dirname({double x}) unraised; -> b7
b7: leave; y = {bare dirname({double x}) + bare '/z'}; enter subshell; foo() unraised; -> b8
b8: leave; z = foo(); -> return
`,
  },
  {
    name: 'what substitutions print',
    code: `
a=$(echo x | tr a b)
b=$(mktemp -d || mktemp -d -t x)
c=$(cd d && pwd)
d=$(one; two)
`,
    ir: `
b0: enter subshell; enter subshell; echo('x') unraised; -> b2
b2: leave; enter subshell; tr('a', 'b') unraised; -> b3
b3: leave; -> b1
b1: leave; a = tr('a', 'b'); enter subshell; mktemp('-d') unraised; -> status of mktemp('-d') ? b5 : b6
b6: mktemp('-d', '-t', 'x') unraised; -> b5
b5: -> b4
b4: leave; b = (mktemp('-d') | mktemp('-d', '-t', 'x')); enter subshell; cd('d') unraised; -> status of cd('d') ? b11 : b10
b11: pwd() unraised; -> b10
b10: -> b9
b9: leave; c = pwd(); enter subshell; one() unraised; two() unraised; -> b14
b14: leave; d = {two() + one()}; -> return status of two()
`,
  },
  {
    name: 'here-documents with a tail',
    code: `
cat <<EOF > "$f" || exit 1
a $x
EOF
chmod 600 "$f"
`,
    ir: `
b0: >({double $f}) unraised; cat() unraised; -> status of cat() ? b1 : b2
b2: -> exit failed
b1: chmod('600', {double $f}) unraised; -> return status of chmod('600', {double $f})
`,
  },
  {
    name: 'here-documents into a pipe',
    code: `
cat <<EOF | tee f
x
EOF
`,
    ir: `
b0: enter subshell; cat() unraised; -> b1
b1: leave; enter subshell; tee('f') unraised; -> b2
b2: leave; -> return status of tee('f')
`,
  },
  {
    name: 'pipelines',
    code: `
a | b > f
while read x; do rm "$x"; done < <(find .)
`,
    ir: `
b0: enter subshell; a() unraised; -> b1
b1: leave; enter subshell; >('f') unraised; b() unraised; -> b2
b2: leave; enter subshell; find('.') unraised; -> b3
b3: leave; <({bare (<( find('.'))}) unraised; -> b4
b4: read('x') unraised; x = find('.')[]; -> status of read('x') ? b5 : b6
b6: -> return
b5: rm({double x}) unraised; -> b4
`,
  },
  {
    name: 'pipefail',
    code: `
set -euo pipefail
gen | tee f
`,
    ir: `
b0: set('-euo', 'pipefail') unraised; enter subshell; gen(); -> b1
b1: leave; enter subshell; tee('f'); -> b2
b2: leave; -> return (&& status of gen() status of tee('f'))
`,
  },
  {
    name: 'redirections',
    code: `
exec 9>"$l"
> f
{ a; b; } >> g
cmd > /dev/null 2>&1
>h i
`,
    ir: `
b0: >({double $l}) unraised; exec() unraised; >('f') unraised; >>('g') unraised; a() unraised; b() unraised; cmd() unraised; >('h') unraised; i() unraised; -> return status of i()
`,
  },
  {
    name: 'wrappers',
    code: `
sudo -u x env A=1 timeout 5 chmod 600 f
exec prog arg
never
`,
    ir: `
b0: chmod('600', 'f') unraised; prog('arg') unraised; -> exit failed
`,
  },
  {
    name: 'words with quotes',
    code: `
put ~/x "$HOME/y" \${d%/}/z "\${TMPDIR:-/tmp}"/q 'a b'"$c" $'\\n'
`,
    ir: `
b0: put({bare $HOME + bare '/x'}, {double $HOME + double '/y'}, {bare (\${%} $d '/') + bare '/z'}, {double (\${:-} $TMPDIR '/tmp') + bare '/q'}, {single 'a b' + double $c}, '\\n') unraised; -> return status of put({bare $HOME + bare '/x'}, {double $HOME + double '/y'}, {bare (\${%} $d '/') + bare '/z'}, {double (\${:-} $TMPDIR '/tmp') + bare '/q'}, {single 'a b' + double $c}, '\\n')
`,
  },
  {
    name: 'arrays and appending',
    code: `
a=(x "$y")
b[1]=z
put "\${a[0]}" "\${a[@]}"
c=1
c+=$d
`,
    ir: `
b0: a = ['x', {double $y}]; b = [b[], 'z']; put({double a.0}, 'x', {double $y}) unraised; c = '1'; c = {c + $d}; -> return
`,
  },
  {
    name: 'numbers in words',
    code: `
n=1
put "f$((n + 1))" "g$$"
`,
    ir: `
b0: n = '1'; (((n) unraised; put({double 'f' + double ($(( '((n+1))' n)}, {double 'g' + double $$}) unraised; -> return status of put({double 'f' + double ($(( '((n+1))' n)}, {double 'g' + double $$})
`,
  },
  {
    name: 'shift and set --',
    code: `
f() { shift; rm "$1" "$2"; }
set -- x y
put "$1"
`,
    ir: `
b0: set('--', 'x', 'y') unraised; 1 = 'x'; 2 = 'y'; 3 = _; 4 = _; 5 = _; 6 = _; 7 = _; 8 = _; 9 = _; put({double 1}) unraised; -> return status of put({double 1})
f(1, 2, 3, 4, 5, 6, 7, 8, 9):
  b0: shift() unraised; 1 = 2; 2 = 3; 3 = 4; 4 = 5; 5 = 6; 6 = 7; 7 = 8; 8 = 9; 9 = _; rm({double 1}, {double 2}) unraised; -> return status of rm({double 1}, {double 2})
`,
  },
  {
    name: 'read, printf -v, unset, export',
    code: `
read -r a b
printf -v c %s "$d"
unset e
export g=1
`,
    ir: `
b0: read('-r', 'a', 'b') unraised; a = read('-r', 'a', 'b'); b = read('-r', 'a', 'b'); printf('-v', 'c', '%s', {double $d}) unraised; c = printf('-v', 'c', '%s', {double $d}); e = ''; g = '1'; -> return
`,
  },
  {
    name: 'tests joined',
    code: `
[[ -e a && ( -f b || ! -L c ) ]] && q
[ -e a -a ! -f b ] && r
[ -z "$x" ] || [ "$x" = y ]
test -f z && s
`,
    ir: `
b0: [('a') unraised; [('b') unraised; [('c') unraised; -> (mixed status of [('a') status of [('b') (! status of [('c'))) ? b2 : b1
b2: q() unraised; -> b1
b1: [('a') unraised; -> status of [('a') ? b7 : b5
b7: [('b') unraised; -> not status of [('b') ? b6 : b5
b6: r() unraised; -> b5
b5: [({double $x}) unraised; -> (= $x '') ? b11 : b12
b12: [({double $x}, 'y') unraised; -> b11
b11: [('z') unraised; -> status of [('z') ? b16 : b15
b16: s() unraised; -> b15
b15: -> return (&& status of [('z') status of s())
`,
  },
  {
    name: 'elif chains',
    code: `
if a; then b; elif c; then d; else e; fi
`,
    ir: `
b0: a() unraised; -> status of a() ? b2 : b3
b3: c() unraised; -> status of c() ? b6 : b7
b7: e() unraised; -> b1
b6: d() unraised; -> b1
b2: b() unraised; -> b1
b1: -> return
`,
  },
  {
    name: 'background',
    code: `
sleep 1 &
b
`,
    ir: `
b0: enter subshell; sleep('1') unraised; -> b1
b1: leave; b() unraised; -> return status of b()
`,
  },
  {
    name: 'eval, source, unfinished code',
    code: `
source lib.sh
if a; then b
`,
    ir: `
b0: source('lib.sh') unraised; a() unraised; -> return status of a()
`,
  },
  {
    name: 'parameters handed on keep their numbers in functions of the file',
    code: `
run() { "$@"; log "\${@:2}"; }
main() { run "$@"; run x "\${@:2}"; other "$@"; }
`,
    ir: `
b0: -> return
run(1, 2, 3, 4, 5, 6, 7, 8, 9):
  b0: () unraised; log({double (\${:} [1, 2, 3, 4, 5, 6, 7, 8, 9][] '2')}) unraised; -> return status of log({double (\${:} [1, 2, 3, 4, 5, 6, 7, 8, 9][] '2')})
main(1, 2, 3, 4, 5, 6, 7, 8, 9):
  b0: run(1, 2, 3, 4, 5, 6, 7, 8, 9) unraised; run('x', 2, 3, 4, 5, 6, 7, 8, 9) unraised; other({double [1, 2, 3, 4, 5, 6, 7, 8, 9][]}) unraised; -> return status of other({double [1, 2, 3, 4, 5, 6, 7, 8, 9][]})
`,
  },
  {
    name: 'operands of expansions',
    code: `
put \${x//a/"$b"} \${x:1:$n} \${s:off} "\${a[$i]}" \${x%%.*} <(sort "$a")
`,
    ir: `
b0: ((($n) unraised; ((($off) unraised; []($i) unraised; enter subshell; sort({double $a}) unraised; -> b1
b1: leave; put({bare (\${//} $x 'a' {double $b})}, {bare (\${::} $x '1' {bare $n})}, {bare (\${:} $s $off)}, {double $a[$i]}, {bare (\${%%} $x '.*')}, {bare (<( sort({double $a}))}) unraised; -> return status of put({bare (\${//} $x 'a' {double $b})}, {bare (\${::} $x '1' {bare $n})}, {bare (\${:} $s $off)}, {double $a[$i]}, {bare (\${%%} $x '.*')}, {bare (<( sort({double $a}))})
`,
  },
  {
    name: 'arrays that grow, parameters set from many words',
    code: `
f() { a+=(x "$1"); a[$i]+=z; set -- "$@" y; put "$2"; }
g() { set -- $y z; put "$1"; }
`,
    ir: `
b0: -> return
f(1, 2, 3, 4, 5, 6, 7, 8, 9):
  b0: a = [a[], 'x', {double 1}]; []($i) unraised; a = [a[], 'z']; set('--', {double [1, 2, 3, 4, 5, 6, 7, 8, 9][]}, 'y') unraised; 1 = [[1, 2, 3, 4, 5, 6, 7, 8, 9][], 'y'][]; 2 = [[1, 2, 3, 4, 5, 6, 7, 8, 9][], 'y'][]; 3 = [[1, 2, 3, 4, 5, 6, 7, 8, 9][], 'y'][]; 4 = [[1, 2, 3, 4, 5, 6, 7, 8, 9][], 'y'][]; 5 = [[1, 2, 3, 4, 5, 6, 7, 8, 9][], 'y'][]; 6 = [[1, 2, 3, 4, 5, 6, 7, 8, 9][], 'y'][]; 7 = [[1, 2, 3, 4, 5, 6, 7, 8, 9][], 'y'][]; 8 = [[1, 2, 3, 4, 5, 6, 7, 8, 9][], 'y'][]; 9 = [[1, 2, 3, 4, 5, 6, 7, 8, 9][], 'y'][]; put({double 2}) unraised; -> return status of put({double 2})
g(1):
  b0: set('--', {bare $y}, 'z') unraised; 1 = $y; put({double 1}) unraised; -> return status of put({double 1})
`,
  },
  {
    name: 'read takes what reaches the loop by a pipeline, a redirection or a string',
    code: `
echo "$x" | sed s/a/b/ | while read -r l m; do rm "$l"; done
while read k; do rm "$k"; done <<< "$(list "$1")"
a && read b < "$f"
read g
`,
    ir: `
b0: enter subshell; echo({double $x}) unraised; -> b1
b1: leave; enter subshell; sed('s/a/b/') unraised; -> b2
b2: leave; enter subshell; -> b4
b4: read('-r', 'l', 'm') unraised; l = sed('s/a/b/')[]; m = sed('s/a/b/')[]; -> status of read('-r', 'l', 'm') ? b5 : b6
b6: -> b3
b3: leave; enter subshell; list({double 1}) unraised; -> b9
b9: leave; -> b10
b10: read('k') unraised; k = {double list({double 1})}[]; -> status of read('k') ? b11 : b12
b12: a() unraised; -> status of a() ? b16 : b15
b16: <({double $f}) unraised; read('b') unraised; b = <({double $f})[]; -> b15
b15: read('g') unraised; g = read('g'); -> return status of read('g')
b11: rm({double k}) unraised; -> b10
b5: rm({double l}) unraised; -> b4
`,
  },
  {
    name: 'read of an array, mapfile, a descriptor',
    code: `
read -ra c <<EOF
x $y z
EOF
mapfile -t d < <(find "$e")
read -u 3 h < x
`,
    ir: `
b0: read('-ra', 'c') unraised; c = [{double 'x ' + double $y + double ' z\\n'}[] …]; enter subshell; find({double $e}) unraised; -> b1
b1: leave; <({bare (<( find({double $e}))}) unraised; mapfile('-t', 'd') unraised; d = [find({double $e})[] …]; <('x') unraised; read('-u', '3', 'h') unraised; h = read('-u', '3', 'h'); -> return status of read('-u', '3', 'h')
`,
  },
  {
    name: 'the argument of an option, and printf -v',
    code: `
while getopts ab: o; do put "$OPTARG"; done
printf -v n %s "$z"
`,
    ir: `
b0: -> b1
b1: getopts('ab:', 'o') unraised; o = _; OPTARG = [1, 2, 3, 4, 5, 6, 7, 8, 9][]; -> status of getopts('ab:', 'o') ? b2 : b3
b3: printf('-v', 'n', '%s', {double $z}) unraised; n = printf('-v', 'n', '%s', {double $z}); -> return status of printf('-v', 'n', '%s', {double $z})
b2: put({double OPTARG}) unraised; -> b1
`,
  },
  {
    name: 'case by patterns, literals and quotes',
    code: `
case "$x" in *[!0-9]*|"") no;; a|b) two;; "a*b"|\\*) plain;; +(y)|$v) any;; "z") one;; esac
`,
    ir: `
b0: -> $x is /*[!0-9]*/ | //: b2, else: b7
b7: -> $x is a | b: b3, else: b9
b9: -> $x is a*b | *: b4, else: b11
b11: -> $x is else: b5, else: b13
b13: -> (= $x 'z') ? b6 : b15
b15: -> b1
b6: one() unraised; -> b1
b5: any() unraised; -> b1
b4: plain() unraised; -> b1
b3: two() unraised; -> b1
b2: no() unraised; -> b1
b1: -> return
`,
  },
  {
    name: 'tests by patterns and expressions',
    code: `
[[ $x == a* && $x != "*"*z && $y =~ ^[0-9]+$ ]] && b
[[ $x == *"$y"* ]] || [[ $x == "a*" ]] || [ "$x" = a* ]
`,
    ir: `
b0: [({bare $x}, 'a*') unraised; -> (=* $x 'a*') ? b3 : b1
b3: [({bare $x}, '**z') unraised; -> (!=* $x '\\**z') ? b5 : b1
b5: [({bare $y}, '^[0-9]+$') unraised; -> (=~ $y '^[0-9]+$') ? b2 : b1
b2: b() unraised; -> b1
b1: [({bare $x}, {bare '*' + double $y + bare '*'}) unraised; -> (=* $x {bare '*' + double $y + bare '*'}) ? b9 : b10
b10: [({bare $x}, 'a*') unraised; -> (= $x 'a*') ? b9 : b11
b11: [({double $x}, 'a*') unraised; -> b9
b9: -> return (|| (=* $x {bare '*' + double $y + bare '*'}) (= $x 'a*') (= $x 'a*'))
`,
  },
  {
    name: 'what compound statements print',
    code: `
a=$(cd d; umask 077; mktemp; [ -f x ]; b=1)
b=$(if test -f x; then one; elif two; then three >&2; else four; fi)
c=$(for x in y; do echo "$x"; done | sort; log e >> f)
`,
    ir: `
b0: enter subshell; cd('d') unraised; umask('077') unraised; mktemp() unraised; [('x') unraised; b = '1'; -> b1
b1: leave; a = mktemp(); enter subshell; [('x') unraised; -> status of [('x') ? b4 : b5
b5: two() unraised; -> status of two() ? b8 : b9
b9: four() unraised; -> b3
b8: three() unraised; -> b3
b4: one() unraised; -> b3
b3: -> b2
b2: leave; b = (one() | four()); enter subshell; enter subshell; -> b14
b14: -> b15 or b16
b16: -> b13
b13: leave; enter subshell; sort() unraised; -> b19
b19: leave; >>('f') unraised; log('e') unraised; -> b12
b12: leave; c = sort(); -> return status of log('e')
b15: x = ['y'][]; echo({double x}) unraised; -> b14
`,
  },
  {
    name: 'what the shell evaluates itself',
    code: `
put "$(( n + $(cmd "$x") ))" "\${a[$i]}" "\${a[b+1]}" "\${s:$from:2}" "\${a[@]}" "\${a[0]}" $((1 + 2))
[[ $x -eq y ]] && [ "$x" -eq 3 ]
m[$k]=v
for ((i = $1; i < $2; i++)); do a; done
`,
    ir: `
b0: enter subshell; cmd({double $x}) unraised; -> b1
b1: leave; ((($n, cmd({double $x})) unraised; [](i) unraised; []($b) unraised; ((($from) unraised; put({double ?}, {double $a[i]}, {double $a.b+1}, {double (\${:} $s) + double $from + double ':2}'}, {double $a[]}, {double $a.0}, {bare ($(( '((1+2))')}) unraised; [({bare $x}, 'y') unraised; ((($x, $y) unraised; -> (-eq $x 'y') ? b3 : b2
b3: [({double $x}, '3') unraised; -> b2
b2: []($k) unraised; m = [m[], 'v']; (((1) unraised; i = _; -> b6
b6: (((i, 2) unraised; -> b7 or b8
b8: -> return
b7: a() unraised; (((i) unraised; i = _; -> b6
`,
  },
  {
    name: 'names held by variables',
    code: `
put "\${!n}" "\${!n:-d}" "\${!pre*}" "\${!a[@]}"
declare "$n=3"
export "$n" PATH
unset "a[$i]" b
declare -i m="$x" k=3
`,
    ir: `
b0: \${!}($n) unraised; \${!}($n) unraised; put({double \${!}($n)}, {double \${!}($n)}, {double ?}, {double ?}) unraised; declare({double $n + double '=3'}) unraised; export($n) unraised; b = ''; unset({double 'a[' + double $i + double ']'}) unraised; ((($x) unraised; m = $x; k = '3'; -> return
`,
  },
];

describe('the lowering of shell scripts', () => {
  test.each(table)('$name', ({ code, ir }) => {
    expect(programText(lower(code.trim()))).toEqual(ir.trim().split('\n'));
  });

  test('options are found apart, joined, grouped, and behind an equals sign; standard input is one of them', () => {
    const program = lower('curl -sSo "$out" --max-time=5 -L url\ncat <<EOF\n$key\nEOF\nsort -k2 <<< "$text"');
    const calls = program.functions[0]!.blocks.flatMap(({ instructions }) =>
      instructions.flatMap((one) => (one.op === 'call' ? [one] : [])),
    );
    const text = (call: (typeof calls)[number], name: string) => {
      const value = program.optionOf(call, name);
      return value && valueText(value, program);
    };
    const [curl, cat, sort] = calls;
    expect({
      o: text(curl!, '-o'),
      time: text(curl!, '--max-time'),
      L: text(curl!, '-S'),
      missing: text(curl!, '-x'),
      document: text(cat!, 'stdin'),
      k: text(sort!, '-k'),
      string: text(sort!, 'stdin'),
    }).toEqual({
      o: '{double $out}',
      time: "'5'",
      L: "'o'",
      missing: null,
      document: "{double $key + double '\\n'}",
      k: "'2'",
      string: '{double $text}',
    });
  });

  test('a command reads what is before it in a pipeline, around it, or above it', () => {
    const program = lower(
      [
        'echo "$x" | bash',
        'cat <<EOF | tr a b | sh -s',
        'do $y',
        'EOF',
        '{ one; two | three; } < "$f"',
        'a && ssh host <<< "$z"',
        'f() { bash; }',
        'bash <(curl "$u")',
      ].join('\n'),
    );
    const read = program.functions.flatMap(({ blocks }) =>
      blocks.flatMap(({ instructions }) =>
        instructions.flatMap((one) => {
          const input = one.op === 'call' ? program.optionOf(one, 'stdin') : null;
          return one.op === 'call' && input ? [`${one.word}: ${valueText(input, program)}`] : [];
        }),
      ),
    );
    expect(read).toEqual([
      'bash: echo({double $x})',
      "cat: {double 'do ' + double $y + double '\\n'}",
      'tr: cat()',
      'one: <({double $f})',
      'two: <({double $f})',
      "sh: tr('a', 'b')",
      'three: two()',
      'ssh: {double $z}',
    ]);
  });

  test('a function gives what its commands print', () => {
    const program: FlowProgram = lower(
      'f() { cd x; echo "$1" >&2; if a; then printf %s "$2"; else b | c; fi; cat <<EOF\n$3\nEOF\n}\nlog() { echo x > f; }\nx=$(f "$y")',
    );
    const printed = program.functions.map((fn) =>
      (program.printersOf?.(fn) ?? []).map((call) => `${call.word} ${program.argumentsOf(call).map((one) => valueText(one, program))}`),
    );
    expect(printed).toEqual([[], ['cat ', "printf '%s',{double 2}", 'c '], []]);
  });

  test('files are read in by paths from where the script lies; a command may be named by a variable', () => {
    const program: FlowProgram = lower(
      [
        'source "$(dirname "$0")/lib.sh"',
        '. "${BASH_SOURCE[0]%/*}/x"',
        'DIR="$( cd -- "$(dirname -- "${BASH_SOURCE[0]}")" >/dev/null 2>&1 && pwd )"',
        'ROOT=$DIR/..',
        'source "$ROOT/common.sh"',
        'HERE=$(dirname "$(readlink -f "$0")")',
        '. $HERE/y.sh',
        'source lib/z.sh',
        'source "$OTHER/w.sh"',
        '"$cmd" -x',
        'declare -i n=3',
        'helper() { local l=1; shared=2; }',
      ].join('\n'),
    );
    const calls = program.functions[0]!.blocks.flatMap(({ instructions }) =>
      instructions.flatMap((one) => (one.op === 'call' ? [one] : [])),
    );
    expect({
      imports: program.imports.map(({ from, name, variable }) => [from, name, variable]),
      exports: [...program.exports].map(([name, value]) => [name, 'kind' in value ? valueText(value, program) : value]),
      callees: calls.flatMap((call) => {
        const callee = program.calleeOf(call);
        return callee ? [valueText(callee, program)] : [];
      }),
    }).toEqual({
      imports: [
        ['./lib.sh', '*', null],
        ['./x', '*', null],
        ['../common.sh', '*', null],
        ['./y.sh', '*', null],
        ['lib/z.sh', '*', null],
        ['$OTHER/w.sh', '*', null],
      ],
      exports: [
        ['DIR', 'DIR'],
        ['ROOT', 'ROOT'],
        ['HERE', 'HERE'],
        ['n', 'n'],
        ['shared', 'shared'],
        ['helper', 'function helper'],
      ],
      callees: ['{double $cmd}'],
    });
  });

  test('calls of a function lead to where they stand, and functions with a word are told without building any', () => {
    const program = lower('save() { cat > "$1"; }\nmain() { save a; sudo save b; }\nsave c');
    const [file, save, main] = program.functions;
    expect(program.functionsCalling(new Set(['>']))).toEqual([save]);
    expect(program.functionsCalling(new Set(['save']))).toEqual([file, main]);
    const evaluating = lower('a() { : $((x)) "${!n}"; }\nb() { [[ $1 -eq 2 ]]; unset "$1"; }\nc() { y=${a[$1]}; }\nd() { : ${z:$1}; }');
    expect(
      ['((', '${!}', '[]', 'unset'].map((word) =>
        evaluating
          .functionsCalling(new Set([word]))
          .map(({ name }) => name)
          .join(' '),
      ),
    ).toEqual(['a b d', 'a', 'c', 'b']);
    expect(
      program.callsOf(save!).map(({ caller, call }) => [caller, program.argumentsOf(call).map((one) => valueText(one, program))]),
    ).toEqual([
      [main, ["'a'"]],
      [file, ["'c'"]],
    ]);
  });

  test.each([
    ['ten thousand nested blocks', `${'if a; then '.repeat(10_000)}b${'; fi'.repeat(10_000)}`],
    ['ten thousand nested subshells', `${'( '.repeat(10_000)}b${' )'.repeat(10_000)}`],
    ['ten thousand nested substitutions', `${'$(a '.repeat(10_000)}b${')'.repeat(10_000)}`],
    ['a list as long as the file', Array.from({ length: 20_000 }, (_, at) => `a${at}`).join(' && ')],
    ['a megabyte in a straight line', 'chmod 600 "$file"\n'.repeat(55_000)],
  ])('%s is lowered', (_, code) => {
    const program = lower(code);
    expect(program.functions[0]!.blocks.length).toBeGreaterThan(0);
  });
});
