/** What the models say of a shell's commands: for each entry code that is reported, and code that is not. */
import { beforeAll, expect, test } from '@jest/globals';
import { checks } from '../../checks/index.ts';
import { type AnalyzeFile, createAnalyzer } from '../../src/engine/analyzeFile.ts';
import { loadCore } from '../../src/engine/parse/grammars.ts';

let analyze: AnalyzeFile;

beforeAll(async () => {
  analyze = createAnalyzer(await loadCore('native'), checks, { parseDeadline: 60_000 });
});

function reported(script: string, path = 'tool.sh'): string[] {
  const { findings } = analyze({ path, mode: 'file', bytes: new TextEncoder().encode(script) });
  return findings
    .filter(({ checkId }) => checkId.startsWith('injection/'))
    .map(({ checkId, startLine, confidence }) => `${startLine} ${checkId.slice('injection/'.length)} ${confidence}`)
    .sort();
}

type Case = readonly [what: string, script: string, found: readonly string[]];

const sources: readonly Case[] = [
  ['a positional parameter', 'eval "$1"', ['1 shell-eval high']],
  ['all of them', 'eval "$@"', ['1 shell-eval high']],
  ['one of them in a loop', 'for a in "$@"; do eval "run $a"; done', ['1 shell-eval high']],
  ['after shift', 'shift\neval "x $1"', ['2 shell-eval high']],
  ['a parameter by default', `n=\${1:-none}\neval "run $n"`, ['2 shell-eval high']],
  ['of a function that is called with a constant', 'f() { eval "$1"; }\nf "echo a"', []],
  ['of a function that is called with a parameter', 'f() { eval "$1"; }\nf "$2"', ['1 shell-eval high']],
  ['set by a function', 'n=\nparse() { n=$1; }\nparse "$@"\neval "run $n"', ['4 shell-eval high']],
  ['seen in a function', 'n=$1\nrun() { eval "run $n"; }\nrun', ['2 shell-eval high']],
  ['what is read', 'read -r l\neval "run $l"', ['2 shell-eval high']],
  ['a file', 'l=$(cat names)\neval "run $l"', ['2 shell-eval medium']],
  ['a file, by redirection', 'l=$(<names)\neval "run $l"', ['2 shell-eval medium']],
  ['lines of a file', 'while read -r l; do eval "run $l"; done < names', ['1 shell-eval medium']],
  ['what another machine says', 'v=$(curl -s https://x.example/v)\nsh -c "install $v"', ['2 curl-pipe high', '2 shell-command high']],
  ['picked out of it', 'v=$(curl -s https://x.example/v | jq -r .tag)\nsh -c "install $v"', ['2 shell-command high']],
  ['git log', 'm=$(git log -1 --format=%s)\nsh -c "note $m"', ['2 shell-command high']],
  ['a number of it', 'n=$(git log --oneline | wc -l)\nsh -c "note $n"', []],
  ['a commit id', 'n=$(git rev-parse HEAD)\nsh -c "note $n"', []],
  ['a file name', 'for f in *.log; do sh -c "gzip $f"; done', ['1 shell-command medium']],
  ['a file name, listed', 'ls | while read -r f; do sh -c "gzip $f"; done', ['1 shell-command medium']],
  ['found', 'find . -name "*.log" | while read -r f; do sh -c "gzip $f"; done', ['1 shell-command medium']],
  ['the place of the script', 'd=$(cd "$(dirname "$0")" && pwd)\nsh -c "$d/run"', []],
  ['the date', 'd=$(date +%F)\nsh -c "cp a a.$d"', []],
  ['how many', 'sh -c "echo $# $? $$ $RANDOM"', []],
  ['a temporary file', 'd=$(mktemp -d)\nsh -c "ls $d"', []],
  ['the home', 'sh -c "ls $HOME $PWD $UID"', []],
  ['two words that are read', 'read -r verb arg\ncase $verb in GET) sh -c "get $arg" ;; esac', ['2 shell-command high']],
  [
    'of a function that is asked by its words',
    'read -r verb arg\nget() { local n="limit_$1"; echo "${!n}"; }\ncase $verb in GET) get "$arg" ;; esac',
    ['2 name-reference high'],
  ],
  ['an option argument', 'while getopts n: o; do n=$OPTARG; done\nsh -c "run $n x"', ['2 shell-command high']],
];

