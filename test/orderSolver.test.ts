import { describe, expect, test } from '@jest/globals';
import { dominates, immediateDominators } from '../src/engine/ir/dominators.ts';
import type { IrFunction } from '../src/engine/ir/program.ts';
import type { Value, Variable } from '../src/engine/ir/values.ts';
import { byKey, type EventModel, Events } from '../src/engine/order/events.ts';
import { Modes } from '../src/engine/order/modes.ts';
import { ResourceKeys } from '../src/engine/order/resourceKey.ts';
import { solve } from '../src/engine/order/solve.ts';
import { type OrderTable, report } from '../src/engine/order/table.ts';
import { HandMade } from './support/irProgram.ts';

type Event = 'check' | 'use' | 'create';

const model: EventModel<Event, string> = {
  words: new Set(['exists', 'write', 'createNew', 'stat']),
  actsOf(call, _, program) {
    const [on] = program.argumentsOf(call);
    if (!on) return [];
    const event = call.word === 'write' ? 'use' : call.word === 'createNew' ? 'create' : 'check';
    return [{ event, on, data: call.word }];
  },
};

const checkThenUse: OrderTable<'free' | 'asked' | 'there' | 'missing', Event> = {
  start: 'free',
  moves: {
    free: { check: 'asked' },
    asked: { yes: 'there', no: 'missing', check: 'asked', create: 'free' },
    there: { use: report('there', 'free'), check: 'asked' },
    missing: { use: report('missing', 'free'), create: 'free', check: 'asked' },
  },
};

const names = { joins: new Set(['join']), same: new Set(['resolve']) };

/** What the table reports of the program's last function: the kind, the way taken, and the key. */
function reported(made: HandMade, fn: IrFunction): string[] {
  const program = made.program();
  const keys = new ResourceKeys(program, names);
  const events = byKey(new Events(program, keys, model).of(fn));
  return solve(program, keys, fn, checkThenUse, events, { asksByRaising: ({ data }) => data === 'stat' }).map(
    ({ kind, outcome, key }) => `${kind} ${outcome} ${key}`,
  );
}

function inBranch(made: HandMade, condition: Value, body: () => void, otherwise: () => void = () => {}): void {
  const { builder } = made;
  const [yes, no, after] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
  builder.branch(made.node(condition), yes, no);
  builder.continueAt(yes);
  body();
  builder.goTo(after);
  builder.continueAt(no);
  otherwise();
  builder.goTo(after);
}

const not = (operand: Value): Value => ({ kind: 'operation', operator: '!', operands: [operand], at: 0 });

