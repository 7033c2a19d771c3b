/** An inner text as a source: its characters are its own, its places are those of the file around it. */
import type { Edit, Region } from '../../model/finding.ts';
import type { TextEdit } from '../check.ts';
import type { ShellStart } from '../shellStart.ts';
import { SourceText } from '../sourceText.ts';
import { fillHoles } from './holes.ts';
import type { InnerCode } from './innerCode.ts';
import type { MappedText } from './mappedText.ts';

export class InnerText extends SourceText {
  override readonly start: ShellStart;
  override readonly scope: string;
  override readonly holes: number;
  private readonly host: SourceText;
  private readonly mapped: MappedText;

  constructor(host: SourceText, code: InnerCode) {
    super(host.path, code.text.text);
    this.host = host;
    this.mapped = code.text;
    this.start = code.start;
    this.scope = [host.scope, code.scope].filter((part) => part !== '').join('.');
    this.holes = host.holes + code.text.holes.length;
  }

  override lineAt(offset: number): number {
    return this.host.lineAt(this.mapped.startOf(offset));
  }

  override line(line: number): string {
    return this.host.line(line);
  }

  override region(start: number, end: number): Region {
    const from = this.mapped.startOf(start);
    return this.host.region(from, Math.max(from, this.mapped.endOf(Math.max(start, end))));
  }

  override told(text: string): string {
    return this.host.told(fillHoles(text, this.mapped.holes, this.host.holes));
  }

  override edits(edits: readonly TextEdit[]): Edit[] | null {
    // A name for a value of the host means nothing there.
    if (edits.some(({ newText }) => this.told(newText) !== newText)) return null;
    const outer = edits.map((edit) => this.mapped.edit(edit));
    return outer.every((edit) => edit !== null) ? this.host.edits(outer) : null;
  }
}