const propagators: readonly Case[] = [
  ['echo', 'x=$(echo "$1")\neval "run $x"', ['2 shell-eval high']],
  ['printf', 'x=$(printf "%s" "$1")\neval "run $x"', ['2 shell-eval high']],
  ['printf -v', 'printf -v x "a %s" "$1"\neval "run $x"', ['2 shell-eval high']],
  ['printf %d', 'x=$(printf "%d" "$1")\neval "run $x"', []],
  ['printf %q', 'x=$(printf %q "$1")\neval "run $x"', []],
  ['printf -v with %q', 'printf -v x "%q" "$1"\neval "run $x"', []],
  ['the quoting expansion', `eval "run \${1@Q}"`, []],
  ['filters', 'x=$(echo "$1" | tr a-z A-Z | cut -d: -f1 | head -n1)\neval "run $x"', ['2 shell-eval high']],
  ['basename', 'x=$(basename "$1" .sh)\neval "run $x"', ['2 shell-eval high']],
  ['a kept class', `x=$(echo "$1" | tr -cd 'A-Za-z0-9_')\neval "run $x"`, []],
  ['a class that is too wide', `x=$(echo "$1" | tr -cd 'A-Za-z0-9;')\neval "run $x"`, ['2 shell-eval high']],
  ['replaced by a class', `x=\${1//[^a-zA-Z0-9]/}\neval "run $x"`, []],
  ['replaced once', `x=\${1/[^a-zA-Z0-9]/}\neval "run $x"`, ['2 shell-eval high']],
  ['a class that sed leaves', `x=$(echo "$1" | sed 's/[^a-z0-9]//g')\neval "run $x"`, []],
  ['a hash', 'x=$(echo "$1" | sha256sum | cut -c1-8)\neval "run $x"', []],
  ['arithmetic', 'x=$(($1 + 1))\nsh -c "run $x"', []],
  ['its length', `sh -c "run \${#1}"`, []],
  ['an array', 'a=(run "$1")\neval "${a[*]}"', ['2 shell-eval high']],
  ['the output of a function', 'f() { echo "x $1"; }\nx=$(f "$1")\neval "$x"', ['3 shell-eval high']],
  ['quoted by a function', `q() { printf '%q' "$1"; }\nx=$(q "$1")\neval "run $x"`, []],
];

