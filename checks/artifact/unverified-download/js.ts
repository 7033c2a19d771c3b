import type { OrderRule } from '../../../src/engine/check.ts';
import type { FileEvent, FileFacts } from '../../models/fileEvents.ts';
import { javaScriptFiles } from '../../models/javascript/fileEvents.ts';

export const js: OrderRule<FileEvent, FileFacts> = { binding: javaScriptFiles, judge: () => null };
