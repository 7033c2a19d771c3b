/** How parsers of the command line declare an option, and what they let in for it. */
import { python, type SyntaxNode } from '../../../src/engine/check.ts';

/** Methods of parsers; decorators that do the same stand at the function they fill. */
export const optionDeclarations = ['add_argument', 'add_option'];

const limitingTypes =
  /^["']?(?:int|long|float|bool|complex|(?:decimal\.)?Decimal|(?:uuid\.)?UUID|(?:click|typer|asyncclick)\.(?:INT|FLOAT|BOOL|UUID|Choice|IntRange|FloatRange|DateTime)|Choice|IntRange|FloatRange)["']?$/;
const limitingActions = /^(?:store_true|store_false|store_const|append_const|count)$/;

/** What a call declares of the option of this name; null where it declares another. */
export function declaredOption(call: SyntaxNode, name: string): 'limited' | 'open' | null {
  const { positional, named } = python.argumentsOf(call);
  if (!names(positional, named.get('dest') ?? null).includes(name)) return null;
  const type = named.get('type');
  const kind = (type?.type === 'call' ? type.child('function') : type)?.text ?? '';
  const action = python.literalText(named.get('action') ?? null) ?? '';
  const isFlag = ['is_flag', 'count'].some((option) => named.get(option)?.type === 'true');
  return named.has('choices') || isFlag || limitingTypes.test(kind) || limitingActions.test(action) ? 'limited' : 'open';
}

/** `--dry-run` is read as `dry_run`; the first long name counts, except where a name of its own is given. */
function names(flags: readonly SyntaxNode[], dest: SyntaxNode | null): string[] {
  const own = python.literalText(dest);
  if (own !== null) return [own];
  const words = flags.map((flag) => python.literalText(flag)).filter((word) => word !== null);
  const bare = words.filter((word) => !word.startsWith('-'));
  const chosen = bare.length > 0 ? bare : words.filter((word) => word.startsWith('--')).slice(0, 1);
  return (chosen.length > 0 ? chosen : words).map((word) => word.replace(/^-+/, '').split('/')[0]!.replaceAll('-', '_'));
}
