/** What a file declares of its own input: options of its command line, numbers in the addresses of its routes. */
import type { Call, FlowModel, FlowProgram, Value } from '../../../../src/engine/check.ts';

const limitingTypes = /^(?:int|long|float|bool|complex|Decimal|UUID|INT|FLOAT|BOOL|Choice|IntRange|FloatRange|DateTime)$/;
const limitingActions = /^(?:store_true|store_false|store_const|append_const|count)$/;
const routing = /(?:^|\.)(?:route|get|post|put|patch|delete|websocket)$/;
const options = /^(?:click|asyncclick|rich_click)\.(?:option|argument)$/;

/** The last word of what an expression names. */
function lastWord(value: Value | undefined): string {
  switch (value?.kind) {
    case 'variable':
      return value.variable.name;
    case 'field':
      return value.name;
    case 'result':
      return value.call.word;
    case 'literal':
      return value.text;
    default:
      return '';
  }
}

/** `--dry-run` is read as `dry_run`; the first long name counts, except where a name of its own is given. */
function nameOf(flags: readonly Value[], dest: Value | undefined): string {
  if (dest?.kind === 'literal') return dest.text;
  const words = flags.flatMap((flag) => (flag.kind === 'literal' ? [flag.text] : []));
  const chosen = words.find((word) => !word.startsWith('-')) ?? words.find((word) => word.startsWith('--')) ?? words[0] ?? '';
  return chosen.replace(/^-+/, '').split('/')[0]!.replaceAll('-', '_');
}

function isLimited(named: ReadonlyMap<string, Value>): boolean {
  const isFlag = ['is_flag', 'count'].some((name) => lastWord(named.get(name)) === 'True');
  return (
    named.has('choices') || isFlag || limitingTypes.test(lastWord(named.get('type'))) || limitingActions.test(lastWord(named.get('action')))
  );
}

function namedIn(given: readonly Value[]): ReadonlyMap<string, Value> {
  const last = given.at(-1);
  return last?.kind === 'record' ? last.entries : new Map();
}

const words: ReadonlySet<string> = new Set(['add_argument', 'add_option']);
const limitedOf = new WeakMap<FlowProgram, readonly string[]>();

function limitedOptions(program: FlowProgram): readonly string[] {
  const known = limitedOf.get(program);
  if (known) return known;
  const limited = new Set<string>();
  const open = new Set<string>();
  for (const fn of program.functionsCalling(words)) {
    for (const call of fn.blocks.flatMap(({ instructions }) => instructions.filter((one): one is Call => one.op === 'call'))) {
      if (!words.has(call.word)) continue;
      const named = program.optionsOf(call);
      (isLimited(named) ? limited : open).add(nameOf(program.argumentsOf(call), named.get('dest')));
    }
  }
  const found = [...limited].filter((name) => name !== '' && !open.has(name));
  limitedOf.set(program, found);
  return found;
}

export const declarations: Pick<FlowModel, 'parameter' | 'limited'> = {
  parameter(name, decorators) {
    for (const { name: decorator, word, arguments: given } of decorators) {
      if (decorator !== null && options.test(decorator)) {
        const named = namedIn(given);
        if (
          nameOf(
            given.filter(({ kind }) => kind === 'literal'),
            undefined,
          ) === name
        )
          return { is: isLimited(named) ? 'builtins.int' : 'source argument' };
      } else if (routing.test(word)) {
        const [route] = given;
        const text = route?.kind === 'literal' ? route.text : '';
        // `<int:number>` is a number before it gets here, `<any(a, b):word>` one of two.
        const part = new RegExp(`<(int|float|uuid|any\\([^<>]{0,200}\\)):${name}>`).exec(text);
        if (part) return { is: 'builtins.int' };
      }
    }
    return null;
  },
  limited: (_, program) => limitedOptions(program),
};