describe('the order solver', () => {
  test('an act under the answer of a question about the same thing is a pair, with the answer that leads to it', () => {
    const made = new HandMade();
    const path = made.variable('path');
    const fn = made.fn('main', [], () => {
      inBranch(made, not(made.result(made.call('exists', [made.read(path)]))), () => made.call('write', [made.read(path)]));
    });
    expect(reported(made, fn)).toEqual(['missing no ⟨path #0⟩']);
  });

  test('after both answers have met again, neither decides', () => {
    const made = new HandMade();
    const path = made.variable('path');
    const fn = made.fn('main', [], () => {
      inBranch(made, made.result(made.call('exists', [made.read(path)])), () => made.call('log'));
      made.call('write', [made.read(path)]);
    });
    expect(reported(made, fn)).toEqual([]);
  });

  test('a branch that leaves makes the rest depend on the other answer', () => {
    const made = new HandMade();
    const path = made.variable('path');
    const fn = made.fn('main', [], () => {
      inBranch(made, made.result(made.call('exists', [made.read(path)])), () => made.builder.return());
      made.call('write', [made.read(path)]);
    });
    expect(reported(made, fn)).toEqual(['missing no ⟨path #0⟩']);
  });

  test('an answer kept in a variable, compared with a constant, still answers', () => {
    const made = new HandMade();
    const path = made.variable('path');
    const there = made.variable('there');
    const fn = made.fn('main', [], () => {
      made.set(there, made.result(made.call('exists', [made.literal('/a/b')])));
      const is: Value = { kind: 'operation', operator: '===', operands: [made.read(there), made.literal('false')], at: 0 };
      made.set(path, { kind: 'result', call: made.call('join', [made.literal('/a/'), made.literal('b')]), at: 0 });
      inBranch(made, is, () => made.call('write', [made.read(path)]));
    });
    expect(reported(made, fn)).toEqual(['missing no /a/b']);
  });

  test('a variable assigned anew is another thing', () => {
    const made = new HandMade();
    const path = made.variable('path');
    const fn = made.fn('main', [], () => {
      inBranch(made, made.result(made.call('exists', [made.read(path)])), () => {
        made.set(path, made.literal('/other'));
        made.call('write', [made.read(path)]);
      });
    });
    expect(reported(made, fn)).toEqual([]);
  });

  test('a branch about something else on the way changes nothing', () => {
    const made = new HandMade();
    const path = made.variable('path');
    const fn = made.fn('main', [], () => {
      inBranch(made, made.result(made.call('exists', [made.read(path)])), () => {
        inBranch(made, made.result(made.call('verbose')), () => made.call('log'));
        made.call('write', [made.read(path)]);
      });
    });
    expect(reported(made, fn)).toEqual(['there yes ⟨path #0⟩']);
  });

  test('an answer that enters a condition in another way decides as well, until both ways meet', () => {
    const made = new HandMade();
    const path = made.variable('path');
    const fn = made.fn('main', [], () => {
      const more: Value = {
        kind: 'operation',
        operator: '>=',
        operands: [made.result(made.call('exists', [made.read(path)])), made.literal('3')],
        at: 0,
      };
      inBranch(made, more, () => {
        inBranch(made, made.result(made.call('verbose')), () => made.call('log'));
        made.call('write', [made.read(path)]);
      });
      made.call('write', [made.read(path)]);
    });
    const asks: OrderTable<'free' | 'asked' | 'either', Event> = {
      start: 'free',
      moves: { free: { check: 'asked' }, asked: { any: 'either' }, either: { use: report('either', 'free') } },
    };
    const program = made.program();
    const keys = new ResourceKeys(program, names);
    const pairs = solve(program, keys, fn, asks, byKey(new Events(program, keys, model).of(fn)));
    expect(pairs.map(({ kind, outcome, second }) => `${kind} ${outcome} ${second.data}`)).toEqual(['either any write']);
  });

  test('an atomic creation in between ends the race', () => {
    const made = new HandMade();
    const path = made.variable('path');
    const fn = made.fn('main', [], () => {
      inBranch(made, not(made.result(made.call('exists', [made.read(path)]))), () => {
        made.call('createNew', [made.read(path)]);
        made.call('write', [made.read(path)]);
      });
    });
    expect(reported(made, fn)).toEqual([]);
  });

  test('helpers of the file are seen through: those that act, and those that return the answer', () => {
    const made = new HandMade();
    const path = made.variable('path');
    const asked: Variable[] = [];
    const written: Variable[] = [];
    asked.push(made.variable('p', 0));
    written.push(made.variable('q', 0));
    const parameter = (variable: Variable) => made.read(variable);
    const isThere = made.fn('isThere', asked, () => {
      const call = made.call('exists', [parameter(asked[0]!)]);
      made.builder.return(made.node(made.result(call)));
    });
    const save = made.fn('save', written, () => {
      made.call('write', [parameter(written[0]!)]);
    });
    Object.assign(asked[0]!, { owner: isThere });
    Object.assign(written[0]!, { owner: save });
    const fn = made.fn('main', [], () => {
      inBranch(made, not(made.result(made.call('isThere', [made.read(path)]))), () => made.call('save', [made.read(path)]));
    });
    expect(reported(made, fn)).toEqual(['missing no ⟨path #0⟩']);
  });

  test('a question that raises answers by the way taken: the handler knows that it is not there', () => {
    const made = new HandMade();
    const path = made.variable('path');
    const fn = made.fn('main', [], () => {
      made.builder.attempt(
        () => made.call('stat', [made.read(path)]),
        () => made.call('write', [made.read(path)]),
        null,
      );
    });
    expect(reported(made, fn)).toEqual(['missing no ⟨path #0⟩']);
  });

  test('an act that raised has not happened, so its handler is no race', () => {
    const made = new HandMade();
    const path = made.variable('path');
    const fn = made.fn('main', [], () => {
      made.builder.attempt(
        () => made.call('createNew', [made.read(path)]),
        () => made.call('write', [made.read(path)]),
        null,
      );
    });
    expect(reported(made, fn)).toEqual([]);
  });

  test('`finally` runs on every way out, and what stands in it follows what stood before', () => {
    const made = new HandMade();
    const path = made.variable('path');
    const fn = made.fn('main', [], () => {
      const there = made.result(made.call('exists', [made.read(path)]));
      inBranch(made, there, () =>
        made.builder.attempt(
          () => made.builder.return(),
          null,
          () => made.call('write', [made.read(path)]),
        ),
      );
    });
    expect(reported(made, fn)).toEqual(['there yes ⟨path #0⟩']);
  });

  test('what cannot be reached is nothing', () => {
    const made = new HandMade();
    const path = made.variable('path');
    const fn = made.fn('main', [], () => {
      made.builder.return();
      inBranch(made, made.result(made.call('exists', [made.read(path)])), () => made.call('write', [made.read(path)]));
    });
    expect(reported(made, fn)).toEqual([]);
  });

  test('loops end, and carry states around', () => {
    const made = new HandMade();
    const path = made.variable('path');
    const fn = made.fn('main', [], () => {
      const { builder } = made;
      const [head, body, after] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
      builder.goTo(head);
      builder.branch(made.node(made.result(made.call('exists', [made.read(path)]))), body, after);
      builder.continueAt(body);
      builder.within('', after, head, () => made.call('sleep'));
      builder.jump(head);
      builder.continueAt(after);
      made.call('write', [made.read(path)]);
    });
    expect(reported(made, fn)).toEqual(['missing no ⟨path #0⟩']);
  });
});

