/** Records that are filled as a whole: what is spread into a model, put into its dictionary, or set under a name that is computed. */
import { type Call, type FlowProgram, type FoundSink, library, type SinkModel } from '../../../../src/engine/check.ts';

const fields: SinkModel = { at: 0, context: 'record', label: 'fields' };

export const records = library({
  library: 'models of databases',
  calls: {
    'builtins.setattr': { sinks: [{ ...fields, at: 1 }] },
    // Names of fields that a schema declares.
    '*.model_dump': { gives: { from: ['receiver'], as: 'derived' }, clears: ['record'] },
    '*.validated_data': { clears: ['record'] },
  },
});

const modules = /(?:^|\.)(?:models?|entities|db|orm|domain|tables)(?:\.|$)/;
const bases =
  /(?:^|\.)(?:Model|Base|DeclarativeBase|Document|EmbeddedDocument|DynamicDocument|AbstractUser|AbstractBaseUser|SQLModel|Entity)$/;
const setting = /^(?:create|acreate|update|aupdate|update_or_create|get_or_create|insert|replace|values|set)$/;

/** Last words of calls that are looked at one by one. */
export const recordWords: readonly string[] = ['update', 'create', 'acreate', 'update_or_create', 'get_or_create'];

function isModel(name: string | null, program: FlowProgram): boolean {
  if (name === null) return false;
  const word = name.slice(name.lastIndexOf('.') + 1);
  if (!/^[A-Z]/.test(word)) return false;
  const own = program.basesOf?.(name) ?? [];
  return own.length > 0 ? own.some((base) => bases.test(base)) : modules.test(name.slice(0, -word.length - 1));
}

/** The sinks of a call that are told by how it is written. */
export function recordsIn(call: Call, program: FlowProgram): readonly FoundSink[] {
  const receiver = program.receiverOf(call);
  if (call.word === 'update' && receiver?.kind === 'field' && receiver.name === '__dict__')
    return program.argumentsOf(call).map((value) => ({ sink: fields, value }));
  const spread = program.spreadOf?.(call) ?? [];
  if (spread.length === 0) return [];
  const name = program.nameOf(call);
  const isSet = setting.test(call.word) && (receiver !== null || (name?.includes('.') ?? false));
  return isSet || isModel(name, program) ? spread.map((value) => ({ sink: fields, value })) : [];
}
