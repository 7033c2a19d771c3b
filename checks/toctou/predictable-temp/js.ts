import type { SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import {
  argumentsOf,
  calleeOf,
  type JavaScriptFile,
  javaScriptFile,
  onlyValue,
  propertyOf,
  unwrapAwait,
} from '../../../src/engine/javascript.ts';
import { actNames, actOf, type FileAct } from '../../models/javascript/files.ts';

const shared = /^(?:\/private)?\/(?:tmp|var\/tmp|dev\/shm)\/+[^/]/;

/** A piece of a path: `known` if anybody can tell what it will be. */
interface Piece {
  readonly text: string;
  readonly at: SyntaxNode;
  readonly isKnown: boolean;
}

/** Values that anybody on the machine can guess. */
const guessed =
  /^(?:Date\.now\(\)|Date\(\)|Math\.random\(\)|process\.(?:pid|ppid|hrtime\(\)|version|platform|arch|getuid\(\))|performance\.now\(\)|os\.(?:userInfo\(\)|hostname\(\)|platform\(\))|process\.env\.(?:USER|LOGNAME|USERNAME)|\.\.?\/[^:]*\.json)(?:$|\.)/;

const temporary = /^(?:os\.tmpdir\(\)|os\.tmpDir\(\)|process\.env\.(?:TMPDIR|TMP|TEMP)|temp-dir|tempDir)$/;

const keeping = new Set([
  'toString',
  'slice',
  'substring',
  'substr',
  'replace',
  'toISOString',
  'getTime',
  'valueOf',
  'toFixed',
  'padStart',
  'split',
  'join',
  'toLocaleString',
]);

const maximumDepth = 10;

/** The pieces of a path, through `join`, templates and variables that are written once. */
function piecesOf(node: SyntaxNode, file: JavaScriptFile, depth: number): Piece[] {
  const at = unwrapAwait(node);
  const text = (value: string): Piece => ({ text: value, at, isKnown: true });
  if (depth > maximumDepth) return [{ text: 'x', at, isKnown: false }];
  const name = file.nameOf(at);
  if (name !== null && temporary.test(name)) return [text('/tmp')];
  const isSum = at.type === 'binary_expression' && at.child('operator')?.text === '+';
  if (at.type === 'template_string' || isSum) {
    return file
      .partsOf(at)
      .flatMap((part) =>
        part.kind === 'text' ? [{ text: part.text, at: part.node, isKnown: true }] : piecesOf(part.node, file, depth + 1),
      );
  }
  const constant = file.constantOf(at);
  if (constant !== null) return [text(constant)];
  if (at.type === 'identifier') {
    const binding = file.bindings.resolve(at);
    const value = binding && binding.path.length === 0 && !binding.parameter ? onlyValue(binding, file.bindings) : null;
    return value ? piecesOf(value, file, depth + 1) : [{ text: 'x', at, isKnown: false }];
  }
  if (at.type === 'binary_expression' && /^(?:\|\||\?\?)$/.test(at.child('operator')?.text ?? '')) {
    // `process.env.TMPDIR || '/tmp'`; anything else that can be set may be set to a private place.
    const left = at.child('left');
    const right = at.child('right');
    const first = left ? file.nameOf(left) : null;
    return right && first !== null && temporary.test(first) ? piecesOf(right, file, depth + 1) : [{ text: 'x', at, isKnown: false }];
  }
  if (at.type === 'call_expression') {
    const callee = calleeOf(at);
    const called = callee ? file.nameOf(callee) : null;
    if (called !== null && /^path\.(?:posix\.)?(?:join|resolve|normalize)$/.test(called)) {
      return argumentsOf(at).flatMap((argument, index) => [...(index > 0 ? [text('/')] : []), ...piecesOf(argument, file, depth + 1)]);
    }
    if (called !== null && /realpath(?:Sync)?$/.test(called))
      return argumentsOf(at)
        .slice(0, 1)
        .flatMap((argument) => piecesOf(argument, file, depth + 1));
  }
  return [{ text: 'x', at, isKnown: canBeGuessed(at, file, 0) }];
}

/** A clock, a process, a user, and what only changes their form. */
function canBeGuessed(node: SyntaxNode, file: JavaScriptFile, depth: number): boolean {
  const at = unwrapAwait(node);
  if (depth > maximumDepth) return false;
  const name = file.nameOf(at);
  if (name !== null && guessed.test(name)) return true;
  if (file.constantOf(at) !== null) return true;
  const inner = (child: SyntaxNode | null) => child !== null && canBeGuessed(child, file, depth + 1);
  if (at.type === 'binary_expression') return inner(at.child('left')) && inner(at.child('right'));
  if (at.type === 'unary_expression') return inner(at.child('argument'));
  if (at.type === 'identifier') {
    const binding = file.bindings.resolve(at);
    return binding !== null && binding.path.length === 0 && !binding.parameter && inner(onlyValue(binding, file.bindings));
  }
  if (at.type !== 'call_expression') return false;
  const callee = calleeOf(at);
  if (callee?.type === 'member_expression' && keeping.has(propertyOf(callee) ?? '')) return inner(callee.child('object'));
  return /^(?:Math\.(?:floor|round|ceil|trunc|abs)|String|Number|parseInt)$/.test(callee?.text ?? '') && inner(argumentsOf(at)[0] ?? null);
}

/** True where the act does not mind what it finds: no exclusive flag, a folder that may be there already. */
function takesWhatItFinds(act: FileAct, file: JavaScriptFile): boolean {
  const given = argumentsOf(act.call);
  const flag = (value: SyntaxNode | null | undefined): string => (value ? (file.constantOf(value) ?? value.text) : '');
  const plain = act.name.replace(/Sync$/, '');
  if (act.act === 'folder') return given.slice(1).some((argument) => flag(file.option(argument, 'recursive')) === 'true');
  if (plain === 'open') return /[wa+]|O_CREAT/.test(flag(given[1])) && !/x|O_EXCL|O_NOFOLLOW/.test(flag(given[1]));
  if (plain === 'truncate' || plain === 'symlink' || plain === 'link') return false;
  const options = given.slice(1).flatMap((argument) => [file.option(argument, 'flag'), file.option(argument, 'flags')]);
  return !options.some((option) => option && /x|O_EXCL|^r$/.test(flag(option))) && !/\bCOPYFILE_EXCL\b/.test(act.call.text.slice(0, 500));
}

/** Reports writes to names under a shared temporary directory that can be foreseen. */
export const js: SyntaxRules = {
  program(_, context) {
    const { text } = context.source;
    if (!/tmp|shm|temp/i.test(text)) return;
    const file = context.shared(javaScriptFile);
    for (const call of file.calls.of(actNames)) {
      const act = actOf(call, file);
      if (!act || (act.act !== 'create' && act.act !== 'folder')) continue;
      const pieces = piecesOf(act.path, file, 0);
      if (
        !pieces.every((piece) => piece.isKnown) ||
        !shared.test(
          pieces
            .map((piece) => piece.text)
            .join('')
            .slice(0, 400),
        )
      )
        continue;
      if (!takesWhatItFinds(act, file)) continue;
      const from = pieces[0]!.at;
      context.report({
        at: call,
        remediation:
          'Make a directory of your own first, `mkdtempSync(join(tmpdir(), "app-"))`, and write below it; or create with `{ flag: "wx" }` under a random name.',
        trace: [
          { at: from, text: 'a name in a directory of all users, and it can be foreseen' },
          { at: call, text: `\`${act.name}\` writes to whatever stands there` },
        ],
      });
    }
  },
};
