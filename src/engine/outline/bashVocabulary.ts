/** What test frameworks for shells, and test scripts without one, call their parts. */
import type { Strength } from '../../model/outline.ts';

/** Commands that compare, whatever the framework. */
const comparing: Readonly<Record<string, Strength>> = {
  diff: 'exact',
  cmp: 'exact',
  test_cmp: 'exact',
  test_cmp_bin: 'exact',
  test_cmp_rev: 'exact',
  test_cmp_config: 'exact',
  test_must_be_empty: 'exact',
  test_line_count: 'exact',
  test_stdout_line_count: 'exact',
  test_expect_code: 'exact',
  expect_code: 'exact',
  grep: 'partial',
  egrep: 'partial',
  fgrep: 'partial',
  rg: 'partial',
  zgrep: 'partial',
  test_grep: 'partial',
  test_i18ngrep: 'partial',
  test_must_fail: 'truthy',
  test_might_fail: 'none',
  test_path_exists: 'truthy',
  test_path_is_file: 'truthy',
  test_path_is_dir: 'truthy',
  test_path_is_missing: 'truthy',
  test_path_is_executable: 'truthy',
  test_dir_is_empty: 'truthy',
  test_file_not_empty: 'truthy',
  test_region: 'partial',
  test_subcommand: 'partial',
  check_exit_status: 'exact',
  AT_CHECK: 'exact',
};

const EXACT = /(?:^|_|[a-z])(?:eq|equals?|Equals?|same|Same|identical|is|be|output|line|status|exit_?code|code|stdout|stderr)(?:_|$|[A-Z])/;
const PARTIAL = /contain|match|like|regex|partial|start|end(?:s|_)|includ|greater|less|_gt|_ge|_lt|_le|grep|(?:^|_)not?_|Not|^refute/i;
const TRUTHY = /true|false|null|empty|exist|succe|fail|file|dir|link|executable|readable|writable|defined|_ok$/i;
const ASSERTING =
  /^_?(?:assert|refute|expect|verify|should|must|ensure)(?:$|[_A-Z-])|^_?(?:assert|refute)|^(?:check|validate|is|isnt|like|unlike|cmp_ok|ok|t_is|compare)(?:$|_)|_(?:equals?|eq|should_be)$/;
const DEMANDED = /^(?:true|false|:|0|1)$/;

/** Helpers of frameworks that begin as an assertion would. */
const preparing =
  /^(?:check_(?:deps?|dependenc\w*|prereq\w*|requirements?|root|commands?|installed)|is_(?:root|installed|ci|mac\w*|linux)|expect_(?:begin|end))$/;

/** How much a command demands that is an assertion by its name; null of others. `words` are its words as written, without quotes. */
export function strengthOfCall(name: string, words: readonly string[], isDefinedHelper: boolean): Strength | null {
  if (Object.hasOwn(comparing, name)) return comparing[name]!;
  if (preparing.test(name)) return null;
  // Short words such as `check` assert where the script itself says what they mean.
  const isPlain = /^_?(?:assert|refute|expect|should|verify|ok|is|isnt|like|unlike|cmp_ok)/.test(name) && ASSERTING.test(name);
  if (!isPlain && !(isDefinedHelper && ASSERTING.test(name))) return null;
  if (/^_?assert(?:_output|_line|_stderr)/.test(name) && words.some((word) => /^(?:-p|--partial|-e|--regexp)$/.test(word)))
    return 'partial';
  const operands = words.filter((word) => !word.startsWith('-'));
  if (name === 'assert' && operands.length > 1) {
    const verb = operands[0]!;
    if (/^(?:equal|=|==)$/.test(verb) || operands.some((word) => word === '=' || word === '==' || word === '-eq')) return 'exact';
    return PARTIAL.test(verb) || operands.includes('=~') ? 'partial' : 'truthy';
  }
  if (/^assert_(?:success|failure)$/.test(name)) return operands.length > 0 ? 'exact' : 'truthy';
  if (operands.length === 1 && DEMANDED.test(operands[0]!) && /true|false|^assert$/i.test(name)) return 'none';
  if (PARTIAL.test(name)) return 'partial';
  if (operands.length === 2 && operands[0] === operands[1] && EXACT.test(name) && !operands[0]!.includes('$')) return 'none';
  if (EXACT.test(name)) return 'exact';
  if (TRUTHY.test(name)) return 'truthy';
  return operands.length >= 2 ? 'exact' : 'truthy';
}