const guards: readonly Case[] = [
  ['a pattern', '[[ $1 =~ ^[a-z0-9_]+$ ]] || exit 2\neval "run $1"', []],
  ['a pattern that nobody heeds', '[[ $1 =~ ^[a-z0-9_]+$ ]] || echo no\neval "run $1"', ['2 shell-eval high']],
  ['a pattern without an end', '[[ $1 =~ ^[a-z0-9_]+ ]] || exit 2\neval "run $1"', ['2 shell-eval high']],
  ['a pattern in a variable', `re='^[a-z]+$'\nif ! [[ $1 =~ $re ]]; then exit 2; fi\neval "run $1"`, []],
  ['a pattern that lets too much through', '[[ $1 =~ ^[a-z\\;]+$ ]] || exit 2\neval "run $1"', ['2 shell-eval high']],
  ['cases', 'case $1 in start|stop) ;; *) exit 2 ;; esac\neval "run_$1"', []],
  ['cases that go on', 'case $1 in start|stop) ;; *) echo no ;; esac\neval "run_$1"', ['2 shell-eval high']],
  ['a negated class', 'case $1 in *[!a-z]*|"") exit 2 ;; esac\neval "run_$1"', []],
  ['another variable', 'case $2 in *[!a-z]*|"") exit 2 ;; esac\neval "run_$1"', ['2 shell-eval high']],
  ['a negated class in a test', 'if [[ $1 == *[!a-zA-Z0-9]* ]]; then exit 1; fi\neval "run $1"', []],
  ['an extended pattern', '[[ $1 == +([a-z0-9]) ]] || exit\neval "run $1"', []],
  ['a number', '[ "$1" -eq "$1" ] 2>/dev/null || exit 2\nsh -c "sleep $1"', []],
  ['a greater number', '[ "$1" -gt 0 ] || exit 2\nsh -c "sleep $1"', []],
  ['no quote in several', "case $2$1 in *\\'*) exit 2 ;; esac\neval \"run '$1'\"", []],
  ['equal to a constant', '[ "$1" = all ] || exit 2\nsh -c "run $1"', []],
  ['one of two constants', 'if [ "$1" != a ] && [ "$1" != b ]; then exit 2; fi\nsh -c "run $1"', []],
  ['grep', 'echo "$1" | grep -qE "^[a-z]+$" || exit 2\nsh -c "run $1"', []],
  ['grep of a part', 'echo "$1" | grep -q "[a-z]" || exit 2\nsh -c "run $1"', ['2 shell-command high']],
  ['a function that ends', 'die() { exit 1; }\nneed() { [[ $1 =~ ^[a-z]+$ ]] || die; }\nneed "$1"\neval "run $1"', []],
  ['a function that answers', 'ok() { [[ $1 =~ ^[a-z]+$ ]]; }\nok "$1" || exit 1\neval "run $1"', []],
  [
    'a function that returns',
    'ok() { case $1 in *[!a-z]*) return 1 ;; esac; return 0; }\nif ! ok "$1"; then exit 1; fi\neval "run $1"',
    [],
  ],
  ['an answer that nobody heeds', 'ok() { [[ $1 =~ ^[a-z]+$ ]]; }\nok "$1"\neval "run $1"', ['3 shell-eval high']],
  ['before a function is called', 'n=$1\n[[ $n =~ ^[a-z]+$ ]] || exit 1\nrun() { eval "run $n"; }\nrun', []],
  ['it is there', '[ -n "$1" ] || exit 1\neval "run $1"', ['2 shell-eval high']],
  ['it is a file', '[ -f "$1" ] || exit 1\nsh -c "cat $1"', ['2 shell-command high']],
];