describe('what becomes of a failure', () => {
  const unlooked: OrderTable<'free' | 'pending' | 'failed', Event> = {
    start: 'free',
    moves: {
      free: { use: 'pending' },
      pending: { yes: 'free', no: 'free', any: 'free', raised: 'failed', end: report('ignored', 'free') },
      failed: { end: report('swallowed', 'free') },
    },
  };

  function fates(made: HandMade, fn: IrFunction): string[] {
    const program = made.program();
    const keys = new ResourceKeys(program, names);
    return solve(program, keys, fn, unlooked, byKey(new Events(program, keys, model).of(fn))).map(({ kind, key }) => `${kind} ${key}`);
  }

  test('a status nobody looks at is ignored; one that is branched on or returned is not', () => {
    const made = new HandMade();
    const write = (path: string) => made.call('write', [made.literal(path)], { raises: false });
    const fn = made.fn('main', [], () => {
      write('/dropped');
      inBranch(made, made.result(write('/asked')), () => {});
      made.builder.return(made.node(made.result(write('/returned'))));
    });
    expect(fates(made, fn)).toEqual(['ignored /dropped']);
  });

  test('an exception that a handler swallows is told apart from one that it throws on', () => {
    const made = new HandMade();
    const fn = made.fn('main', [], () => {
      const { builder } = made;
      const attempt = (path: string, handle: () => void) =>
        builder.attempt(() => inBranch(made, made.result(made.call('write', [made.literal(path)])), () => {}), handle, null);
      attempt('/swallowed', () => made.call('log'));
      attempt('/thrown on', () => builder.throw());
    });
    expect(fates(made, fn)).toEqual(['swallowed /swallowed']);
  });
});

describe('dominators', () => {
  test('a statement before a branch dominates both arms and what follows; an arm dominates only itself', () => {
    const made = new HandMade();
    const fn = made.fn('main', [], () => {
      const first = made.call('first');
      inBranch(made, made.result(first), () => made.call('arm'));
      made.call('last');
    });
    const [first, arm, last] = ['first', 'arm', 'last'].map(
      (word) => fn.blocks.flatMap(({ instructions }) => instructions).find((one) => one.op === 'call' && one.word === word)!,
    );
    const dominator = immediateDominators(fn);
    expect([
      dominates(first!, arm!, dominator),
      dominates(first!, last!, dominator),
      dominates(arm!, last!, dominator),
      dominates(last!, first!, dominator),
    ]).toEqual([true, true, false, false]);
  });
});

describe('modes', () => {
  test('hold where every way has set them, end with their scope, and reach functions whose every call stands under them', () => {
    const made = new HandMade();
    const helper = made.fn('helper', [], () => {
      made.call('inside');
    });
    const fn = made.fn('main', [], () => {
      const { builder } = made;
      const scope = builder.enter(0, 'subshell');
      made.call('lock');
      made.call('held');
      made.call('helper');
      builder.leave(0, scope);
      made.call('outside');
      inBranch(made, made.result(made.call('question')), () => made.call('lock'));
      made.call('maybe');
    });
    const program = made.program();
    const modes = new Modes(program, (call) => (call.word === 'lock' ? [{ mode: 'locked', on: true }] : []));
    const held = [helper, fn].flatMap((one) =>
      one.blocks.flatMap(({ instructions }) =>
        instructions.flatMap((call) => (call.op === 'call' && modes.at(one, call).has('locked') ? [call.word] : [])),
      ),
    );
    expect(held).toEqual(['inside', 'held', 'helper']);
  });
});
