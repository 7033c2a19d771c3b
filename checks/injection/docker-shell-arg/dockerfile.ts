import type { DocumentDetection } from '../../../src/engine/check.ts';

export const dockerfile: DocumentDetection['dockerfile'] = () => {};
