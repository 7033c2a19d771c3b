import { confidential } from '../../models/libraries/python/confidential.ts';
import { comparing } from './judge.ts';

/** Reports `==` and `!=`. */
export const py = comparing(confidential, (node) =>
  node.type === 'comparison_operator' && node.namedChildren.length === 2 && node.parent?.type !== 'assert_statement'
    ? node.namedChildren
    : [],
);
