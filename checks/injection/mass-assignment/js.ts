import type { FlowRule } from '../../../src/engine/check.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';

export const js: FlowRule = { binding: javascript, contexts: ['record'], judge: () => null };