const programs: readonly Case[] = [
  ['sh -c', 'sh -c "run $1"', ['1 shell-command high']],
  ['with parameters', `sh -c 'run "$1"' sh "$1"`, []],
  ['su', 'su - app -c "run $1"', ['1 shell-command high']],
  ['runuser', 'runuser -u app -- sh -c "run $1"', ['1 shell-command high']],
  ['sudo and timeout', 'sudo timeout 5 bash -ec "run $1"', ['1 shell-command high']],
  ['docker exec', 'docker exec "$c" sh -c "run $1"', ['1 shell-command high']],
  ['kubectl exec', 'kubectl exec pod -- /bin/sh -c "run $1"', ['1 shell-command high']],
  ['watch', 'watch "ls $1"', ['1 shell-command high']],
  ['script', 'script -qc "run $1" /dev/null', ['1 shell-command high']],
  ['tmux', 'tmux send-keys -t main "run $1" C-m', ['1 shell-command high']],
  ['at', 'echo "run $1" | at now', ['1 shell-command high']],
  ['a pipe into a shell', 'echo "run $1" | bash', ['1 shell-command high']],
  ['a here-string', 'bash <<< "run $1"', ['1 heredoc-interpreter high']],
  ['a here-document', 'bash <<END\nrun $1\nEND', ['1 heredoc-interpreter high']],
  ['a quoted here-document', 'bash -s -- "$1" <<\'END\'\nrun "$1"\nEND', []],
  ['a here-document for cat', 'cat <<END\nrun $1\nEND', []],
  ['a here-document for Python', 'python3 <<END\nprint("$1")\nEND', ['1 heredoc-interpreter high']],
  ['a here-document for mysql', "mysql app <<END\nselect 1 from t where n = '$1';\nEND", ['1 sql-string high']],
  ['ssh', 'ssh web "rm -rf /srv/$1"', ['1 ssh-remote medium']],
  ['operands of ssh', 'ssh web rm -rf "/srv/$1"', ['1 ssh-remote medium']],
  ['quoted for ssh', 'q=$(printf %q "$1")\nssh web "rm -rf -- /srv/$q"', []],
  ['a here-document for ssh', 'ssh web <<END\nrm -rf /srv/$1\nEND', ['1 ssh-remote medium']],
  ['find', `find . -exec sh -c 'gzip {}' \\;`, ['1 find-exec-shell high']],
  ['find and a value', 'find . -exec bash -c "mv \\"\\$1\\" \\"\\$1.$1\\"" _ {} \\;', ['1 shell-command high']],
  ['find with parameters', `find . -exec sh -c 'gzip "$1"' sh {} \\;`, []],
  ['xargs', `ls | xargs -I{} sh -c 'gzip {}'`, ['1 xargs-shell high']],
  ['xargs with parameters', `ls | xargs -n1 sh -c 'gzip "$1"' sh`, []],
  ['sed', 'sed "s/@NAME@/$1/" in', ['1 sed-program medium']],
  ['sed in a box', 'sed --sandbox "s/@NAME@/$1/" in', []],
  ['sed, a constant', 'n=web\nsed -e "s/@NAME@/$n/" in', []],
  ['awk', 'awk "/$1/ {print}" in', ['1 awk-program medium']],
  ['awk with a variable', `awk -v p="$1" '$0 ~ p' in`, []],
  ['python', `python3 -c "print('$1')"`, ['1 foreign-program high']],
  ['python with an argument', `python3 -c 'import sys; print(sys.argv[1])' "$1"`, []],
  ['node', 'node -e "console.log(\'$1\')"', ['1 foreign-program high']],
  ['perl', 'perl -pe "s/x/$1/" in', ['1 foreign-program high']],
  ['ruby', 'ruby -e "puts \'$1\'"', ['1 foreign-program high']],
  ['jq', 'jq ".items[] | select(.n == \\"$1\\")" in', ['1 foreign-program high']],
  ['jq with an argument', `jq --arg n "$1" '.[$n]' in`, []],
  ['psql', `psql -c "select * from t where n = '$1'"`, ['1 sql-string high']],
  ['psql with a variable', `psql -v n="$1" -f q.sql`, []],
  ['mysql', `mysql -e "select * from t where n = '$1'" app`, ['1 sql-string high']],
  ['sqlite3', `sqlite3 app.db "select * from t where n = '$1'"`, ['1 sql-string high']],
  ['sqlite3, doubled quotes', `n=\${1//\\'/\\'\\'}\nsqlite3 app.db "select * from t where n = '$n'"`, []],
];

const evaluated: readonly Case[] = [
  ['arithmetic of outside data', 'n=$(curl -s https://x.example/n)\n((n > 3)) && echo more', ['2 arithmetic-evaluation high']],
  ['arithmetic of an argument', 'echo $(($1 + 1))', []],
  ['arithmetic of lines', 'while read -r n; do echo $((n + 1)); done < /var/spool/jobs', ['1 arithmetic-evaluation medium']],
  ['a test of numbers', 'n=$(curl -s https://x.example/n)\nif [[ $n -gt 3 ]]; then echo; fi', ['2 arithmetic-evaluation high']],
  ['a test of numbers in single brackets', 'n=$(curl -s https://x.example/n)\nif [ "$n" -gt 3 ]; then echo; fi', []],
  ['let', 'n=$(curl -s https://x.example/n)\nlet "m = $n + 1"', ['2 arithmetic-evaluation high']],
  ['digits', 'n=$(curl -s https://x.example/n)\n[[ $n =~ ^[0-9]+$ ]] || exit\necho $((n + 1))', []],
  ['a number of a file that a variable names', 'for i in /sys/class/a/*; do read -r t < "$i"; echo $((t / 2)); done', []],
  ['a version', 'v=$(udevadm --version)\necho $((v + 1))', []],
  ['a counted number', 'n=$(wc -l < in)\necho $((n + 1))', []],
  ['a counter', 'i=0\nwhile ((i < 3)); do i=$((i + 1)); done', []],
  ['an index', 'read -r k < /srv/in\necho "${a[$k]}"', ['2 arithmetic-evaluation medium']],
  ['a key', 'declare -A a\nread -r k < /srv/in\necho "${a[$k]}"', []],
  ['a name', 'read -r k v < /srv/in\nprintf -v "$k" %s "$v"', ['2 name-reference medium']],
  ['a declared name', 'read -r k v < /srv/in\ndeclare "$k=$v"', ['2 name-reference medium']],
  ['an exported name', 'read -r k v < /srv/in\nexport "$k=$v"', []],
  ['a name that is asked for', 'read -r k < /srv/in\necho "${!k}"', ['2 name-reference medium']],
  ['a name that is an identifier', 'read -r k v < /srv/in\n[[ $k =~ ^[A-Za-z_][A-Za-z0-9_]*$ ]] || exit\nprintf -v "$k" %s "$v"', []],
];

