import type { OrderRule } from '../../../src/engine/check.ts';
import type { FileEvent, FileFacts } from '../../models/fileEvents.ts';
import { pythonFiles } from '../../models/python/fileEvents.ts';

export const py: OrderRule<FileEvent, FileFacts> = { binding: pythonFiles, judge: () => null };
