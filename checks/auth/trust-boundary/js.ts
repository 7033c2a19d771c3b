import type { SyntaxRules } from '../../../src/engine/check.ts';
import { javaScriptFile } from '../../../src/engine/javascript.ts';
import { outsideOf } from '../../models/javascript/outside.ts';
import { vectors } from '../../models/vectors.ts';

const session = /^(?:req|request|ctx|context|this\.req|this\.ctx)\??\.session(?:\??\.\w+)*$|^session$/;

/** Reports what a request says that is put into the session as it is. */
export const js: SyntaxRules = {
  program(root, context) {
    if (!/\bsession\b/.test(context.source.text)) return;
    const file = context.shared(javaScriptFile);
    for (const at of root.descendants('assignment_expression')) {
      const left = at.child('left');
      const right = at.child('right');
      const holder = left && /^(?:member|subscript)_expression$/.test(left.type) ? left.child('object') : null;
      if (!left || !right || !holder || !session.test(holder.text)) continue;
      const index = left.type === 'subscript_expression' ? left.child('index') : null;
      const byKey = index !== null && index.type !== 'string' && outsideOf(index, file) !== null;
      if (!byKey && outsideOf(right, file) === null) continue;
      context.report({
        at,
        vector: byKey ? vectors.sessionKey : vectors.sessionValue,
        confidence: 'medium',
        trace: [{ at, text: byKey ? 'a request names the field of the session' : 'what a request says is trusted from here on' }],
      });
    }
  },
};
