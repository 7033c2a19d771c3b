import { type CallModel, type Context, library } from '../../../../src/engine/check.ts';

function all(model: CallModel, names: string): Record<string, CallModel> {
  return Object.fromEntries(names.split(' ').map((name) => [name, model]));
}

const same: CallModel = { gives: { from: [0], as: 'same' } };
const own: CallModel = { gives: { from: ['receiver'], as: 'same' } };
const derived: CallModel = { gives: { from: [0], as: 'derived' } };
const ownDerived: CallModel = { gives: { from: ['receiver'], as: 'derived' } };
const parts: CallModel = { gives: { from: ['receiver'], as: 'parts' } };
const number: CallModel = { gives: { from: [0], as: 'number' } };
const boolean: CallModel = { gives: { from: [0], as: 'boolean' } };

/** Letters, digits and underscores are no syntax anywhere. */
const plain: CallModel = { guards: [{ of: 'receiver', by: 'clears', holds: 'true' }] };
const identifier: readonly Context[] = [
  'shell',
  'command',
  'code',
  'sql',
  'sql-identifier',
  'ldap',
  'xpath',
  'path',
  'html',
  'url',
  'redirect',
  'regex',
  'header',
  'log',
];

/** Texts of the language itself: methods that give the same text, another one, parts of it, and those that judge it. */
export const texts = library({
  library: 'builtins: texts',
  names: {
    'regex.compile': 're.compile',
    're2.compile': 're.compile',
    'regex.match': 're.match',
    'regex.fullmatch': 're.fullmatch',
    'regex.sub': 're.sub',
  },
  calls: {
    // Whatever it was, it is no object any more.
    'builtins.str': { gives: { from: [0], as: 'same' }, clears: ['nosql'] },
    ...all(
      same,
      'builtins.bytes builtins.bytearray builtins.unicode builtins.format textwrap.dedent textwrap.indent inspect.cleandoc typing.cast copy.copy copy.deepcopy six.text_type six.u',
    ),
    ...all(same, '**._ **.gettext **.gettext_lazy **.ugettext **.native_str **.tob **.touni'),
    ...all(
      same,
      '**.to_text **.to_bytes **.to_native **.to_str **.to_string **.to_unicode **.to_utf8 **.ensure_str **.ensure_text **.ensure_binary **.ensure_bytes **.ensure_unicode',
    ),
    ...all(
      same,
      '**.force_text **.force_str **.force_bytes **.smart_text **.smart_str **.smart_bytes **.as_text **.as_str **.as_bytes **.native_string **.safe_unicode **.tostr',
    ),
    ...all(derived, 'builtins.repr builtins.ascii builtins.min builtins.max builtins.vars builtins.hex builtins.memoryview'),
    ...all(number, 'builtins.int builtins.float builtins.len builtins.complex builtins.long'),
    ...all(boolean, 'builtins.bool builtins.any builtins.all builtins.hasattr builtins.issubclass'),
    ...all(
      own,
      '*.strip *.lstrip *.rstrip *.lower *.upper *.title *.capitalize *.swapcase *.casefold *.expandtabs *.encode *.decode *.removeprefix *.removesuffix *.center *.ljust *.rjust *.zfill *.copy *.tobytes',
    ),
    ...all(ownDerived, '*.translate *.getvalue *.read *.readline *.group'),
    '*.replace': { gives: { from: ['receiver', 0, 1], as: 'rewritten' } },
    '*.format': { gives: { from: ['receiver', 'all', 'named'], as: 'format' } },
    '*.format_map': { gives: { from: ['receiver', 0], as: 'format' } },
    ...all(parts, '*.split *.rsplit *.splitlines *.partition *.rpartition *.readlines *.groups'),
    '*.join': { gives: { from: ['receiver', 0], as: 'text of items' } },
    'string.Template': { gives: { from: [0], as: 'same' }, is: 'string.Template' },
    'string.Template.substitute': { gives: { from: ['receiver', 'all', 'named'], as: 'format' } },
    'string.Template.safe_substitute': { gives: { from: ['receiver', 'all', 'named'], as: 'format' } },
    ...all(plain, '*.isdigit *.isalnum *.isnumeric *.isdecimal *.isalpha'),
    '*.isidentifier': { guards: [{ of: 'receiver', by: 'clears', contexts: [...identifier], holds: 'true' }] },
    // A text or a number is no object with operators.
    'builtins.isinstance': { guards: [{ of: 0, by: 'clears', contexts: ['nosql'], holds: 'true' }] },
    'keyword.iskeyword': { guards: [{ of: 0, by: 'clears', holds: 'true' }] },
    '*.startswith': { guards: [{ of: 'receiver', by: 'prefix', in: 0, holds: 'true' }] },
    're.fullmatch': { guards: [{ of: 1, by: 'pattern', in: 0, holds: 'true', match: 'whole' }], gives: { from: [1], as: 'derived' } },
    're.match': { guards: [{ of: 1, by: 'pattern', in: 0, holds: 'true', match: 'start' }], gives: { from: [1], as: 'derived' } },
    're.search': { guards: [{ of: 1, by: 'pattern', in: 0, holds: 'true', match: 'part' }], gives: { from: [1], as: 'derived' } },
    're.sub': { gives: { from: [2, 0, 1], as: 'replaced' } },
    're.subn': { gives: { from: [2, 0, 1], as: 'replaced' } },
    're.split': { gives: { from: [1], as: 'parts' } },
    're.findall': { gives: { from: [1], as: 'parts' } },
    're.finditer': { gives: { from: [1], as: 'parts' } },
    're.escape': { gives: { from: [0], as: 'derived' }, clears: ['regex'] },
    're.compile': { gives: { from: [0], as: 'same' }, is: 're.Pattern' },
    're.Pattern.fullmatch': {
      guards: [{ of: 0, by: 'pattern', in: 'receiver', holds: 'true', match: 'whole' }],
      gives: { from: [0], as: 'derived' },
    },
    're.Pattern.match': {
      guards: [{ of: 0, by: 'pattern', in: 'receiver', holds: 'true', match: 'start' }],
      gives: { from: [0], as: 'derived' },
    },
    're.Pattern.search': {
      guards: [{ of: 0, by: 'pattern', in: 'receiver', holds: 'true', match: 'part' }],
      gives: { from: [0], as: 'derived' },
    },
    're.Pattern.sub': { gives: { from: [1, 'receiver', 0], as: 'replaced' } },
    're.Pattern.split': { gives: { from: [0], as: 'parts' } },
    're.Pattern.findall': { gives: { from: [0], as: 'parts' } },
    're.Pattern.finditer': { gives: { from: [0], as: 'parts' } },
    'io.StringIO': { gives: { from: [0], as: 'same' }, is: 'io.StringIO' },
    'io.BytesIO': { gives: { from: [0], as: 'same' }, is: 'io.StringIO' },
    'io.StringIO.write': { into: { to: 'receiver', from: [0], as: 'text' } },
    'io.StringIO.getvalue': { gives: { from: ['receiver'], as: 'same' } },
    'io.StringIO.read': { gives: { from: ['receiver'], as: 'same' } },
  },
  reads: { 'builtins.str': { clears: ['nosql'] }, 'os.sep': { text: '/' }, 'os.path.sep': { text: '/' } },
});
