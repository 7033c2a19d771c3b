import { noOutline } from '../../model/outline.ts';
import type { FlatTree } from '../parse/flatTree.ts';
import type { SourceText } from '../sourceText.ts';
import type { OutlineParts } from './parts.ts';

export function outlineBash(_tree: FlatTree, _source: SourceText): OutlineParts {
  return noOutline(null);
}