/** What shellspec's `The … should …` demands. */
export function strengthOfSentence(words: readonly string[]): Strength | null {
  const at = words.indexOf('should');
  if (at < 0) return null;
  const matcher = words.slice(at + 1).join(' ');
  if (/^(?:not )?(?:equal|eq|be )/.test(matcher) && !/^(?:not )?be (?:defined|present|exist|file|directory|readable|truthy)/.test(matcher))
    return matcher.startsWith('not') ? 'partial' : 'exact';
  if (/^(?:be )?(?:success|failure|present|exist|defined|truthy|file|directory|readable)/.test(matcher)) return 'truthy';
  return 'partial';
}

const FAILING =
  /^_?(?:(?:log|test|tap|t|print|report|mark|record|say|msg|bashunit|assert|exit|throw|on)_?(?:-|::|\.)?)?(?:fail(?:ed|ure|s|_test|Test|_with|_case)?|die|abort|err(?:or|_exit|_msg)?|fatal|bail(?:_out)?|not_ok|nok|ko|panic|perr|errexit|croak)(?:_\w{1,20})?$/i;
/** Calls that say what went wrong and make the script fail. */
export const isFailingCall = (name: string): boolean => FAILING.test(name);

export const FAILING_TEXT =
  /^[^a-zA-Z]{0,12}(?:\\[a-z0-9[;]{1,8}|\$\{?\w{1,20}\}?|[^a-zA-Z]){0,6}(?:FAIL|not ok\b|ERROR|Error|error:|Fail|BAD|NOK|MISMATCH|mismatch|Expected|expected|unexpected|Test failed)|[✗✘❌]/;
export const FAILING_COUNTER = /fail|err|bad|wrong|broken|^(?:rc|ret|status|result|exit_?code|retval)$/i;

/** Commands whose failure is one of the set-up: that a script ends there compares nothing. */
export const preparation = new Set(
  'cd pushd popd mkdir mktemp cp mv rm ln chmod chown touch source . command which type hash set trap export eval exec read tar unzip curl wget apt-get apt pip npm make git docker mount umount sleep wait kill shift getopts'.split(
    ' ',
  ),
);

/** Names that say nothing of what is tested: the shell's own, the usual programs, and the frameworks'. */
const common = new Set(
  (
    'if then echo printf read cat cd pwd ls rm cp mv mkdir rmdir touch ln chmod chown grep egrep fgrep sed awk tr cut sort uniq head tail wc tee xargs find dirname basename realpath readlink ' +
    'mktemp date sleep kill wait trap set unset export local declare typeset readonly eval exec exit return shift test true false : [ source . type command which hash env sudo timeout bash sh dash zsh ksh ' +
    'seq expr let bc od hexdump xxd cmp diff printenv uname id whoami tput stty python python3 perl node ruby git make docker curl wget tar gzip gunzip jobs bg fg disown umask ulimit getopts shopt alias unalias break continue ' +
    'run load skip setup teardown setup_file teardown_file bats_require_minimum_version bats_load_library fail refute assert batslib_decorate stub unstub When The It Describe Context End Include Before After BeforeEach AfterEach BeforeAll AfterAll BeforeCall AfterCall Data Parameters Skip Pending Path Dump Assert startSkipping endSkipping ' +
    'test_done test_expect_success test_expect_failure test_when_finished test_set_prereq test_have_prereq test_must_fail test_might_fail test_commit test_tick test_config say pass mapfile readarray pushd popd builtin stat file du df nohup yes base64 md5sum sha256sum sha1sum dd install rev paste join comm fold nl tac split'
  ).split(' '),
);
export const isCommonName = (name: string): boolean => common.has(name);

/** Hooks that a framework calls by name. */
export const isHook = (name: string): boolean =>
  /^(?:setup|teardown|set_?up|tear_?down|oneTimeSetUp|oneTimeTearDown|before|after|before_each|after_each|suite|setup_(?:file|suite)|teardown_(?:file|suite)|set_up_before_script|tear_down_after_script|setUp|tearDown|bats_\w+)$/.test(
    name,
  );

/** Functions that frameworks and runners call as cases. */
export const isCaseName = (name: string): boolean =>
  /^(?:test[_A-Z0-9-]|it_|should_|x_?test_|tests?::)/.test(name) &&
  !/^test_(?:setup|teardown|cleanup|init|helper|lib|done|begin|end|start|finish|suite|main|runner|summary|results?)$/i.test(name);
