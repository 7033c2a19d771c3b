import { expect, test } from '@jest/globals';
import { createOutliner } from '../src/engine/outline/outlineFile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';

/** Whether what a file declares first is a stub. */
const rows: readonly (readonly [string, boolean])[] = [
  ["export function queue(options) {\n  throw new Error('not built yet');\n}", true],
  ["export function queue(options) {\n  throw new RangeError('later');\n}", true],
  ["export function queue(options) {\n  if (options.size < 0) throw new RangeError('size');\n}", false],
  ['export function lines(a, b) {\n  return { of: () => null, removed: [], added: [] };\n}', true],
  ['export function lines(a, b) {\n  return { of: () => a.length, removed: [], added: [] };\n}', false],
  ['export function lines(a, b) {\n  return { of() { return null; }, size: a.length };\n}', false],
  ["export function outliner(core) {\n  return () => 'nothing';\n}", true],
  ['export function outliner(core) {\n  return (file) => core.parse(file);\n}', false],
  ['export const clean = (text: string): string => text;', true],
  ['export const clean = (text: string): string => text.trim();', false],
  ['export const clean = (text: string): string => other;', false],
  ['export class GitError extends Error {\n  constructor(kind, message) {\n    super(message);\n    this.kind = kind;\n  }\n}', true],
  [
    'export class GitError extends Error {\n  constructor(kind, message) {\n    super(message);\n    this.kind = kind.trim();\n  }\n}',
    false,
  ],
];

test('a stub throws, hands back what it was given, or gives what nothing was computed for', async () => {
  const outline = createOutliner(await loadCore('native'), { parseDeadline: 2000 });
  const told = rows.map(([text]) => [text, outline({ path: 'a.ts', mode: 'file', bytes: Buffer.from(text) }).declarations[0]?.isStub]);
  expect(told).toEqual(rows);
});