const operands: readonly Case[] = [
  ['tar', 'tar -cf out.tar "$1"', ['1 option-injection high']],
  ['tar after a dash', 'tar -cf out.tar -- "$1"', []],
  ['the archive of a bundle', 'tar tzf "$1"', []],
  ['below a directory', 'tar -cf out.tar "./$1"', []],
  ['git', 'git clone "$1"', ['1 option-injection high']],
  ['git after a dash', 'git clone -- "$1"', []],
  ['without a dash in front', '[[ $1 != -* ]] || exit\ntar -cf out.tar "$1"', []],
  ['without a dash in front, by case', 'case $1 in -*) exit 2 ;; esac\ntar -cf out.tar "$1"', []],
  ['echo', 'echo "$1"', []],
  ['split twice', 'rm -f /srv/$1\nrm -rf /srv/old/$1', ['1 unquoted-expansion high']],
  ['below a directory that the caller names', '[ "$(id -u)" -eq 0 ] || exit 1\nrm -rf "$1/$2"', []],
  ['below one of its own, twice', '[ "$(id -u)" -eq 0 ] || exit 1\nd=/srv/$1\nmkdir "$d"\nrm -rf "$d/old"', ['3 path-traversal medium']],
  ['a command line for another pane', 'tmux send-keys -t main "$@"', []],
  ['source', '. "$1/env.sh"', ['1 source-variable high']],
  ['source beside the script', '. "$(dirname "$0")/env.sh"', []],
  ['source of the home', '. "$HOME/.profile"', []],
  ['trap', 'trap "rm -f $1" EXIT', ['1 trap-early high']],
  ['trap in single quotes', `f=$1\ntrap 'rm -f "$f"' EXIT`, []],
  ['a path of everybody', 'PATH=.:$PATH\nls', ['1 path-environment medium']],
  ['a path', 'PATH=/usr/local/bin:$PATH\nls', []],
];

test.each([...sources, ...propagators, ...guards, ...programs, ...evaluated, ...operands])('%s', (_, script, found) => {
  expect(reported(`#!/bin/bash\n${script}`).map((one) => one.replace(/^\d+/, (line) => String(Number(line) - 1)))).toEqual(found);
});

test('values of workflows that outsiders write, by the environment', () => {
  const workflow = [
    'on: issues',
    'env:',
    '  PLACE: $' + '{{ github.repository }}',
    'jobs:',
    '  label:',
    '    runs-on: ubuntu-latest',
    '    env:',
    '      TITLE: $' + '{{ github.event.issue.title }}',
    '      NUMBER: $' + '{{ github.event.issue.number }}',
    '    steps:',
    '      - env:',
    '          BODY: $' + '{{ github.event.issue.body }}',
    '        run: |',
    '          eval "note $TITLE"',
    '          bash -c "note $BODY"',
    '          bash -c "note $NUMBER $PLACE"',
    '          echo "$TITLE"',
    '      - run: bash -c "note $BODY"',
  ].join('\n');
  expect(reported(workflow, '.github/workflows/a.yml').filter((one) => /shell-/.test(one))).toEqual([
    '14 shell-eval high',
    '15 shell-command high',
  ]);
});
