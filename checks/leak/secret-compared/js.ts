import { confidential } from '../../models/libraries/javascript/confidential.ts';
import { comparing } from './judge.ts';

/** Reports `===` and its kin. */
export const js = comparing(confidential, (node) => [node.child('left'), node.child('right')]);
