/** Whether a cmdlet's failure ends the function: its own `-ErrorAction`, else the preference that is in effect where it stands. */
import type { Nodes } from './nodes.ts';
import type { PowerShellFunction, Survey } from './survey.ts';
import { variableName } from './words.ts';

interface Preference {
  readonly at: number;
  readonly owner: PowerShellFunction;
  readonly isShared: boolean;
  /** Null: a value that is not told, most often the one from before that is put back. */
  readonly isStop: boolean | null;
}

export class ErrorActions {
  private readonly nodes: Nodes;
  private readonly survey: Survey;
  private readonly stopsFromOutside: boolean;
  private readonly preferences: Preference[] = [];
  /** Patterns of commands whose default is to stop: `*:ErrorAction` in `$PSDefaultParameterValues`. */
  private readonly stopping: RegExp[] = [];
  /** Programs of their own end the script, too. */
  readonly programsRaise: boolean;

  constructor(nodes: Nodes, survey: Survey, stopsFromOutside: boolean) {
    this.stopsFromOutside = stopsFromOutside;
    this.nodes = nodes;
    this.survey = survey;
    const { text } = nodes.tree;
    if (/\$(?:\w+:)?ErrorActionPreference/i.test(text)) this.collect();
    if (/PSDefaultParameterValues/i.test(text)) {
      for (const [, pattern] of text.matchAll(/['"]([\w*-]{1,60}):(?:ErrorAction|EA)['"]\]?\s{0,20}[=,]\s{0,20}['"]?Stop/gi))
        this.stopping.push(new RegExp(`^${pattern!.replaceAll(/\*+/g, '.*')}$`, 'i'));
    }
    this.programsRaise = /\$(?:\w+:)?PSNativeCommandUseErrorActionPreference\s{0,20}=\s{0,20}\$true/i.test(text);
  }

  private collect(): void {
    const { nodes } = this;
    for (const node of this.survey.assignments) {
      if (nodes.type(node) !== 'assignment_expression') continue;
      const { name, scope } = variableName(nodes.text(nodes.named(node)[0]!).replace(/^.*\]\s*(?=\$)/, ''));
      if (name !== 'erroractionpreference') continue;
      const value = nodes.field(node, 'value');
      const text = value < 0 ? '' : nodes.text(value).toLowerCase();
      const isStop = /^(?:['"]?stop['"]?|\[.*\]::stop|1)$/.test(text) ? true : text.includes('$') ? null : false;
      this.preferences.push({ at: node, owner: this.survey.ownerOf(node), isShared: scope === 'script', isStop });
    }
  }

  /** The preference in effect at a node of a function. */
  stopsAt(node: number, fn: PowerShellFunction): boolean {
    if (this.preferences.length === 0) return this.stopsFromOutside;
    for (let at: PowerShellFunction | null = fn; at && at.kind !== 'script'; at = at.kind === 'block' ? at.outer : null) {
      const own = this.lastOf(this.preferences.filter(({ owner, at: set, isShared }) => owner === at && set < node && !isShared));
      if (own !== null) return own;
    }
    const shared = this.preferences.filter(({ owner, isShared }) => owner.kind === 'script' || isShared);
    if (fn.kind === 'script') return this.lastOf(shared.filter(({ at }) => at < node)) ?? this.stopsFromOutside;
    return this.stopsFromOutside || shared.some(({ isStop }) => isStop === true);
  }

  /** The last one, where putting back what was before undoes the one before that. */
  private lastOf(preferences: readonly Preference[]): boolean | null {
    const stack: boolean[] = [];
    for (const { isStop } of preferences) {
      if (isStop !== null) stack.push(isStop);
      else stack.pop();
    }
    return stack.at(-1) ?? null;
  }

  stopsByDefault(command: string): boolean {
    return this.stopping.some((pattern) => pattern.test(command));
  }
}
