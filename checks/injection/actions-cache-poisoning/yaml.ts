import type { DocumentDetection } from '../../../src/engine/check.ts';
import { ACTIONS_PATHS } from '../../../src/engine/documents/actions.ts';

export const yaml: DocumentDetection['yaml'] = { paths: ACTIONS_PATHS, look() {} };
