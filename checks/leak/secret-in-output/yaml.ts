import type { DocumentDetection } from '../../../src/engine/check.ts';

export const yaml: DocumentDetection['yaml'] = { paths: /(?!)/, look() {} };
